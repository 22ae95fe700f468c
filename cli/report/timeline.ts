import type { JournaledTiming } from '../../migrate/index.js';
import type { ReportSpan } from '../../reports/index.js';

/** Pauses of a worker shorter than this share of the whole are not told apart from work: a report of a million files stays small. */
const PAUSE = 1 / 2000;

/** When workers wrote tables, from the times journaled for each output. */
export function timelineOf(timings: readonly (JournaledTiming & { readonly table: string })[]): ReportSpan[] {
  const sorted = [...timings].sort((a, b) => a.worker - b.worker || a.startedAt - b.startedAt);
  const busy = sorted.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0);
  const spans: { worker: number; table: string; from: number; to: number }[] = [];
  for (const { worker, table, startedAt, endedAt } of sorted) {
    const last = spans.at(-1);
    const goesOn = last?.worker === worker && last.table === table && startedAt - last.to <= busy * PAUSE;
    if (goesOn) last.to = Math.max(last.to, endedAt);
    else spans.push({ worker, table, from: startedAt, to: endedAt });
  }
  return spans;
}
