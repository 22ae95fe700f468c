import { History } from '../../bench/index.js';
import type { Night } from '../../bench/compare.js';
import { judgedNight } from './power-judge.js';
import { nightsOf } from './power-noise.js';
import type { Noise } from './power-noise.js';

/** The fewest pairs of a job, and the nights before it without which it is no regression. */
const [PAIRS, KNOWN_NIGHTS] = [5, 6];
const [SERIES, NIGHTS] = [50, 30];
const SLOWDOWN = 1.5;
/** From night to night, as the real nights of queries that docs/bench.md quotes. */
const BETWEEN = { wallMs: 0.086, cpuMs: 0.023 };

/**
 * Prints how often jobs in which nothing changed would end in a regression, and how often a planted slowdown is found, in series of
 * nights drawn from the pairs of the jobs in the last run of a history.
 */
export function main(file: string): void {
  const history = History.read(file);
  const jobs = history.metrics(history.runs().at(-1)!.id).filter(({ name }) => /^(startup|report)\//.test(name));
  history.close();
  for (const metric of jobs) {
    const noise: Noise = { real: [metric], within: { wallMs: 0, cpuMs: 0 }, between: BETWEEN };
    const night = nightsOf(noise, 7);
    let [alarms, judged, found] = [0, 0, 0];
    for (let round = 0; round < SERIES; round++) {
      const nights: Night[] = [];
      while (nights.length < NIGHTS) {
        const next = judgedNight(nights, night(1), PAIRS);
        if (nights.length >= KNOWN_NIGHTS) {
          judged += 1;
          alarms += next.verdict === 'slower' ? 1 : 0;
        }
        nights.push(next.night);
      }
      found += judgedNight(nights, night(SLOWDOWN), PAIRS).verdict === 'slower' ? 1 : 0;
    }
    console.log(
      `${metric.name}: ${SERIES} series of ${NIGHTS} nights of ${PAIRS} pairs, nothing planted: ${alarms} false alarms in ${judged} comparisons; ${SLOWDOWN} times slower after night ${NIGHTS}: found on the first night in ${found} of ${SERIES}`,
    );
  }
}
