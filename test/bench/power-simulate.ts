import { stepOf } from '../../bench/compare.js';
import type { Night } from '../../bench/compare.js';
import { judgedNight } from './power-judge.js';
import { nightsOf } from './power-noise.js';
import type { Noise } from './power-noise.js';

const [SERIES, NIGHTS, AFTERWARDS] = [100, 30, 7];
const SLOWDOWNS = [1.2, 1.5] as const;

/** Prints the rates of false alarms and of found slowdowns in series of nights drawn from fitted noise. */
export function simulate(noise: Noise, pairs: number): void {
  const night = nightsOf(noise, 7);
  const next = (nights: readonly Night[], factor: number) => judgedNight(nights, night(factor), pairs);
  let [alarms, alarmed, steps] = [0, 0, 0];
  const found = new Map(SLOWDOWNS.map((factor) => [factor, { first: 0, lasting: 0 }]));
  for (let round = 0; round < SERIES; round++) {
    const { nights, slower } = grown([], NIGHTS, (earlier) => next(earlier, 1));
    alarms += slower;
    alarmed += slower > 0 ? 1 : 0;
    steps += stepOf(nights) === undefined ? 0 : 1;
    for (const [factor, rates] of found) {
      const planted = next(nights, factor);
      rates.first += planted.verdict === 'slower' ? 1 : 0;
      const after = grown([...nights, planted.night], AFTERWARDS - 1, (earlier) => next(earlier, factor));
      const step = stepOf(after.nights);
      rates.lasting += step !== undefined && step.ratio > 1 && Math.abs(step.at - NIGHTS) <= 1 ? 1 : 0;
    }
  }
  const percent = (count: number, of: number): string => `${((100 * count) / of).toFixed(1)} %`;
  console.log(
    `simulated, ${SERIES} series of ${NIGHTS} nights of ${pairs} pairs, ${2 * pairs} the second time, nothing planted: false alarms in ${percent(alarms, SERIES * (NIGHTS - 1))} of the comparisons and in ${percent(alarmed, SERIES)} of the series; a lasting change is seen in ${percent(steps, SERIES)}`,
  );
  for (const [factor, { first, lasting }] of found) {
    console.log(
      `simulated, ${factor} times slower after night ${NIGHTS}: found on the first night in ${percent(first, SERIES)}, as a lasting change after ${AFTERWARDS} nights, at the right night or next to it, in ${percent(lasting, SERIES)}`,
    );
  }
}

/** Appends nights to a series, and counts those that were judged slower. */
function grown(
  from: readonly Night[],
  count: number,
  next: (earlier: readonly Night[]) => ReturnType<typeof judgedNight>,
): { readonly nights: readonly Night[]; readonly slower: number } {
  const nights = [...from];
  let slower = 0;
  for (let i = 0; i < count; i++) {
    const { night, verdict } = next(nights);
    slower += verdict === 'slower' ? 1 : 0;
    nights.push(night);
  }
  return { nights, slower };
}
