import type { Metric } from '../../bench/index.js';
import { times } from '../../bench/pairs.js';
import type { Cost } from '../../bench/pairs.js';
import { cheapestRatio, pairedRatio, quantile, randomOf, standardError } from '../../bench/statistics.js';
import type { Interval } from '../../bench/statistics.js';
import { normalOf } from './noise.js';

const MEASURES = ['wallMs', 'cpuMs'] as const satisfies readonly (keyof Cost)[];

/** after / before as `bench compare` takes it of each measure. */
export const ratioOf = ({ pairs }: Metric, measure: keyof Cost): Interval =>
  (measure === 'wallMs' ? pairedRatio : cheapestRatio)(times(pairs, measure));

/** The noise of real nights: of their pairs, and of their levels beyond what the pairs leave open. */
export interface Noise {
  readonly real: readonly Metric[];
  /** Standard deviations of the logarithm of the ratio. */
  readonly within: Readonly<Record<keyof Cost, number>>;
  readonly between: Readonly<Record<keyof Cost, number>>;
}

/** A simulated night: one level, from which pairs can be drawn again and again. */
export type Draw = (pairs: number) => Metric;

/** Fits the noise of real nights in which nothing changed. */
export function fitNoise(real: readonly Metric[]): Noise {
  const each = (of: (measure: keyof Cost) => number) => ({ wallMs: of('wallMs'), cpuMs: of('cpuMs') });
  return {
    real,
    within: each((measure) =>
      quantile(
        real.map((metric) => deviation(logs(metric, measure))),
        0.5,
      ),
    ),
    between: each((measure) => {
      const ratios = real.map((metric) => ratioOf(metric, measure));
      const sampled = ratios.map((ratio) => standardError(ratio) ** 2);
      const whole = deviation(ratios.map(({ ratio }) => Math.log(ratio))) ** 2;
      return Math.sqrt(Math.max(whole - sampled.reduce((sum, one) => sum + one, 0) / sampled.length, 0));
    }),
  };
}

/** A generator of nights: pairs of a real one, drawn with replacement, clock and processor together, at a level of its own. */
export function nightsOf({ real, between }: Noise, seed: number): (factor: number) => Draw {
  const [random, normal] = [randomOf(seed), normalOf(seed + 1)];
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const levelled = real.map((metric) => ({
    ...metric,
    wallMs: ratioOf(metric, 'wallMs').ratio,
    cpuMs: ratioOf(metric, 'cpuMs').ratio,
  }));
  return (factor) => {
    const night = pick(levelled);
    const shift = normal();
    const scale = (measure: keyof Cost) => (factor * Math.exp(between[measure] * shift)) / night[measure];
    const [wall, cpu] = MEASURES.map(scale) as [number, number];
    return (count) => ({
      name: night.name,
      pairs: Array.from({ length: count }, () => {
        const { before, after } = pick(night.pairs);
        return { before, after: { wallMs: after.wallMs * wall, cpuMs: after.cpuMs * cpu } };
      }),
    });
  };
}

const logs = ({ pairs }: Metric, measure: keyof Cost): number[] =>
  pairs.map(({ before, after }) => Math.log(after[measure] / before[measure]));

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
