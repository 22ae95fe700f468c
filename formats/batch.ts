import type { DataType, Field, Value } from './types.js';

export interface DecodedColumn {
  readonly name: string;
  readonly type: DataType;
  /** Calls with every row's value, first to last. Throws REFUSED naming the column for a value its type cannot hold. */
  forEach(use: (value: Value, row: number) => void): void;
}

export interface DecodedBatch {
  readonly rowCount: number;
  readonly columns: readonly DecodedColumn[];
}

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
