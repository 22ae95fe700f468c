import { LEAST_CHANGE } from './statistics.js';
import type { BenchRun } from './result.js';

/** A number of things in two runs; no statistics are needed to tell that it grew. */
export interface CountChange {
  readonly name: string;
  readonly base: number;
  readonly head: number;
  readonly regression: boolean;
}

/** Fewer more are what a day's loads leave until they are compacted. */
const LEAST_MORE = 10;

/** The files of the lake in two runs, of the tables that both have: more small files than before are a regression. */
export function countChanges(base: Pick<BenchRun, 'tables'>, head: Pick<BenchRun, 'tables'>): CountChange[] {
  const both = head.tables.flatMap(({ table, files }) => {
    const earlier = base.tables.find((one) => one.table === table);
    return earlier === undefined ? [] : [{ base: earlier.files.after, head: files.after }];
  });
  if (both.length === 0) return [];
  const total = (side: 'base' | 'head', what: 'count' | 'small'): number =>
    both.reduce((sum, one) => sum + one[side][what], 0);
  const small = { base: total('base', 'small'), head: total('head', 'small') };
  const grown = small.head >= small.base * LEAST_CHANGE && small.head >= small.base + LEAST_MORE;
  return [
    { name: 'files/all', base: total('base', 'count'), head: total('head', 'count'), regression: false },
    { name: 'files/small', ...small, regression: grown },
  ];
}
