import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Of user and system time in /proc, for any Linux of today: sysconf(_SC_CLK_TCK). */
const TICKS_PER_SECOND = 100;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/**
 * Seconds of processor time that a process and all below it have used, with those that ended and were waited for; in steps of a
 * hundredth. Undefined where there is no /proc.
 */
export function cpuSeconds(root: number): number | undefined {
  if (!existsSync('/proc/self/stat')) return undefined;
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? processOf(Number(name)) : []));
  const below = (pid: number): number =>
    all.reduce((sum, { pid: child, parent }) => (parent === pid ? sum + below(child) : sum), ticksOf(all, pid));
  return below(root) / TICKS_PER_SECOND;
}

const ticksOf = (all: readonly Process[], wanted: number): number => all.find(({ pid }) => pid === wanted)?.ticks ?? 0;

/** Nothing for a process that has ended since it was listed. See proc(5): the name, in brackets, may hold anything. */
function processOf(pid: number): Process[] {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  } catch {
    return [];
  }
  // From the third field on: state, parent; utime, stime, cutime and cstime are the 14th to the 17th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return [{ pid, parent: Number(fields[1]), ticks }];
}
