import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepOf } from '../../bench/compare.js';
import type { Night } from '../../bench/compare.js';
import type { Metric } from '../../bench/index.js';
import type { Cost } from '../../bench/pairs.js';
import { quantile } from '../../bench/statistics.js';
import { judgedNight } from './power-judge.js';
import { fitNoise, ratioOf } from './power-noise.js';
import { makeTables, realNight } from './power-nights.js';
import { simulate } from './power-simulate.js';

/** The number of nights with nothing planted, and of those with each slowdown. */
const [NIGHTS, PLANTED_NIGHTS] = [30, 10];
/** Factors of the rows that make the query about 1.2 and 1.5 times as long: some of its time is not in its rows. */
const ROWS = [1.24, 1.58] as const;
/** Pairs of a suite that says nothing else, on a machine too restless for fewer. */
const PAIRS = 60;

/** Measurements of nights in their order: those with nothing planted, and by factor of rows. */
interface Measured {
  readonly same: Metric[];
  readonly slow: Record<string, Metric[]>;
}

/**
 * How often a planted slowdown is found, and how often one is seen where there is none: in nights of real DuckDB queries, and in
 * series drawn from the noise of those. Prints what docs/bench.md quotes. The nights are kept in a file: measured ones are not again.
 */
export async function main(file: string, pairs = PAIRS): Promise<void> {
  const { same, slow } = await measured(file, pairs);
  const { nights, alarms } = series(same);
  console.log(`real, ${nights.length} nights of ${pairsOf(same)} pairs, nothing planted: ${alarms} false alarms`);
  const noise = fitNoise(same);
  const spread = (measure: keyof Cost) =>
    `${noise.within[measure].toFixed(3)} within a night and ${noise.between[measure].toFixed(3)} between nights`;
  console.log(
    `  standard deviation of the logarithm of the ratio: time ${spread('wallMs')}; processor time ${spread('cpuMs')}`,
  );
  for (const [factor, found] of Object.entries(slow)) {
    const hits = found.filter((metric) => judgedNight(nights, () => metric, pairs).verdict === 'slower').length;
    const step = stepOf([...nights, ...series(found).nights]);
    console.log(
      `real, nights of ${pairsOf(found)} pairs, ${factor} times the rows, ${achieved(same, found)}: found on the first night in ${hits} of ${found.length}; ${lasting(step, nights.length)}`,
    );
  }
  simulate(noise, pairs);
}

/** Measures the nights that the file does not have, and writes it after each, so that an interrupted run goes on. */
async function measured(file: string, pairs: number): Promise<Measured> {
  const found: Measured = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Measured)
    : { same: [], slow: Object.fromEntries(ROWS.map((factor) => [factor, []])) };
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-power-'));
  try {
    const tables = await makeTables(folder, [1, ...ROWS]);
    const fill = async (nights: Metric[], count: number, factor: number): Promise<void> => {
      while (nights.length < count) {
        nights.push(await realNight(tables, factor, pairs));
        writeFileSync(file, JSON.stringify(found));
      }
    };
    await fill(found.same, NIGHTS, 1);
    for (let count = 1; count <= PLANTED_NIGHTS; count++) {
      for (const factor of ROWS) await fill(found.slow[factor]!, count, factor);
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Judges nights one after the other, each against those before it, as they were measured once. */
function series(metrics: readonly Metric[]): { nights: Night[]; alarms: number } {
  const nights: Night[] = [];
  let alarms = 0;
  for (const metric of metrics) {
    const { night, verdict } = judgedNight(nights, () => metric, metric.pairs.length);
    alarms += verdict === 'slower' ? 1 : 0;
    nights.push(night);
  }
  return { nights, alarms };
}

function lasting(step: ReturnType<typeof stepOf>, planted: number): string {
  if (step === undefined) return 'no lasting change is seen';
  return `a lasting change of ${step.ratio.toFixed(2)} is seen at night ${step.at + 1} (planted at ${planted + 1})`;
}

const pairsOf = (nights: readonly Metric[]): number =>
  quantile(
    nights.map(({ pairs }) => pairs.length),
    0.5,
  );

/** The planted change as the median nights have it. */
function achieved(same: readonly Metric[], slow: readonly Metric[]): string {
  const of = (runs: readonly Metric[], measure: keyof Cost) =>
    quantile(
      runs.map((metric) => ratioOf(metric, measure).ratio),
      0.5,
    );
  const change = (measure: keyof Cost) => (of(slow, measure) / of(same, measure)).toFixed(2);
  return `which is ${change('wallMs')} times the time and ${change('cpuMs')} times the processor time`;
}
