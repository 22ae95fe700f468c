/** The bench room: measures tables before and after a migration, and keeps what it found. */
export { compareQueries } from './queries.js';
export type { QueryComparison, QuerySide } from './queries.js';
export { compareRuns, oddIn, reviewRun } from './compare.js';
export type { Comparison, MetricComparison } from './compare.js';
export type { CountChange } from './count-changes.js';
export { History } from './history.js';
export type { StoredRun } from './history.js';
export { runSuite } from './run.js';
export type { BenchRun, Metric, RunInput } from './run.js';
export type { Interval } from './statistics.js';
export { loadSuite } from './suite.js';
export type { Suite } from './suite.js';
export { summaryOf } from './summary.js';
export type { MetricSummary } from './summary.js';
export type { BenchTable } from './tables.js';
export { makeWorkload } from './workload/make.js';
export type { MadeTable } from './workload/make.js';
