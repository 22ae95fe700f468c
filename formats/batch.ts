import { placed } from '../errors/error.js';
import type { LeafPart } from './parquet/encode/leaves.js';
import type { DataType, Field, Value } from './types.js';

export interface DecodedColumn {
  readonly name: string;
  readonly type: DataType;
  /** Calls with every row's value, first to last. Throws REFUSED naming the column for a value its type cannot hold. */
  forEach(use: (value: Value, row: number) => void): void;
  /** The value of one row, where single rows can be had without decoding all; throws as `forEach` does. */
  at?(row: number): Value;
  /** All values in the physical form Paimon stores the type in, where they need not be taken into hand one by one; throws as `forEach` does. */
  data?(): LeafPart | undefined;
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
      at: (row) => rows[row]![index]!,
    })),
  };
}

/** The value of any row of a column, in any order; a column that only runs through is decoded whole when first asked. */
export function valueAt(column: DecodedColumn): (row: number) => Value {
  if (column.at !== undefined) return (row) => column.at!(row);
  let values: Value[] | undefined;
  return (row) => {
    if (values === undefined) {
      const all: Value[] = (values = []);
      column.forEach((value) => all.push(value));
    }
    return values[row]!;
  };
}

/** The rows of a batch with these numbers, in this order. */
export function pickRows({ columns }: DecodedBatch, rows: Uint32Array): DecodedBatch {
  const picked = columns.map((column) => {
    const value = valueAt(column);
    return columnOf(column, rows.length, (row) => value(rows[row]!));
  });
  return { rowCount: rows.length, columns: picked };
}

/** A column of `rowCount` rows whose values are made when asked for. */
export function columnOf({ name, type }: Field, rowCount: number, at: (row: number) => Value): DecodedColumn {
  return {
    name,
    type,
    forEach(use) {
      for (let row = 0; row < rowCount; row++) use(at(row), row);
    },
    at,
  };
}

/** Runs `work`; what it throws names the column. */
export function inColumn<T>(column: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw placed(error, { column });
  }
}
