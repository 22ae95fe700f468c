import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource, readFooter, writeRows } from '../../formats/index.js';
import type { DataType, Field, Value } from '../../formats/index.js';
import { batchOfRows } from '../../formats/batch.js';
import { ByteSink } from '../../formats/parquet/encode/byte-sink.js';
import { writeHybrid } from '../../formats/parquet/encode/rle.js';
import { useDuck } from '../duck.js';
import { array, INT, STRING } from './values.js';

const duck = useDuck();
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** The values of a hybrid, read by the rules of parquet-format Encodings.md. */
function readHybrid(bytes: Uint8Array, width: number, count: number): number[] {
  const values: number[] = [];
  let at = 0;
  while (values.length < count) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      header |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if ((header & 1) === 0) {
      let value = 0;
      for (let i = 0; i < Math.ceil(width / 8); i++) value |= bytes[at++]! << (8 * i);
      values.push(...new Array<number>(header >> 1).fill(value));
      continue;
    }
    const packed = (header >> 1) * 8;
    const bitAt = (bit: number): number => (bytes[at + (bit >> 3)]! >> (bit & 7)) & 1;
    for (let i = 0; i < packed; i++) {
      let value = 0;
      for (let bit = 0; bit < width; bit++) value |= bitAt(i * width + bit) << bit;
      values.push(value);
    }
    at += (packed * width) / 8;
  }
  expect(at).toBe(bytes.length);
  return values.slice(0, count);
}

describe('writeHybrid', () => {
  it('writes runs and packed groups that read back, of every width', () => {
    const widths = fc.integer({ min: 1, max: 20 });
    const lists = widths.chain((width) => {
      const value = fc.integer({ min: 0, max: 2 ** width - 1 });
      const run = fc.tuple(value, fc.integer({ min: 1, max: 40 })).map(([v, n]) => new Array<number>(n).fill(v));
      return fc.tuple(fc.constant(width), fc.array(run, { minLength: 1, maxLength: 30 }));
    });
    fc.assert(
      fc.property(lists, ([width, runs]) => {
        const values = runs.flat();
        const sink = new ByteSink();
        writeHybrid(sink, [0, ...values, 1], 1, values.length + 1, width);
        expect(readHybrid(sink.take(), width, values.length)).toEqual(values);
      }),
    );
  });

  it('packs at most 63 groups under one header', () => {
    const values = Array.from({ length: 2000 }, (_, i) => i % 7);
    const sink = new ByteSink();
    writeHybrid(sink, values, 0, values.length, 3);
    const bytes = sink.take();
    expect(bytes[0]).toBe((63 << 1) | 1);
    expect(readHybrid(bytes, 3, values.length)).toEqual(values);
  });
});

describe('column chunks of many pages', () => {
  const nullable = (every: number, value: Value, n: number): Value => (n % every === 0 ? null : value);
  const COLUMNS: [string, DataType, (n: number) => Value][] = [
    ['few', STRING, (n) => nullable(5, text(`text ${n % 300}`), n)],
    ['many', STRING, (n) => nullable(7, text(`some longer text ${n} `.repeat(3)), n)],
    ['large', { kind: 'BYTES' }, (n) => nullable(3, new Uint8Array(n % 2000).fill(n), n)],
    ['one', INT, () => 7],
    ['none', { kind: 'BIGINT' }, () => null],
    ['numbers', { kind: 'BIGINT' }, (n) => nullable(11, BigInt(n % 9_000) * 10n ** 14n, n)],
    ['flags', { kind: 'BOOLEAN' }, (n) => nullable(4, n % 3 === 0, n)],
    ['wide', { kind: 'DECIMAL', precision: 38, scale: 0 }, (n) => nullable(9, BigInt(n % 50) - 25n, n)],
    ['lists', array(array(INT)), (n) => nullable(6, n % 4 === 0 ? [] : [[n, null], null, [], [1]], n)],
  ];
  const fields = COLUMNS.map(([name, type]): Field => ({ name, type }));
  const ROWS = 60_000;
  const rowOf = (n: number): Value[] => COLUMNS.map(([, , of]) => of(n));

  it('are read equal by DuckDB, with dictionaries where values repeat', async () => {
    async function* batches() {
      for (let from = 0; from < ROWS; from += 8000) {
        const count = Math.min(8000, ROWS - from);
        yield await Promise.resolve(
          batchOfRows(
            Array.from({ length: count }, (_, i) => rowOf(from + i)),
            fields,
          ),
        );
      }
    }
    const parts: Uint8Array[] = [];
    for await (const part of writeRows([{ path: 'f', batches: batches() }], fields)) parts.push(part);
    const bytes = Buffer.concat(parts);
    const path = join(duck.folder(), 'pages.parquet');
    await writeFile(path, bytes);
    const { rowGroups } = await readFooter(memorySource(bytes));
    const chunks = rowGroups[0]!.columns;
    expect(chunks.every(({ numValues }) => numValues >= ROWS)).toBe(true);
    expect(chunks.map(({ encodingStats }) => encodingStats!.at(-1)!.encoding)).toEqual(
      ['dictionary', 'PLAIN', 'PLAIN', 'dictionary', 'dictionary', 'dictionary', 'PLAIN', 'PLAIN', 'dictionary'].map(
        (name) => (name === 'PLAIN' ? name : 'RLE_DICTIONARY'),
      ),
    );
    const [counts] = await duck.rows(`SELECT ${fields.map(({ name }) => `count(${name})`).join(', ')} FROM '${path}'`);
    const expected = COLUMNS.map(([, , of]) =>
      String(Array.from({ length: ROWS }, (_, n) => of(n)).filter((v) => v !== null).length),
    );
    expect(counts).toEqual(expected);
    const differences = `SELECT count(*) FROM (SELECT *, file_row_number AS n FROM read_parquet('${path}', file_row_number = true)) WHERE
      few IS DISTINCT FROM CASE WHEN n % 5 = 0 THEN NULL ELSE 'text ' || (n % 300) END
      OR many IS DISTINCT FROM CASE WHEN n % 7 = 0 THEN NULL ELSE repeat('some longer text ' || n || ' ', 3) END
      OR octet_length(large) IS DISTINCT FROM CASE WHEN n % 3 = 0 THEN NULL ELSE n % 2000 END
      OR one <> 7 OR none IS NOT NULL
      OR numbers IS DISTINCT FROM CASE WHEN n % 11 = 0 THEN NULL ELSE (n % 9000) * 100000000000000 END
      OR flags IS DISTINCT FROM CASE WHEN n % 4 = 0 THEN NULL ELSE n % 3 = 0 END
      OR wide IS DISTINCT FROM CASE WHEN n % 9 = 0 THEN NULL ELSE n % 50 - 25 END
      OR lists IS DISTINCT FROM CASE WHEN n % 6 = 0 THEN NULL WHEN n % 4 = 0 THEN []::INTEGER[][]
        ELSE [[n::INTEGER, NULL], NULL, [], [1]] END`;
    expect(await duck.rows(differences)).toEqual([['0']]);
  });
});
