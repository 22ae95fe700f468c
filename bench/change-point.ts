import { randomOf } from './statistics.js';

/** A lasting change within a series of nights. */
export interface ChangePoint {
  /** Index of the first value after the change. */
  readonly at: number;
  /** The geometric mean after it, divided by that before it. */
  readonly ratio: number;
  /** The share of shuffled series that hold a step as clear as this one. */
  readonly p: number;
}

/** Values on either side of a change: one odd night is no change. */
const LEAST_SIDE = 3;
const SHUFFLES = 999;
const SIGNIFICANT = 0.01;
const LEAST_STEP = 1.05;

/**
 * The clearest step in a series of ratios, oldest first, or undefined where there is none: the split with the greatest difference of
 * mean logarithms in units of its standard error, tested against shuffled series (p below 0.01), of at least 1.05-fold.
 */
export function changePoint(ratios: readonly number[], seed = 1): ChangePoint | undefined {
  const logs = ratios.map(Math.log);
  const found = clearest(logs);
  if (found === undefined) return undefined;
  const random = randomOf(seed);
  let asClear = 0;
  for (let i = 0; i < SHUFFLES; i++) {
    if (clearest(shuffled(logs, random))!.clear >= found.clear) asClear += 1;
  }
  const p = (asClear + 1) / (SHUFFLES + 1);
  const ratio = Math.exp(found.step);
  if (p >= SIGNIFICANT || Math.max(ratio, 1 / ratio) < LEAST_STEP) return undefined;
  return { at: found.at, ratio, p };
}

function clearest(logs: readonly number[]): { at: number; step: number; clear: number } | undefined {
  const total = logs.reduce((sum, value) => sum + value, 0);
  let found: { at: number; step: number; clear: number } | undefined;
  let head = 0;
  for (let at = 1; at <= logs.length - LEAST_SIDE; at++) {
    head += logs[at - 1]!;
    if (at < LEAST_SIDE) continue;
    const step = (total - head) / (logs.length - at) - head / at;
    // All splits share one variance, so that the number of values on each side alone decides over the standard error.
    const clear = Math.abs(step) * Math.sqrt((at * (logs.length - at)) / logs.length);
    if (found === undefined || clear > found.clear) found = { at, step, clear };
  }
  return found;
}

/** Fisher and Yates. */
function shuffled(values: readonly number[], random: () => number): number[] {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
