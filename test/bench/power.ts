import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeOf, nightOf, stepOf, verdictOf } from '../../bench/compare.js';
import type { Night } from '../../bench/compare.js';
import type { Metric } from '../../bench/index.js';
import { times } from '../../bench/pairs.js';
import type { Cost } from '../../bench/pairs.js';
import { pairedRatio, quantile, randomOf } from '../../bench/statistics.js';
import { makeTables, realNight } from './power-nights.js';

const [NIGHTS, PLANTED_NIGHTS, SERIES] = [30, 10, 100];
const SLOWDOWNS = [1.2, 1.5] as const;

/**
 * How often a planted slowdown is found, and how often one is seen where there is none: in nights of real DuckDB queries, and in
 * series drawn from the noise of those. Prints what docs/bench.md quotes.
 */
export async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-power-'));
  try {
    const tables = await makeTables(folder, [1, ...SLOWDOWNS]);
    const same: Metric[] = [];
    for (let night = 0; night < NIGHTS; night++) same.push(await realNight(tables, 1));
    console.log(
      `real, ${NIGHTS} nights of ${quantile(
        same.map(({ pairs }) => pairs.length),
        0.5,
      )} pairs, nothing planted: ${alarms(same)} of ${NIGHTS - 1} comparisons are false alarms`,
    );
    console.log(`  ${spreads(same)}`);
    for (const factor of SLOWDOWNS) {
      const slow: Metric[] = [];
      for (let night = 0; night < PLANTED_NIGHTS; night++) slow.push(await realNight(tables, factor));
      const found = slow.filter((head) => slower([...same, head])).length;
      const times = [...same, ...slow];
      console.log(
        `real, ${factor} times the rows after night ${NIGHTS}, ${achieved(same, slow)}: found on the first night in ${found} of ${PLANTED_NIGHTS}; ${lasting(times, NIGHTS)}`,
      );
    }
    simulate(same);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Series of nights whose levels and pairs are drawn, with replacement, from those of the real nights. */
function simulate(real: readonly Metric[]): void {
  const draw = drawer(real);
  let [falseNights, falseSeries, falseSteps] = [0, 0, 0];
  const found = new Map(SLOWDOWNS.map((factor) => [factor, { first: 0, lasting: 0 }]));
  for (let series = 0; series < SERIES; series++) {
    const same = Array.from({ length: NIGHTS }, () => draw(1));
    const nights = same.map(nightly);
    const alarmed = same.filter((head, i) => i > 0 && isSlower(same[i - 1]!, head, nights.slice(0, i + 1))).length;
    falseNights += alarmed;
    falseSeries += alarmed > 0 ? 1 : 0;
    falseSteps += stepOf(nights) === undefined ? 0 : 1;
    for (const factor of SLOWDOWNS) {
      const slow = Array.from({ length: PLANTED_NIGHTS }, () => draw(factor));
      const rates = found.get(factor)!;
      rates.first += isSlower(same.at(-1)!, slow[0]!, [...nights, nightly(slow[0]!, NIGHTS)]) ? 1 : 0;
      const step = stepOf([...nights, ...slow.map((one, i) => nightly(one, NIGHTS + i))]);
      rates.lasting += step !== undefined && step.ratio > 1 && Math.abs(step.at - NIGHTS) <= 1 ? 1 : 0;
    }
  }
  const percent = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`;
  console.log(
    `simulated, ${SERIES} series of ${NIGHTS} nights, nothing planted: false alarms in ${percent(falseNights, SERIES * (NIGHTS - 1))} of the comparisons and in ${percent(falseSeries, SERIES)} of the series; a lasting change is seen in ${percent(falseSteps, SERIES)}`,
  );
  for (const [factor, { first, lasting }] of found) {
    console.log(
      `simulated, ${factor} times slower after night ${NIGHTS}: found on the first night in ${percent(first, SERIES)}, as a lasting change after ${PLANTED_NIGHTS} nights, at the right night or next to it, in ${percent(lasting, SERIES)}`,
    );
  }
}

/** A night at the level of one real night with the pairs of another, each pair's clock and processor together. */
function drawer(real: readonly Metric[]): (factor: number) => Metric {
  const random = randomOf(1);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const level = (metric: Metric, measure: keyof Cost) => pairedRatio(times(metric.pairs, measure)).ratio;
  const levels = real.map((metric) => ({ metric, wallMs: level(metric, 'wallMs'), cpuMs: level(metric, 'cpuMs') }));
  return (factor) => {
    const [base, noise] = [pick(levels), pick(levels)];
    const pairs = noise.metric.pairs.map(() => {
      const { before, after } = pick(noise.metric.pairs);
      const scaled = (measure: keyof Cost) => (after[measure] * base[measure] * factor) / noise[measure];
      return { before, after: { wallMs: scaled('wallMs'), cpuMs: scaled('cpuMs') } };
    });
    return { name: noise.metric.name, pairs };
  };
}

const nightly = (metric: Metric, index: number): Night =>
  nightOf({ id: index + 1, startedAt: index * 86_400_000 }, metric);

function isSlower(base: Metric, head: Metric, nights: readonly Night[]): boolean {
  return verdictOf(nights, changeOf(base, head, 'wallMs'), changeOf(base, head, 'cpuMs')) === 'slower';
}

/** Whether the last of the runs is a regression of the one before it. */
const slower = (runs: readonly Metric[]): boolean => isSlower(runs.at(-2)!, runs.at(-1)!, runs.map(nightly));

const alarms = (runs: readonly Metric[]): number => runs.filter((_, i) => i > 0 && slower(runs.slice(0, i + 1))).length;

function lasting(runs: readonly Metric[], planted: number): string {
  const step = stepOf(runs.map(nightly));
  if (step === undefined) return 'no lasting change is seen';
  return `a lasting change of ${step.ratio.toFixed(2)} is seen at night ${step.at + 1} (planted at ${planted + 1})`;
}

/** The planted change as the median nights have it. */
function achieved(same: readonly Metric[], slow: readonly Metric[]): string {
  const of = (runs: readonly Metric[], measure: keyof Cost) =>
    quantile(
      runs.map(({ pairs }) => pairedRatio(times(pairs, measure)).ratio),
      0.5,
    );
  const change = (measure: keyof Cost) => (of(slow, measure) / of(same, measure)).toFixed(2);
  return `which is ${change('wallMs')} times the time and ${change('cpuMs')} times the processor time`;
}

/** How noisy the nights were: within them, and from one to the next. */
function spreads(runs: readonly Metric[]): string {
  const deviation = (values: readonly number[]): number => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  };
  const logs = ({ pairs }: Metric, measure: keyof Cost) =>
    pairs.map(({ before, after }) => Math.log(after[measure] / before[measure]));
  const text = (measure: keyof Cost) => {
    const within = quantile(
      runs.map((run) => deviation(logs(run, measure))),
      0.5,
    );
    const between = deviation(runs.map((run) => Math.log(pairedRatio(times(run.pairs, measure)).ratio)));
    return `${within.toFixed(3)} within a night and ${between.toFixed(3)} between nights`;
  };
  return `standard deviation of the logarithm of the ratio: time ${text('wallMs')}; processor time ${text('cpuMs')}`;
}
