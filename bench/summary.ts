import { times } from './pairs.js';
import type { Metric } from './result.js';
import { cheapestRatio, judge, measurable, pairedRatio, quantile } from './statistics.js';
import type { Interval, Verdict } from './statistics.js';

export interface SideTimes {
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly cpuP50: number;
}

/** One metric of a run in a few numbers; ratios are after / before, below 1 the migration made it faster. */
export interface MetricSummary {
  readonly name: string;
  readonly pairs: number;
  readonly before: SideTimes;
  readonly after: SideTimes;
  readonly wall: Interval;
  /** Missing when the processor time was too short for the clock on one side. */
  readonly cpu?: Interval;
  readonly verdict: Verdict;
}

export function summaryOf({ name, pairs }: Metric): MetricSummary {
  const [wall, cpu] = [times(pairs, 'wallMs'), times(pairs, 'cpuMs')];
  const side = (which: 'before' | 'after'): SideTimes => ({
    p50: quantile(wall[which], 0.5),
    p95: quantile(wall[which], 0.95),
    cpuP50: quantile(cpu[which], 0.5),
  });
  const interval = pairedRatio(wall);
  return {
    name,
    pairs: pairs.length,
    before: side('before'),
    after: side('after'),
    wall: interval,
    ...(measurable(cpu) ? { cpu: cheapestRatio(cpu) } : {}),
    verdict: judge(interval),
  };
}
