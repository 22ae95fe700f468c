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
/** A normally distributed value lies this many standard deviations or less from the mean in 99 of 100 cases. */
const NORMAL_99 = 2.576;
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

/** after / before of times on the clock: the geometric mean of the pairs' ratios. */
export function pairedRatio(pairs: Pairs, seed = 1): Interval {
  return bootstrap([logRatios(pairs)], ([resampled]) => mean(resampled!), seed);
}

/**
 * after / before of processor times: the mean of each side's cheapest quarter. Other work on the machine, which takes caches away, only
 * ever adds to a processor time, and adds more to one side than to the other; the cheapest runs had least of it.
 */
export function cheapestRatio(pairs: Pairs, seed = 1): Interval {
  return bootstrap([bothOf(pairs)], ([resampled]) => cheapest(resampled!), seed);
}

/**
 * How much slower `after` has become from the run `base` to the run `head`: the ratio of their ratios after / before. The side
 * `before` is the same in both runs, so that a machine that is slower on one day cancels out.
 */
export function changeOfRatio(base: Pairs, head: Pairs, seed = 1): Interval {
  return bootstrap([logRatios(base), logRatios(head)], ([a, b]) => mean(b!) - mean(a!), seed);
}

/** The same of processor times, with `cheapestRatio`. */
export function changeOfCheapest(base: Pairs, head: Pairs, seed = 1): Interval {
  return bootstrap([bothOf(base), bothOf(head)], ([a, b]) => cheapest(b!) - cheapest(a!), seed);
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

/** The standard error of a ratio's logarithm, as wide as its 99 % interval says. */
export const standardError = ({ low, high }: Interval): number => Math.log(high / low) / (2 * NORMAL_99);

function logRatios({ before, after }: Pairs): number[] {
  return before.map((time, index) => Math.log(after[index]! / time));
}

type Both = readonly [before: number, after: number];

const bothOf = ({ before, after }: Pairs): Both[] => before.map((time, index) => [time, after[index]!]);

/** The logarithm of the ratio of the two sides' cheapest quarters. */
function cheapest(pairs: readonly Both[]): number {
  const side = (which: 0 | 1): number => {
    const sorted = Float64Array.from(pairs, (pair) => pair[which]).sort();
    return mean(sorted.subarray(0, Math.ceil(sorted.length / 4)));
  };
  return Math.log(side(1) / side(0));
}

/** Percentile bootstrap: the statistic, a logarithm, of samples drawn anew, with replacement, from each group. */
function bootstrap<T>(groups: readonly T[][], statistic: (groups: T[][]) => number, seed: number): Interval {
  const random = randomOf(seed);
  const found: number[] = [];
  for (let round = 0; round < RESAMPLES; round++) {
    found.push(statistic(groups.map((group) => group.map(() => group[Math.floor(random() * group.length)]!))));
  }
  const [ratio, low, high] = [statistic([...groups]), quantile(found, TAIL), quantile(found, 1 - TAIL)];
  return { ratio: Math.exp(ratio), low: Math.exp(low), high: Math.exp(high) };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
