import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Field, Value } from '../../formats/index.js';
import { parseHiveType } from '../../migrate/hive-types.js';
import { asText } from '../formats/spark-text.js';
import type { Plain } from '../formats/values.js';

/** A table as Spark reads it, written by dump.py. */
export interface SparkTable {
  readonly columns: readonly (readonly [string, string])[];
  readonly rows: readonly (readonly Plain[])[];
  /** URLs of its files. */
  readonly location: readonly string[];
}

/** Fails unless the rows that `decode` reads from the table's files are Spark's, in any order. */
export async function expectSparkRows(
  { columns, rows, location }: SparkTable,
  decode: (file: Uint8Array, columns: readonly Field[]) => Promise<Value[][]>,
): Promise<void> {
  const fields: Field[] = columns.map(([name, type]) => ({ name, type: parseHiveType(type) }));
  const found: Plain[][] = [];
  for (const url of location) {
    for (const row of await decode(await readFile(fileURLToPath(url)), fields)) {
      found.push(row.map((value, i) => asText(value, fields[i]!.type)));
    }
  }
  const text = (row: readonly Plain[]) => JSON.stringify(row);
  expect(found.map(text).sort()).toEqual(rows.map(text).sort());
}
