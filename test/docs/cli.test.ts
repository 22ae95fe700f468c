import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../cli/commands/index.js';
import { addFlags, configKeys } from '../../cli/flags.js';
import type { FlagName } from '../../cli/flags.js';
import { ERROR_CODES, EXIT } from '../../errors/index.js';

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');

/** The rows of the table below a heading, each as its cells. */
function rowsBelow(text: string, heading: string): string[][] {
  const section = `\n${text}`.split(`\n${heading}\n`)[1]!.split(/^#/m)[0]!;
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The commands that take a flag, in the order of the help. */
function commandsOf(flag: string): string {
  const names = COMMANDS.filter((spec) => flag === 'config' || spec.flags.some((one) => one === flag));
  return names.length === COMMANDS.length ? 'all' : names.map(({ name }) => name).join(', ');
}

it('docs/cli.md lists every flag as --help does, with the commands that take it', () => {
  const flags = [...configKeys(), 'config'] as FlagName[];
  const options = addFlags(new Command(), flags).options.map(({ flags: syntax }) => syntax);
  const rows = rowsBelow(page('cli'), '## Flags');
  const expected = new Map(options.map((syntax, i) => [`\`${syntax}\``, commandsOf(flags[i]!)]));
  expect(new Map(rows.map(([flag, commands]) => [flag, commands]))).toEqual(expected);
});

it('docs/cli.md lists every command', () => {
  const text = page('cli');
  const listed = rowsBelow(text, '## Commands').map(([command]) => command!.replaceAll('`', ''));
  expect(listed.filter((name) => name !== 'doctor --gc').sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  const [synopsis] = /^lakelift (.*) \[flags\]$/m.exec(text)!.slice(1);
  expect(synopsis!.trim().split(' | ').sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
});

it('docs/exit-codes.md lists every exit code, and every error code with its own', () => {
  const text = page('exit-codes');
  expect(rowsBelow(text, '# Exit codes').map(([code]) => Number(code))).toEqual(Object.values(EXIT));
  const codes = rowsBelow(text, '## Error codes').map(([code, exit]) => [code!.replaceAll('`', ''), Number(exit)]);
  expect(Object.fromEntries(codes)).toEqual(ERROR_CODES);
});
