import { Command } from 'commander';
import { LakeliftError } from '../errors/index.js';
import { applyConfig } from './config.js';
import { addFlags } from './flags.js';
import type { FlagName } from './flags.js';
import type { CliIo } from './io.js';
import type { Options } from './options.js';

/** One command of the command line. */
export interface CommandSpec {
  /** One word, or a group and a word such as `catalog export`. */
  readonly name: string;
  readonly description: string;
  readonly flags: readonly FlagName[];
  /** Flags without which the command makes no sense; they may come from the environment or the configuration, too. */
  readonly required: readonly FlagName[];
  /** Command lines without the program's name, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Returns the exit code; throws LakeliftErrors. */
  run(options: Options, io: CliIo): Promise<number>;
}

/** What the groups of commands are about, for the help. */
const GROUPS: Readonly<Record<string, string>> = {
  bench: 'Measure tables before and after a migration, and find what has become slower.',
  catalog: 'Look into metastores and into the catalog of migrated tables.',
};

/** Adds the command of a spec to the program, below its group when its name has one; `done` is told the exit code. */
export function addCommand(program: Command, spec: CommandSpec, io: CliIo, done: (code: number) => void): void {
  const words = spec.name.split(' ');
  const command = buildCommand(words.at(-1)!, spec, io, done);
  const [group] = words.slice(0, -1);
  if (group === undefined) program.addCommand(command);
  else groupOf(program, group).addCommand(command);
}

function groupOf(program: Command, name: string): Command {
  return (
    program.commands.find((command) => command.name() === name) ?? program.command(name).description(GROUPS[name] ?? '')
  );
}

function buildCommand(name: string, spec: CommandSpec, io: CliIo, done: (code: number) => void): Command {
  const command = addFlags(new Command(name).description(spec.description), [...spec.flags, 'config']);
  const examples = spec.examples.map(([line, does]) => `  # ${does}\n  lakelift ${line}`).join('\n\n');
  command.addHelpText('after', `\nExamples:\n${examples}\n\nExit codes: docs/exit-codes.md`);
  return command.action(async () => {
    applyConfig(command, io);
    const options = command.opts<Options & Record<string, unknown>>();
    for (const name of spec.required) {
      if (options[camelCase(name)] !== undefined) continue;
      throw new LakeliftError('USAGE', `--${name} is missing`, { next: `lakelift ${spec.name} --help` });
    }
    done(await spec.run(options, io));
  });
}

const camelCase = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
