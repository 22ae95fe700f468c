import { precise } from './statistics.js';
import type { Pairs } from './statistics.js';
import type { Sampling } from './suite.js';

export type Side = 'before' | 'after';

/** Milliseconds on the clock, and milliseconds of processor time of this process with all its threads. */
export interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** One counted pair of runs. */
export interface SamplePair {
  readonly before: Cost;
  readonly after: Cost;
}

/**
 * Runs both sides in turn, the first of each pair changing every time so that neither profits from a warmer machine, until the
 * ratio is known precisely enough or `max` pairs are measured. Throws what `run` throws, and the signal's reason between two pairs.
 */
export async function samplePairs(
  run: (side: Side) => Promise<Cost>,
  { min, max, warmups }: Sampling,
  signal?: AbortSignal,
): Promise<SamplePair[]> {
  const pairs: SamplePair[] = [];
  for (let round = -warmups; pairs.length < max; round++) {
    signal?.throwIfAborted();
    const pair = await onePair(run, round % 2 === 0);
    if (round < 0) continue;
    pairs.push(pair);
    if (pairs.length >= min && pairs.length < max && precise(times(pairs, 'wallMs'))) break;
  }
  return pairs;
}

/**
 * More pairs than the first time, for times that were odd. Only these count then: the first ones were looked at again for being odd,
 * and would keep a share of what made them so.
 */
export const secondSampling = ({ max, warmups }: Sampling): Sampling => ({ min: max, max: 2 * max, warmups });

async function onePair(run: (side: Side) => Promise<Cost>, beforeFirst: boolean): Promise<SamplePair> {
  if (beforeFirst) {
    const before = await run('before');
    return { before, after: await run('after') };
  }
  const after = await run('after');
  return { before: await run('before'), after };
}

/** One measure of all pairs, as the statistics take it. */
export function times(pairs: readonly SamplePair[], measure: keyof Cost): Pairs {
  return { before: pairs.map(({ before }) => before[measure]), after: pairs.map(({ after }) => after[measure]) };
}

/** Does some work and says what it cost. */
export async function costOf<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly cost: Cost }> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { result, cost: { wallMs, cpuMs: (user + system) / 1000 } };
}
