import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** A process whose output is read, and that ends with this one. */
export type BoundProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Starts the command and, beside it, a watcher on a pipe from this process. A line on the pipe sends the watcher home; when the pipe breaks, as
 * after kill -9, it ends the command, politely for 10 s, and removes the folder. `exec` keeps the shell's number and exit code for the command.
 */
const SCRIPT = `
folder=$1; shift
exec 3<&0
{ read -r _ <&3 || {
  kill "$$"
  for second in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$$" || break; sleep 1; done
  kill -9 "$$"
  rm -rf "$folder"
}; } >/dev/null 2>&1 &
exec 3<&-
exec "$@" </dev/null`;

/**
 * Spawns `command` in a process group of its own (a terminal's Ctrl-C reaches only us) and in `folder`, which is its own. However this process ends,
 * the command ends, too. A command that cannot be run ends with 126 or 127.
 */
export function spawnBound(folder: string, command: string, args: readonly string[]): BoundProcess {
  const shell = ['-c', SCRIPT, 'sh', folder, command, ...args];
  const child = spawn('/bin/sh', shell, { cwd: folder, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  return child;
}

/** To be called once the process has ended: nothing watches any more. */
export function release(child: BoundProcess): void {
  child.stdin.end('\n');
}
