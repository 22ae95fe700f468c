import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { DataType, Field, Value } from '../../formats/index.js';
import { parseHiveType } from '../../migrate/hive-types.js';
import { plain } from '../formats/values.js';
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

/** Plain values, with dates and timestamps as Spark writes them, and maps in the order of their keys. */
function asText(value: Parameters<typeof plain>[0], type: DataType): Plain {
  if (value === null) return null;
  switch (type.kind) {
    case 'DATE':
      return dateText(BigInt(value as number));
    case 'TIMESTAMP': {
      const micros = (value as bigint) / 1000n;
      const day = (micros - (((micros % DAY) + DAY) % DAY)) / DAY;
      const left = micros - day * DAY;
      const clock = new Date(Number(left / 1000n)).toISOString().slice(11, 19);
      const fraction = String(left % 1_000_000n)
        .padStart(6, '0')
        .replace(/0+$/, '');
      return `${dateText(day)} ${clock}${fraction === '' ? '' : `.${fraction}`}`;
    }
    case 'DECIMAL': {
      const digits = String(value as bigint)
        .replace('-', '')
        .padStart(type.scale + 1, '0');
      const sign = (value as bigint) < 0n ? '-' : '';
      const point = digits.length - type.scale;
      return type.scale === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
    }
    case 'MAP':
      return (plain(value, type) as [Plain, Plain][]).sort(([a], [b]) => (a! < b! ? -1 : 1));
    default:
      return plain(value, type);
  }
}

const DAY = 86_400_000_000n;
const dateText = (day: bigint): string => new Date(Number(day) * 86_400_000).toISOString().slice(0, 10);
