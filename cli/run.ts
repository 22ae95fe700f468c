import { Command, CommanderError } from 'commander';
import { EXIT, toLakeliftError } from '../errors/index.js';
import type { CliIo } from './io.js';
import { redact } from './redact.js';
import { packageVersion } from './version.js';

/** Runs one command line (without `node` and the script) and returns its exit code; never throws. */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  let code: number = EXIT.ok;
  const program = new Command('lakelift')
    .description('Move Hive tables from HDFS to Apache Paimon on object storage, verified row by row.')
    .version(packageVersion());
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const failure = toLakeliftError(error);
    io.stderr.write(`${redact(failure.describe())}\n`);
    code = failure.exitCode;
  }
  return code;
}
