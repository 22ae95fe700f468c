import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileStatistics, memorySource, readFooter, writeRows } from '../../formats/index.js';
import type { DataType, DecodedBatch, Field, RowsInput, Value } from '../../formats/index.js';
import { useDuck } from '../duck.js';
import { array, INT, STRING, TIMESTAMP } from './values.js';

const duck = useDuck();
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const COLUMNS: Field[] = [
  { name: 'id', type: INT },
  { name: 'tags', type: array(STRING) },
  { name: 'ts', type: TIMESTAMP },
];

/** Rows as a reader of some format hands them out. */
function batchOf(columns: readonly Field[], rows: readonly (readonly Value[])[]): DecodedBatch {
  const decoded = columns.map((field, column) => ({
    ...field,
    forEach: (use: (value: Value, row: number) => void) => rows.forEach((values, row) => use(values[column]!, row)),
  }));
  return { rowCount: rows.length, columns: decoded };
}

async function* batches(...all: readonly DecodedBatch[]): AsyncGenerator<DecodedBatch> {
  yield* all;
}

async function bytesOf(inputs: readonly RowsInput[], columns: readonly Field[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of writeRows(inputs, columns)) parts.push(part);
  return Buffer.concat(parts);
}

const rowOf = (id: number): Value[] => [
  id % 3 === 0 ? null : id,
  id % 4 === 0 ? null : [text(`a${id}`), null],
  BigInt(id) * 1_000_000n,
];
const rows = (first: number, count: number) => Array.from({ length: count }, (_, i) => rowOf(first + i));

describe('writeRows', () => {
  it('puts the rows of all inputs into one file that another reader finds equal', async () => {
    const inputs = [0, 1, 2].map((file) => ({
      path: `f${file}`,
      batches: batches(batchOf(COLUMNS, rows(file * 200, 150)), batchOf(COLUMNS, rows(file * 200 + 150, 50))),
    }));
    const bytes = await bytesOf([{ path: 'none', batches: batches() }, ...inputs], COLUMNS);
    const footer = await readFooter(memorySource(bytes));
    expect(footer.rowGroups.map(({ rowCount }) => rowCount)).toEqual([600]);
    expect(fileStatistics(footer, COLUMNS).get('id')).toEqual({ nullCount: 200, min: 1, max: 599 });
    const path = join(duck.folder(), 'rows.parquet');
    await writeFile(path, bytes);
    const expected = `SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i END::INTEGER AS id, CASE WHEN i % 4 = 0 THEN NULL
      ELSE ['a' || i, NULL] END AS tags, TIMESTAMP '1970-01-01' + INTERVAL (i) MILLISECOND AS ts FROM range(600) t(i)`;
    expect(await duck.rows(`(FROM '${path}') EXCEPT ALL (${expected})`)).toEqual([]);
    expect(await duck.rows(`(${expected}) EXCEPT ALL (FROM '${path}')`)).toEqual([]);
  });

  it('begins a new row group after a million rows', async () => {
    const columns: Field[] = [{ name: 'id', type: INT }];
    const part = batchOf(
      columns,
      Array.from({ length: 600_000 }, (_, i) => [i]),
    );
    const bytes = await bytesOf([{ path: 'f', batches: batches(part, part, part) }], columns);
    const footer = await readFooter(memorySource(bytes));
    expect(footer.rowGroups.map(({ rowCount }) => rowCount)).toEqual([1_200_000, 600_000]);
    expect(footer.rowCount).toBe(1_800_000);
  });

  it('writes a dictionary only of values that repeat', async () => {
    const types: DataType[] = [INT, { kind: 'BIGINT' }, { kind: 'DOUBLE' }, STRING];
    const valueOf = [(n: number) => n, BigInt, (n: number) => n / 7, (n: number) => text(`text ${n}`)];
    const columns: Field[] = types.flatMap((type, i) => [
      { name: `few${i}`, type },
      { name: `many${i}`, type },
    ]);
    const all = Array.from({ length: 20_000 }, (_, n) =>
      valueOf.flatMap((of) => [of(n % 500), n % 10 === 0 ? null : of(n)] as Value[]),
    );
    const file = memorySource(await bytesOf([{ path: 'f', batches: batches(batchOf(columns, all)) }], columns));
    const [rowGroup] = (await readFooter(file)).rowGroups;
    const withDictionary = rowGroup!.columns.map(({ dictionaryPageOffset }) => dictionaryPageOffset !== undefined);
    expect(withDictionary).toEqual(types.flatMap(() => [true, false]));
  });

  it('writes the schema of a file without rows', async () => {
    const path = join(duck.folder(), 'none.parquet');
    await writeFile(path, await bytesOf([{ path: 'f', batches: batches() }], COLUMNS));
    expect(await duck.rows(`SELECT count(*) FROM '${path}'`)).toEqual([['0']]);
    expect(await duck.rows(`SELECT column_name, column_type FROM (DESCRIBE FROM '${path}')`)).toEqual([
      ['id', 'INTEGER'],
      ['tags', 'VARCHAR[]'],
      ['ts', 'TIMESTAMP'],
    ]);
  });

  it('names file and column of a value that the type cannot hold', async () => {
    const bad = batchOf(COLUMNS, [rowOf(1), [2, null, 1_000_001n]]);
    const inputs = [
      { path: 'good', batches: batches(batchOf(COLUMNS, rows(0, 10))) },
      { path: 'bad', batches: batches(bad) },
    ];
    await expect(bytesOf(inputs, COLUMNS)).rejects.toMatchObject({
      code: 'REFUSED',
      place: { file: 'bad', column: 'ts' },
    });
  });

  it.each([INT, STRING, array(INT)])('does not take a column of too few values for whole: %o', async (type) => {
    const columns: Field[] = [{ name: 'c', type }];
    const short: DecodedBatch = { ...batchOf(columns, [[null], [null]]), rowCount: 3 };
    await expect(bytesOf([{ path: 'f', batches: batches(short) }], columns)).rejects.toMatchObject({
      code: 'INTERNAL',
      place: { file: 'f', column: 'c' },
    });
  });
});
