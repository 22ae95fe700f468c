import type { CliIo } from '../../cli/io.js';
import { run } from '../../cli/run.js';

export interface CliAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this thread. */
export async function runCli(
  args: readonly string[],
  { env = {}, cwd = process.cwd() }: { env?: Record<string, string>; cwd?: string } = {},
): Promise<CliAnswer> {
  let stdout = '';
  let stderr = '';
  const io: CliIo = {
    stdout: {
      write: (text, done) => {
        stdout += text;
        done?.();
      },
    },
    stderr: { write: (text) => (stderr += text) },
    env,
    cwd,
  };
  const code = await run(args, io);
  return { code, stdout, stderr };
}
