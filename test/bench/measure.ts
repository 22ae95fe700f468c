import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one run of a command cost; seconds, children included, and the most memory the command itself held, in MiB. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly rssMb: number;
}

const POLL_MS = 50;

/** Runs a command under the shell's own clock. Throws with what it printed unless it ends with 0. */
export async function measured(command: string, args: readonly string[]): Promise<Cost> {
  // TIMEFORMAT: real, user and system seconds of the process and of all it waited for.
  const script = `TIMEFORMAT='COST %R %U %S'; time "$@"`;
  const child = spawn('bash', ['-c', script, 'bash', command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  let rssMb = 0;
  const poll = setInterval(() => (rssMb = Math.max(rssMb, peakRssMb(child.pid!))), POLL_MS);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(poll);
  const cost = /COST (\S+) (\S+) (\S+)/.exec(printed);
  if (code !== 0 || cost === null) throw new Error(`${command} ended with ${String(code)}:\n${printed.slice(-4000)}`);
  return { wall: Number(cost[1]), cpu: Number(cost[2]) + Number(cost[3]), rssMb };
}

/** The high-water mark of the shell's child as Linux keeps it; 0 before it has one and after its end. */
function peakRssMb(shell: number): number {
  try {
    const [child] = readFileSync(`/proc/${String(shell)}/task/${String(shell)}/children`, 'utf8').split(' ');
    const status = readFileSync(`/proc/${child ?? ''}/status`, 'utf8');
    return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
