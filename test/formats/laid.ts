import { Vector } from 'apache-arrow';
import type { LeafPart } from '../../formats/parquet/encode/leaves.js';

/** The rows of a column that is not nested, as its only leaf has them. */
export function rowsOfLeaf({ slots, definition, data }: LeafPart): unknown[] {
  const values = new Vector([data]).toJSON();
  let next = 0;
  return Array.from({ length: slots }, (_, row) => (definition?.[row] === 0 ? null : values[next++]));
}
