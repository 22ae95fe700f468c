import type { Value } from '../../types.js';

/** The value in one row of a column. */
export type ValueAt = (row: number) => Value;
