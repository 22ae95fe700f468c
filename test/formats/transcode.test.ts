import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource, readFooter, writeTarget } from '../../formats/index.js';
import type { DataType, Field, Value } from '../../formats/index.js';
import { fitNode } from '../../formats/parquet/fit.js';
import { encodeFooter } from '../../formats/parquet/footer.js';
import { movedChunk } from '../../formats/parquet/stitch.js';
import { encodeColumn } from '../../formats/parquet/encode/column.js';
import { useDuck } from '../duck.js';
import {
  array,
  decimal,
  decodeAll,
  golden,
  INT,
  LTZ,
  map,
  openBytes,
  plainColumn,
  row,
  STRING,
  TIMESTAMP,
} from './values.js';

const duck = useDuck();
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const int32 = (value: number): Uint8Array => new Uint8Array(Int32Array.of(value).buffer);
const int64 = (value: bigint): Uint8Array => new Uint8Array(BigInt64Array.of(value).buffer);

/** What the work throws. */
function refusal(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

/** Encoded columns as a file of one row group. */
function fileOf(field: Field, values: readonly Value[]): Uint8Array {
  const { schema, chunks } = encodeColumn(field, values);
  let offset = 4;
  const columns = chunks.map(({ meta, bytes }) => {
    const moved = movedChunk(meta, offset);
    offset += bytes.length;
    return moved;
  });
  const footer = encodeFooter({
    version: 1,
    schema: { name: 'paimon_schema', children: [schema] },
    rowGroups: [{ rowCount: values.length, columns, totalByteSize: offset }],
    rowCount: values.length,
    keyValues: new Map(),
  });
  return Buffer.concat([Buffer.from('PAR1'), ...chunks.map(({ bytes }) => bytes), footer]);
}

const ints = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
// Near 1970, and the years 1 to 9999, whose nanoseconds need more than 64 bits.
const micros = fc
  .oneof(
    fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }),
    fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }),
  )
  .map((value) => value * 1000n);
const texts = fc.string({ unit: 'grapheme', maxLength: 30 }).map(text);
const unscaled = (precision: number) =>
  fc.bigInt({ min: 1n - 10n ** BigInt(precision), max: 10n ** BigInt(precision) - 1n });
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const POINT = row({ a: INT, b: STRING });

const COLUMNS: [DataType, fc.Arbitrary<Value>][] = [
  [{ kind: 'BOOLEAN' }, fc.boolean()],
  [{ kind: 'TINYINT' }, fc.integer({ min: -128, max: 127 })],
  [INT, ints],
  [{ kind: 'BIGINT' }, longs],
  [{ kind: 'FLOAT' }, fc.float()],
  [{ kind: 'DOUBLE' }, fc.double()],
  [{ kind: 'DATE' }, fc.integer({ min: -700_000, max: 2_900_000 })],
  [STRING, texts],
  [{ kind: 'BYTES' }, fc.uint8Array({ maxLength: 20 })],
  [decimal(9, 2), unscaled(9)],
  [decimal(18, 4), unscaled(18)],
  [decimal(38, 10), unscaled(38)],
  [TIMESTAMP, micros],
  [LTZ, micros],
  [array(STRING), fc.array(orNull(texts), { maxLength: 4 })],
  [array(array(INT)), fc.array(orNull(fc.array(orNull(ints), { maxLength: 3 })), { maxLength: 3 })],
  [map(STRING, decimal(20, 2)), fc.array(fc.tuple(texts, orNull(unscaled(20))), { maxLength: 3 })],
  [POINT, fc.tuple(orNull(ints), orNull(texts))],
  [array(POINT), fc.array(orNull(fc.tuple(orNull(ints), orNull(texts))), { maxLength: 3 })],
];

describe('encodeColumn', () => {
  it.each(COLUMNS)('%j: values come back, in a form that is kept as it is', async (type, values) => {
    const field: Field = { name: 'c', type };
    await fc.assert(
      fc.asyncProperty(fc.array(orNull(values), { minLength: 1, maxLength: 40 }), async (column) => {
        const file = await openBytes(fileOf(field, column as Value[]));
        expect(fitNode(file.footer.schema.children[0]!, type)).toEqual({ kept: file.footer.schema.children[0] });
        expect((await decodeAll(file, [field])).get('c')).toEqual(column);
      }),
      { numRuns: 25 },
    );
  });

  it('writes CHAR as text', async () => {
    const type: DataType = { kind: 'CHAR', length: 4 };
    const file = await openBytes(fileOf({ name: 'c', type }, [text('ab'), null, text('größ')]));
    expect((await decodeAll(file, [{ name: 'c', type }])).get('c')).toEqual([text('ab  '), null, text('größ')]);
    await expect(async () => {
      const long = await openBytes(fileOf({ name: 'c', type: STRING }, [text('abcde')]));
      await decodeAll(long, [{ name: 'c', type }]);
    }).rejects.toMatchObject({ code: 'REFUSED', place: { column: 'c' } });
  });

  it('is read by DuckDB with the types and values', async () => {
    const path = join(duck.folder(), 'wide.parquet');
    const type = map(STRING, array(decimal(20, 2)));
    await writeFile(path, fileOf({ name: 'c', type }, [[[text('k'), [125n, null]]], null, []]));
    expect(await duck.rows(`SELECT typeof(c), c::VARCHAR FROM '${path}'`)).toEqual([
      ['MAP(VARCHAR, DECIMAL(20,2)[])', '{k=[1.25, NULL]}'],
      ['MAP(VARCHAR, DECIMAL(20,2)[])', 'null'],
      ['MAP(VARCHAR, DECIMAL(20,2)[])', '{}'],
    ]);
  });

  it('refuses nanoseconds that would be lost', () => {
    expect(refusal(() => encodeColumn({ name: 'ts', type: TIMESTAMP }, [1_000n, 1_001n]))).toMatchObject({
      code: 'REFUSED',
      place: { column: 'ts' },
    });
  });

  it('refuses a null as the key of a map', () => {
    const field: Field = { name: 'm', type: map(STRING, INT) };
    expect(refusal(() => encodeColumn(field, [[[null, 1]]]))).toMatchObject({
      code: 'REFUSED',
      place: { column: 'm' },
    });
  });

  const boundsOf = (type: DataType, values: readonly Value[]) =>
    encodeColumn({ name: 'c', type }, values).chunks[0]!.meta.statistics;

  it('keeps no bounds that would mislead a filter', () => {
    expect(boundsOf({ kind: 'DOUBLE' }, [1, NaN, null])).toEqual({ nullCount: 1 });
    expect(boundsOf(decimal(38, 2), [-1n, 1n])).toEqual({ nullCount: 0 });
    // No end of it can be made larger without another character, and pyarrow cannot show a part of one.
    expect(boundsOf(STRING, [text('€'.repeat(40))])).toEqual({ nullCount: 0 });
    expect(boundsOf(STRING, [Uint8Array.of(0xff), text('a')])).toEqual({ nullCount: 0 });
  });

  it('states bounds in the order of the type, and cuts long ones outwards', () => {
    const exact = { nullCount: 0, minExact: true, maxExact: true };
    const longs = boundsOf({ kind: 'BIGINT' }, [-1n, 2n ** 40n, -(2n ** 33n), 3n]);
    expect(longs).toEqual({ ...exact, minValue: int64(-(2n ** 33n)), maxValue: int64(2n ** 40n) });
    const ints = boundsOf(INT, [5, -7, null]);
    expect(ints).toEqual({ ...exact, nullCount: 1, minValue: int32(-7), maxValue: int32(5) });
    const texts = boundsOf(STRING, [text('b'), text('ba'), text('é'), text('')]);
    expect(texts).toEqual({ ...exact, minValue: text(''), maxValue: text('é') });
    expect(boundsOf(STRING, [text('a'.repeat(80)), text(`${'a'.repeat(63)}é`)])).toEqual({
      nullCount: 0,
      minValue: text('a'.repeat(64)),
      minExact: false,
      maxValue: text(`${'a'.repeat(62)}b`),
      maxExact: false,
    });
  });
});

/** Writes one column of a golden file anew into a target. */
async function rewritten(name: string, column: string): Promise<Uint8Array> {
  const { source, footer } = await golden(name);
  const sourceIndex = footer.schema.children.findIndex((node) => node.name === column);
  const actions = [{ column, action: 'reencode', sourceIndex } as const];
  const parts: Uint8Array[] = [];
  const columns: Field[] = [{ name: column, type: TIMESTAMP }];
  for await (const part of writeTarget([{ footer, actions, source, path: name }], columns)) parts.push(part);
  return Buffer.concat(parts);
}

describe('timestamps of a file', () => {
  it.each(['int96-plain', 'int96-dictionary'])('of %s become microseconds, the years 1 and 9999 too', async (name) => {
    const { values } = await golden(name);
    const target = await openBytes(await rewritten(name, 'ts'));
    expect(target.footer.schema.children[0]).toMatchObject({ type: 'INT64', logicalType: { unit: 'MICROS' } });
    expect(await plainColumn(target, 'ts', TIMESTAMP)).toEqual(values['ts']);
  });

  it('that have nanoseconds are refused, never cut', async () => {
    await expect(rewritten('times-v2', 'ns')).rejects.toMatchObject({
      code: 'REFUSED',
      place: { column: 'ns', file: 'times-v2' },
    });
  });

  it('say what is damaged', async () => {
    const { source, footer } = await golden('int96-plain');
    const bytes = (await source.read({ offset: 0, length: source.length })).slice();
    bytes.fill(0xff, 4, 24);
    const damaged = { source: memorySource(bytes), footer: await readFooter(memorySource(bytes)) };
    expect(damaged.footer).toEqual(footer);
    await expect(decodeAll(damaged, [{ name: 'ts', type: TIMESTAMP }])).rejects.toMatchObject({
      code: 'CORRUPT',
      place: { column: 'ts' },
    });
  });
});
