import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { LakeliftError } from '../errors/index.js';
import { parseYaml } from '../yaml/index.js';
import { configKeys } from './flags.js';
import type { CliIo } from './io.js';

/**
 * Fills the options of a parsed command that were not given as flags: first from LAKELIFT_* variables, then from the --config file.
 * Throws CONFIG_INVALID for a file that cannot be read, an unknown key or a value of the wrong form. Keys of other commands are
 * accepted, so that one file serves all commands.
 */
export function applyConfig(command: Command, io: CliIo): void {
  const given = (option: Option): boolean => command.getOptionValueSource(option.attributeName()) === 'cli';
  const configured = command.getOptionValue('config') ?? io.env['LAKELIFT_CONFIG'];
  const file = typeof configured === 'string' ? readConfig(resolve(io.cwd, configured), configured) : new Map();
  for (const option of command.options) {
    if (option.long === undefined || given(option) || option.long === '--config') continue;
    const key = option.long.slice(2);
    const variable = `LAKELIFT_${key.toUpperCase().replaceAll('-', '_')}`;
    const text = io.env[variable];
    if (text !== undefined && text !== '') set(command, option, text, variable);
    else if (file.has(key)) set(command, option, file.get(key), `${key} in ${String(configured)}`);
  }
}

function readConfig(path: string, name: string): Map<string, unknown> {
  let document: unknown;
  try {
    document = parseYaml(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const next = 'name a YAML file of keys and values with --config; see docs/cli.md';
    throw new LakeliftError('CONFIG_INVALID', `cannot read the configuration: ${reason}`, { file: name, next, cause });
  }
  if (document === null) return new Map();
  if (typeof document !== 'object' || Array.isArray(document)) {
    throw new LakeliftError('CONFIG_INVALID', 'the configuration is not a list of keys and values', { file: name });
  }
  const known = new Set(configKeys());
  for (const key of Object.keys(document)) {
    if (!known.has(key)) {
      const next = `known keys: ${[...known].join(', ')}`;
      throw new LakeliftError('CONFIG_INVALID', `unknown key '${key}'`, { file: name, next });
    }
  }
  return new Map(Object.entries(document));
}

/** What would be a switch elsewhere and a file name here. */
const LIKE_A_SWITCH = /^(yes|no|on|off|y|n|1|0)$/i;

function set(command: Command, option: Option, value: unknown, where: string): void {
  const flagOnly = !option.required && !option.optional;
  if (flagOnly || (option.optional && (typeof value === 'boolean' || value === 'true' || value === 'false'))) {
    const on = value === true || value === 'true' || value === '1';
    if (!on && value !== false && value !== 'false' && value !== '0') {
      throw new LakeliftError('CONFIG_INVALID', `${where}: '${String(value)}' is neither true nor false`);
    }
    if (on) command.setOptionValueWithSource(option.attributeName(), true, 'config');
    return;
  }
  const parts: unknown[] = Array.isArray(value) ? value : [value];
  if (!parts.every((part) => typeof part === 'string' || typeof part === 'number')) {
    throw new LakeliftError('CONFIG_INVALID', `${where}: a single value is expected`);
  }
  const text = parts.join(',');
  if (option.optional && LIKE_A_SWITCH.test(text)) {
    const file = `for a file of this name write ./${text}`;
    throw new LakeliftError('CONFIG_INVALID', `${where}: '${text}' is neither true nor false; ${file}`);
  }
  if (option.argChoices !== undefined && !option.argChoices.includes(text)) {
    throw new LakeliftError('CONFIG_INVALID', `${where}: '${text}' is not one of ${option.argChoices.join(', ')}`);
  }
  try {
    const parsed: unknown = option.parseArg ? option.parseArg(text, undefined) : text;
    command.setOptionValueWithSource(option.attributeName(), parsed, 'config');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakeliftError('CONFIG_INVALID', `${where}: ${reason}`, { cause });
  }
}
