export type * from './model.js';
export type { RowSample, SampleColumn } from './samples/model.js';
export { showValue } from './samples/show.js';
export { SIZE_BOUNDS, sizeClasses } from './sizes.js';
export type { SizeHistogram } from './sizes.js';
export { addEngineLevel, LAKE_CATALOG } from './engine/check.js';
export type { SparkEngine } from './engine/spark.js';
export { verifyTable, type VerifyContext } from './table.js';
