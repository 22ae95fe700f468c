import type { Scalar } from '../../types.js';

/**
 * One decoded value. Nested: an array is the list of its elements, a map the list of its [key, value] pairs in stored order, a struct
 * the list of its fields in the type's order.
 */
export type Value = Scalar | readonly Value[];

/** The value in one row of a column. */
export type ValueAt = (row: number) => Value;
