import type { BenchRun, Interval, MetricComparison } from '../../bench/index.js';
import { intervalText } from '../../reports/index.js';
import type { ReportMeasures } from '../../reports/index.js';

/** The ratio after / before of each query by each engine, side by side; nothing where there are no two engines to compare. */
export function engineMeasures(
  { engines }: Pick<BenchRun, 'engines'>,
  metrics: readonly MetricComparison[],
): ReportMeasures[] {
  const ratios = new Map(metrics.flatMap(({ name, head }) => (head === undefined ? [] : [[name, head.wall] as const])));
  const names = engines.map(({ name }) => name);
  const ratioOf = (engine: string, query: string): Interval | undefined => ratios.get(`query/${engine}/${query}`);
  const queries = [
    ...new Set([...ratios.keys()].flatMap((metric) => /^query\/[^/]+\/(.*)$/s.exec(metric)?.slice(1) ?? [])),
  ];
  if (names.length < 2 || queries.length === 0) return [];
  const rows = queries.map((query) => [query, ...names.map((engine) => textOf(ratioOf(engine, query)))]);
  const shared = queries.filter((query) => names.every((engine) => ratioOf(engine, query) !== undefined));
  const mean = (engine: string): string =>
    Math.exp(
      shared.reduce((sum, query) => sum + Math.log(ratioOf(engine, query)!.ratio), 0) / shared.length,
    ).toPrecision(3);
  const title = 'Time after / before by engine, with 99 % intervals';
  const last = shared.length === 0 ? [] : [[`geometric mean of ${shared.length} that all ran`, ...names.map(mean)]];
  return [{ title, columns: ['Query', ...names], rows: [...rows, ...last] }];
}

const textOf = (interval: Interval | undefined): string => (interval === undefined ? '–' : intervalText(interval));
