import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where and how a command runs; its output is appended to `log`. */
export interface CommandOptions {
  readonly log: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A long-running server in its own process group. */
export interface Service {
  readonly name: string;
  readonly pid: number;
  /** Ends the whole process group and waits for it: politely first, after 10 s by force. */
  stop(): Promise<void>;
  /** Ends the whole process group at once by force, as a crash would, and waits for it. */
  kill(): Promise<void>;
}

/** The last lines of a log, for error messages. */
export function tail(log: string, lines = 25): string {
  return readFileSync(log, 'utf8').split('\n').slice(-lines).join('\n');
}

function start(command: string, args: readonly string[], options: CommandOptions): ChildProcess {
  const out = openSync(options.log, 'a');
  try {
    return spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', out, out],
      detached: true,
    });
  } finally {
    closeSync(out);
  }
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal ?? String(code ?? 'unknown'));
    });
  });
}

/** Runs a command to its end; throws with the tail of its log unless it exits with 0. */
export async function run(command: string, args: readonly string[], options: CommandOptions): Promise<void> {
  const child = start(command, args, options);
  const kill = () => {
    signalGroup(child, 'SIGKILL');
  };
  process.once('exit', kill);
  const status = await ended(child);
  process.removeListener('exit', kill);
  if (status !== '0') {
    throw new Error(
      `${command} ${args.slice(0, 4).join(' ')} ended with ${status}; ${options.log}:\n${tail(options.log)}`,
    );
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Starts a server and waits until `ready` answers true; throws with the log's tail if it dies or takes too long. */
export async function serve(
  name: string,
  command: string,
  args: readonly string[],
  options: CommandOptions & { readonly ready: () => Promise<boolean>; readonly timeoutMs: number },
): Promise<Service> {
  const child = start(command, args, options);
  const end = ended(child);
  let dead: string | undefined;
  void end.then((status) => {
    dead = status;
  });
  const killAtExit = () => {
    signalGroup(child, 'SIGKILL');
  };
  process.once('exit', killAtExit);
  const stop = async () => {
    signalGroup(child, 'SIGTERM');
    const force = setTimeout(() => {
      signalGroup(child, 'SIGKILL');
    }, 10_000);
    await end;
    clearTimeout(force);
    signalGroup(child, 'SIGKILL');
    process.removeListener('exit', killAtExit);
  };
  const kill = async () => {
    signalGroup(child, 'SIGKILL');
    await end;
    process.removeListener('exit', killAtExit);
  };
  const deadline = Date.now() + options.timeoutMs;
  while (!(await options.ready().catch(() => false))) {
    const late = Date.now() > deadline;
    if (dead !== undefined || late) {
      await stop();
      const why = late ? `not ready after ${String(options.timeoutMs / 1000)} s` : `died with ${dead ?? ''}`;
      throw new Error(`${name} ${why}; ${options.log}:\n${tail(options.log)}`);
    }
    await sleep(200);
  }
  return { name, pid: child.pid!, stop, kill };
}

/** Ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      if (address === null || typeof address === 'string') throw new Error('no port');
      return address.port;
    }),
  );
}
