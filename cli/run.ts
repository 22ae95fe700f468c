import { Command, CommanderError } from 'commander';
import { EXIT, LakeliftError, toLakeliftError } from '../errors/index.js';
import { addCommand } from './command.js';
import { COMMANDS } from './commands/index.js';
import type { CliIo } from './io.js';
import { redact } from './redact.js';
import { packageVersion } from './version.js';

/** Runs one command line (without `node` and the script) and returns its exit code; never throws. */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  let code: number = EXIT.ok;
  const program = new Command('lakelift')
    .description('Move Hive tables from HDFS to Apache Paimon on object storage, verified row by row.')
    .version(packageVersion())
    .addHelpText('after', HELP);
  for (const spec of COMMANDS) addCommand(program, spec, io, (exitCode) => (code = exitCode));
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  for (const command of [program, ...commands]) {
    command.exitOverride().showHelpAfterError(`(${pathOf(command)} --help shows all flags)`);
    command.configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(redact(text)),
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const failure = toLakeliftError(error);
    io.stderr.write(`${redact(failure.describe())}\n`);
    if (failure.code === 'INTERNAL' && io.env['LAKELIFT_DEBUG'] && !(error instanceof LakeliftError)) {
      io.stderr.write(`${redact(error instanceof Error ? (error.stack ?? '') : '')}\n`);
    }
    code = failure.exitCode;
  }
  return code;
}

/** The words that lead to a command, the program's name first. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

const HELP = `
Examples:
  # see the main job on made-up data, without any service
  lakelift demo

  # migrate a Hive warehouse and verify every row
  lakelift migrate --source webhdfs://nn:9870/user/hive/warehouse --metastore thrift://hms:9083 --target s3://bucket/lake

Every flag is also a key of the --config file and a variable LAKELIFT_<FLAG>. LAKELIFT_DEBUG=1 shows stacks.`;
