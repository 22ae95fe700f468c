export type * from './model.js';
export type { RowSample, SampleColumn } from './samples/model.js';
export { SIZE_BOUNDS, sizeClasses } from './sizes.js';
export type { SizeHistogram } from './sizes.js';
export { verifyTable, type VerifyContext } from './table.js';
