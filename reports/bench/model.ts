import type { ReportMeasures, ReportSizes } from '../model.js';

/** A ratio with its confidence interval. */
export interface BenchInterval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Milliseconds. */
export interface BenchTimes {
  readonly p50: number;
  readonly p95: number;
}

/** A metric in one run of the history. */
export interface BenchNight {
  readonly run: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** after / before. */
  readonly wall: BenchInterval;
}

export interface BenchMetric {
  readonly name: string;
  readonly pairs: number;
  readonly before: BenchTimes;
  readonly after: BenchTimes;
  /** after / before. */
  readonly wall: BenchInterval;
  /** The ratio of the processor times. */
  readonly cpu?: BenchInterval;
  /** What the ratio is to that of the run it is compared with. */
  readonly change?: BenchInterval;
  readonly cpuChange?: BenchInterval;
  /** One word or two. */
  readonly verdict: string;
  readonly regression: boolean;
  /** The oldest first. */
  readonly nights: readonly BenchNight[];
  /** A lasting change: the run it began with and how large it is. */
  readonly step?: { readonly run: number; readonly ratio: number };
}

/** A number of files in the two runs that are compared. */
export interface BenchCount {
  readonly name: string;
  readonly base: number;
  readonly head: number;
  readonly regression: boolean;
}

/** Milliseconds: when a file was closed, and from then until either side showed it. */
export interface BenchFreshFile {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** Median times of the same queries in one phase after the other. */
export interface BenchHeat {
  readonly title: string;
  readonly phases: readonly string[];
  /** A row a query: milliseconds by phase. */
  readonly rows: readonly { readonly name: string; readonly times: readonly number[] }[];
}

/** A quantity over the time of a run, each value that of the time since the point before it. */
export interface BenchCurve {
  readonly title: string;
  /** Milliseconds since the start of the run. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
  /** What was measured when. */
  readonly phases: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

/** What a run of a benchmark found, and, where it is compared with another, what changed. */
export interface BenchReport {
  readonly title: string;
  /** ISO 8601. */
  readonly generatedAt: string;
  /** Names and values that say what was measured where. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly compared: boolean;
  readonly metrics: readonly BenchMetric[];
  readonly counts: readonly BenchCount[];
  /** What could not be measured, and why. */
  readonly errors: readonly { readonly metric: string; readonly message: string }[];
  readonly sizes: {
    readonly all: ReportSizes;
    readonly tables: readonly { readonly table: string; readonly sizes: ReportSizes }[];
  };
  readonly measures: readonly ReportMeasures[];
  readonly freshness?: readonly BenchFreshFile[];
  readonly heat: readonly BenchHeat[];
  readonly nameNode: readonly BenchCurve[];
}

/** The names of what became slower or more. */
export const regressionsOf = ({ metrics, counts }: BenchReport): readonly string[] =>
  [...metrics, ...counts].filter(({ regression }) => regression).map(({ name }) => name);

/** A ratio with its interval, for people. */
export const intervalText = ({ ratio, low, high }: BenchInterval): string =>
  `${digits(ratio)} (${digits(low)} to ${digits(high)})`;

/** Three digits that count. */
export const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** One sentence. */
export function verdictOf(report: BenchReport): string {
  const worse = regressionsOf(report);
  const all = report.metrics.length + report.counts.length;
  const missing = report.errors.length === 0 ? '' : `; ${report.errors.length} could not be measured`;
  if (!report.compared) return `${report.metrics.length} metrics measured${missing}.`;
  if (worse.length === 0) return `No regression in ${all} metrics${missing}.`;
  return `${worse.length} of ${all} metrics became worse: ${worse.join(', ')}${missing}.`;
}
