import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { Compression, Table, writeParquet, WriterPropertiesBuilder } from 'parquet-wasm';
import { describe, expect, it } from 'vitest';
import { columnParts, decodeColumns, memorySource, readFooter } from '../../../formats/index.js';
import type { DecodedBatch, Field, Value } from '../../../formats/index.js';

const ROWS = 60_000;
const COLUMNS: Field[] = [
  { name: 'n', type: { kind: 'DOUBLE' } },
  { name: 's', type: { kind: 'STRING' } },
  { name: 'few', type: { kind: 'STRING' } },
];

/** One row group: numbers, long texts and nulls, and few long texts that repeat, in pages as writers in Rust and Java make them. */
function file(hasDictionary: boolean): Uint8Array {
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  const long = rows.map((row) => (row % 7 === 0 ? null : `${row} `.repeat(60)));
  const few = rows.map(fewText);
  const table = tableFromArrays({ n: Float64Array.from(rows), s: long, few });
  const properties = new WriterPropertiesBuilder()
    .setCompression(Compression.SNAPPY)
    .setDictionaryEnabled(hasDictionary)
    .setMaxRowGroupSize(ROWS)
    .build();
  return writeParquet(Table.fromIPCStream(tableToIPC(table, 'stream')), properties);
}

const fewText = (row: number): string => String(row % 5).repeat(1000);

/** The texts that repeat, all in one page. */
function onePage(hasDictionary: boolean): Uint8Array {
  const table = tableFromArrays({ few: Array.from({ length: ROWS }, (_, row) => fewText(row)) });
  const properties = new WriterPropertiesBuilder()
    .setCompression(Compression.SNAPPY)
    .setDictionaryEnabled(hasDictionary)
    .setMaxRowGroupSize(ROWS)
    .setDataPageSizeLimit(2 ** 30)
    .setWriteBatchSize(ROWS)
    .build();
  return writeParquet(Table.fromIPCStream(tableToIPC(table, 'stream')), properties);
}

const plain = (value: Value): Value | string => (value instanceof Uint8Array ? Buffer.from(value).toString() : value);

describe.each([true, false])('parts of columns of one row group, with a dictionary: %s', (hasDictionary) => {
  it('hold the rows that the whole column has, about 8 MiB decoded each', async () => {
    const bytes = memorySource(file(hasDictionary));
    const footer = await readFooter(bytes);
    expect(footer.rowGroups).toHaveLength(1);
    const { value: whole } = (await decodeColumns(bytes, footer, COLUMNS).next()) as { value: DecodedBatch };
    for (const [index, field] of COLUMNS.entries()) {
      const [found, wanted]: (Value | string)[][] = [[], []];
      whole.columns[index]!.forEach((value) => wanted!.push(plain(value)));
      const sizes: number[] = [];
      for await (const { firstRow, bytes: size, decode } of columnParts(bytes, footer, 0, field)) {
        expect(firstRow).toBe(found!.length);
        let decoded = 0;
        (await decode()).forEach((value) => {
          found!.push(plain(value));
          decoded += value instanceof Uint8Array ? value.length : 8;
        });
        expect(decoded).toBeLessThan(24 * 1024 * 1024);
        sizes.push(size);
      }
      expect(found!.length).toBe(ROWS);
      expect(found!.every((value, row) => value === wanted![row])).toBe(true);
      if (field.name !== 'n') expect(sizes.length).toBeGreaterThan(2);
    }
  });

  it('are some rows each of a page whose values are much more than that', async () => {
    const bytes = memorySource(onePage(hasDictionary));
    const footer = await readFooter(bytes);
    const texts = COLUMNS[2]!;
    let row = 0;
    for await (const { firstRow, bytes: size, decode } of columnParts(bytes, footer, 0, texts)) {
      expect(firstRow).toBe(row);
      expect(size).toBeLessThan(9 * 1024 * 1024);
      (await decode()).forEach((value) => {
        if (plain(value) !== fewText(row++)) throw new Error(`row ${row} is ${String(plain(value))}`);
      });
      expect((row - firstRow) * 1000).toBeLessThan(9 * 1024 * 1024);
    }
    expect(row).toBe(ROWS);
  });

  it('that do not add up to the row group, or are damaged, are an error', async () => {
    const right = file(hasDictionary);
    const footer = await readFooter(memorySource(right));
    const [group] = footer.rowGroups;
    const drain = async (bytes: Uint8Array, rowCount: number): Promise<void> => {
      const claimed = { ...footer, rowGroups: [{ ...group!, rowCount }] };
      for await (const { decode } of columnParts(memorySource(bytes), claimed, 0, COLUMNS[1]!)) await decode();
    };
    await expect(drain(right, ROWS)).resolves.toBeUndefined();
    for (const rows of [ROWS - 1, ROWS + 1])
      await expect(drain(right, rows)).rejects.toMatchObject({ code: 'CORRUPT' });
    const { dataPageOffset, totalCompressedSize } = group!.columns[1]!;
    const damaged = Uint8Array.from(right);
    damaged.fill(
      0xff,
      dataPageOffset + (totalCompressedSize >> 1),
      dataPageOffset + (totalCompressedSize >> 1) + 10_000,
    );
    await expect(drain(damaged, ROWS)).rejects.toMatchObject({ code: 'CORRUPT', place: { column: 's' } });
  });
});
