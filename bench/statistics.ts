/** A ratio with its 99 % confidence interval. */
export interface Interval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Times of the two sides of a comparison; the entries of one index were measured one right after the other. */
export interface Pairs {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export type Verdict = 'slower' | 'faster' | 'same';

const RESAMPLES = 1000;
const TAIL = 0.005;
/** Differences this small are never told apart from noise, however many samples there are. */
export const NOISE_FLOOR = 0.03;
/** Smallest change that is called one. */
export const LEAST_CHANGE = 1.1;
/** Sampling ends when the interval reaches no further than this to either side of the ratio. */
const PRECISION = 1.05;

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The value below which the part `p` (0 to 1) of the values lies, interpolated between neighbours. Throws RangeError for no value. */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = [...values].sort((a, b) => a - b);
  const place = p * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

/** Whether all times are above 0: short work may not move the clock of the processor, and has no ratio then. */
export function measurable({ before, after }: Pairs): boolean {
  return before.length > 0 && [...before, ...after].every((time) => time > 0);
}

/** after / before: the geometric mean of the pairs' ratios. */
export function pairedRatio(pairs: Pairs, seed = 1): Interval {
  const logs = logRatios(pairs);
  return bootstrap([logs], ([resampled]) => mean(resampled!), seed);
}

/**
 * How much slower `after` has become from the run `base` to the run `head`: the ratio of their ratios after / before. The side
 * `before` is the same in both runs, so that a machine that is slower on one day cancels out.
 */
export function changeOfRatio(base: Pairs, head: Pairs, seed = 1): Interval {
  return bootstrap([logRatios(base), logRatios(head)], ([a, b]) => mean(b!) - mean(a!), seed);
}

/** A change counts when it is at least 1.1-fold and its whole interval lies beyond the noise floor. */
export function judge({ ratio, low, high }: Interval): Verdict {
  if (ratio >= LEAST_CHANGE && low > 1 + NOISE_FLOOR) return 'slower';
  if (ratio <= 1 / LEAST_CHANGE && high < 1 / (1 + NOISE_FLOOR)) return 'faster';
  return 'same';
}

/**
 * How far two neighbouring nights of a series usually lie apart, as a standard deviation of logarithms; from the median of the
 * differences, so that a lasting change or an odd night hardly counts.
 */
export function nightlySpread(ratios: readonly number[]): number {
  const steps = ratios.slice(1).map((ratio, i) => Math.abs(Math.log(ratio / ratios[i]!)));
  // The median of the absolute values of a normal distribution is 1 / 1.4826 of its standard deviation.
  return 1.4826 * quantile(steps, 0.5);
}

/** Whether more pairs would say little more. */
export function precise(pairs: Pairs): boolean {
  const { ratio, low, high } = pairedRatio(pairs);
  return high / ratio <= PRECISION && ratio / low <= PRECISION;
}

function logRatios({ before, after }: Pairs): number[] {
  return before.map((time, index) => Math.log(after[index]! / time));
}

/** Percentile bootstrap: the statistic of samples drawn anew, with replacement, from each group of logarithms. */
function bootstrap(groups: readonly number[][], statistic: (groups: number[][]) => number, seed: number): Interval {
  const random = randomOf(seed);
  const found: number[] = [];
  for (let round = 0; round < RESAMPLES; round++) {
    found.push(statistic(groups.map((group) => group.map(() => group[Math.floor(random() * group.length)]!))));
  }
  const [ratio, low, high] = [statistic([...groups]), quantile(found, TAIL), quantile(found, 1 - TAIL)];
  return { ratio: Math.exp(ratio), low: Math.exp(low), high: Math.exp(high) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
