import type { BenchRun, MetricComparison, MetricSummary } from '../../bench/index.js';
import type { ReportMeasures } from '../../reports/index.js';

type SideTimes = MetricSummary['before'];

const seconds = (ms: number): string => (ms / 1000).toFixed(2);
const both = ({ p50, p95 }: SideTimes): string[] => [seconds(p50), seconds(p95)];

/** The start of each engine, and each report with the share of it that the start is, in seconds; nothing without either. */
export function jobMeasures(
  { engines, chains = [] }: Pick<BenchRun, 'engines' | 'chains'>,
  metrics: readonly MetricComparison[],
): ReportMeasures[] {
  const heads = new Map(metrics.flatMap(({ name, head }) => (head === undefined ? [] : [[name, head] as const])));
  const rows = engines.flatMap(({ name: engine }) => {
    const start = heads.get(`startup/${engine}`);
    const reports = chains.flatMap(({ name, queries }) => {
      const report = heads.get(`report/${engine}/${name}`);
      return report === undefined ? [] : [rowOf(engine, `${name}: ${queries.join(', ')}`, report, start)];
    });
    return [...(start === undefined ? [] : [rowOf(engine, 'start', start)]), ...reports];
  });
  if (rows.length === 0) return [];
  const columns = ['Engine', 'Job', 'Before p50 (s)', 'p95', 'After p50 (s)', 'p95', 'Start-up in it'];
  return [{ title: 'Start-up of jobs and time to report', columns, rows }];
}

function rowOf(engine: string, job: string, { before, after }: MetricSummary, start?: MetricSummary): string[] {
  const share = (part: SideTimes, whole: SideTimes): string => `${((part.p50 / whole.p50) * 100).toFixed(0)} %`;
  const shares =
    start === undefined ? '–' : `${share(start.before, before)} before, ${share(start.after, after)} after`;
  return [engine, job, ...both(before), ...both(after), shares];
}
