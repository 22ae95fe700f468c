import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The built command line. */
export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  readonly process: ChildProcess;
  readonly ended: Promise<CliResult>;
}

/** Root may do everything; without these capabilities it is as others are. */
const AS_OTHERS = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : [];

/** Starts the built command line as a process of its own. */
export function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  prefix: readonly string[] = [],
): RunningCli {
  const [program, ...rest] = [...prefix, process.execPath, MAIN, ...args];
  const child = spawn(program!, rest, { env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { process: child, ended };
}

/** Starts the built command line and waits until it holds its journal, and so its lock. */
export async function startCliWithJournal(args: readonly string[], state: string): Promise<RunningCli> {
  const running = startCli(args);
  while (!existsSync(state)) {
    if (running.process.exitCode !== null) throw new Error((await running.ended).stderr);
    await sleep(5);
  }
  return running;
}

/** Runs the built command line to its end. */
export async function lakelift(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  return startCli(args, env).ended;
}

/** The same by a user to whom the modes of files apply. */
export async function lakeliftAsOthers(args: readonly string[]): Promise<CliResult> {
  return startCli(args, {}, AS_OTHERS).ended;
}
