import type { DecodedBatch } from './parquet/decode/columns.js';
import type { Value } from './parquet/decode/values.js';
import type { Field } from './types.js';

/** A batch of rows that were read one by one, each with a value for every column. */
export function batchOfRows(rows: readonly (readonly Value[])[], columns: readonly Field[]): DecodedBatch {
  return {
    rowCount: rows.length,
    columns: columns.map(({ name, type }, index) => ({
      name,
      type,
      forEach(use) {
        rows.forEach((row, at) => use(row[index]!, at));
      },
    })),
  };
}
