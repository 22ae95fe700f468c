import { LEAST_CHANGE, nightlySpread, quantile, standardError } from './statistics.js';
import type { Interval, Verdict } from './statistics.js';

/** By the clock or by the processor's time. */
export type Measure = 'wall' | 'cpu';

/** What is usual of a ratio that was measured in several nights. */
export interface Usual {
  /** The median of the last nights' ratios. */
  readonly level: number;
  /** Nights the level is taken from. */
  readonly nights: number;
  /** Standard error of the logarithm of one night's ratio, as its samples leave it open. */
  readonly sampled: number;
  /** Standard deviation of the logarithm from night to night beyond that. */
  readonly between: number;
}

/** A night's ratio against what is usual. */
export interface Weighed {
  /** The night's ratio, divided by the usual level. */
  readonly ratio: number;
  /** How many standard deviations of the difference it lies above the level; negative below it. */
  readonly deviations: number;
}

/** Nights the level is taken from: older ones are another time. */
const LEVEL_NIGHTS = 10;
/** Nights the spread is taken from: it needs more to be known, and changes less. */
const SPREAD_NIGHTS = 30;
/**
 * What is taken for the spread before there are nights to tell it, and how many steps from night to night weigh as much: few steps
 * may be alike by chance, and the next usual night would look odd then. Times on the clock vary with whatever else runs.
 */
const PRIOR = { wall: 0.1, cpu: 0.025, steps: 5 } as const;
/**
 * Deviations that chance alone hardly takes in a month of many ratios. Times on the clock have long tails: one hour of other work
 * moves a whole night.
 */
const CERTAIN = { wall: 5, cpu: 3.5 } as const;
/** Odd enough to be measured once more in the same night. */
const ODD = 2.5;

/**
 * What the nights before one say of a ratio of times on the clock or of the processor; `base` alone gives the level where it is not
 * simply the last of them. Undefined without nights.
 */
export function usualOf(measure: Measure, earlier: readonly Interval[], base?: Interval): Usual | undefined {
  const level = base === undefined ? earlier.slice(-LEVEL_NIGHTS) : [base];
  if (level.length === 0) return undefined;
  const recent = earlier.slice(-SPREAD_NIGHTS);
  const steps = Math.max(recent.length - 1, 0);
  const sampled = median(level.map(standardError));
  // A step is the difference of two nights.
  const whole = steps === 0 ? 0 : nightlySpread(recent.map(({ ratio }) => ratio)) ** 2 / 2;
  const squares = PRIOR.steps * PRIOR[measure] ** 2 + steps * Math.max(whole - sampled ** 2, 0);
  return {
    level: median(level.map(({ ratio }) => ratio)),
    nights: level.length,
    sampled,
    between: Math.sqrt(squares / (PRIOR.steps + steps)),
  };
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Weighs a night against the usual: the difference has what this night and what the level leave open. */
export function weigh(night: Interval, { level, nights, sampled, between }: Usual): Weighed {
  const ratio = night.ratio / level;
  const own = between ** 2 + standardError(night) ** 2;
  return { ratio, deviations: Math.log(ratio) / Math.sqrt(own + (between ** 2 + sampled ** 2) / nights) };
}

/** A change is called one when it is at least 1.1-fold and more deviations from the usual than chance takes. */
export function judgeWeighed(measure: Measure, { ratio, deviations }: Weighed): Verdict {
  if (ratio >= LEAST_CHANGE && deviations >= CERTAIN[measure]) return 'slower';
  if (ratio <= 1 / LEAST_CHANGE && deviations <= -CERTAIN[measure]) return 'faster';
  return 'same';
}

/** Whether a night is worth a second measurement before it is judged. */
export const isOdd = ({ deviations }: Weighed): boolean => Math.abs(deviations) >= ODD;
