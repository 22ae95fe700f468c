/** The compact room: merges the small files of Paimon tables into few. */
export type { CompactContext, CompactedTable, CompactionProgress } from './model.js';
export { planCompaction } from './plan.js';
export type { CompactionPlan, Merge } from './plan.js';
export { previewCompaction, runCompaction } from './run.js';
export { partitionFilter } from './where.js';
