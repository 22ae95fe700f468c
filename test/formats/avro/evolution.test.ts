import { describe, expect, test } from 'vitest';
import type { AvroRecord, AvroRecordSchema, AvroSchema } from '../../../lake/avro-schema.js';
import { writeAvro } from '../../../lake/avro.js';
import type { DataType } from '../../../formats/index.js';
import { decimal, INT, map, row, STRING, TIMESTAMP } from '../values.js';
import { rowsOf } from './avro.js';

type Types = Readonly<Record<string, AvroSchema>>;

const record = (types: Types): AvroRecordSchema => ({
  type: 'record',
  name: 'r',
  fields: Object.entries(types).map(([name, type]) => ({ name, type })),
});
const fields = (types: Readonly<Record<string, DataType>>) =>
  Object.entries(types).map(([name, type]) => ({ name, type }));
const file = (types: Types, ...rows: AvroRecord[]): Uint8Array => writeAvro(record(types), rows);
const LONG = { kind: 'BIGINT' } as const;

describe('with the schema that the table names', () => {
  const written = file({ Id: 'int', Old: 'string', gone: 'long' }, { Id: 7, Old: 'x', gone: 1n });
  const declared = (...added: unknown[]): string => JSON.stringify({ type: 'record', name: 'r', fields: added });

  test('fields go by its names and aliases, and what the file lacks is the default', async () => {
    const schema = declared(
      { name: 'Fresh', type: ['string', 'null'], default: 'ä' },
      { name: 'Renamed', aliases: ['Old'], type: 'string' },
      { name: 'Id', type: 'long' },
      { name: 'tags', type: { type: 'map', values: 'int' }, default: { __proto__x: 1 } },
      { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 1 }, default: '\u00ff' },
      { name: 'inner', type: record({ a: 'int', b: ['null', 'long'] }), default: { a: 3, b: null } },
    );
    const columns = fields({
      fresh: STRING,
      renamed: STRING,
      id: LONG,
      tags: map(STRING, INT),
      amount: decimal(4, 1),
      inner: row({ a: INT, b: LONG }),
    });
    expect(await rowsOf(written, columns, schema)).toEqual([['ä', 'x', '7', [['__proto__x', 1]], '-1', [3, null]]]);
  });

  test('a field that the file lacks and that has no default is refused', async () => {
    const schema = declared({ name: 'a', type: 'int' });
    await expect(rowsOf(written, fields({ a: INT }), schema)).rejects.toThrow(/lacks a, and .* no default/);
  });

  test('a default that is not of the type is refused', async () => {
    const schema = declared({ name: 'a', type: 'int', default: 'one' });
    await expect(rowsOf(written, fields({ a: INT }), schema)).rejects.toThrow(/the default "one" of a is not a INT/);
  });

  test('a column it does not have is refused', async () => {
    const schema = declared({ name: 'Id', type: 'int' });
    await expect(rowsOf(written, fields({ id: INT, other: INT }), schema)).rejects.toMatchObject({
      code: 'REFUSED',
      place: { column: 'other' },
    });
  });

  test('a field of it that is no column is refused, as it would be lost', async () => {
    const schema = declared({ name: 'Id', type: 'int' }, { name: 'Old', type: 'string' });
    await expect(rowsOf(written, fields({ id: INT }), schema)).rejects.toThrow(/has Old, which the metastore does not/);
  });
});

describe('without one', () => {
  test('what the file lacks is null', async () => {
    expect(await rowsOf(file({ a: 'int' }, { a: 1 }), fields({ b: STRING, a: LONG }))).toEqual([[null, '1']]);
  });

  test('a name that differs in case is refused, as Hive does not find it', async () => {
    await expect(rowsOf(file({ UserId: 'int' }, { UserId: 1 }), fields({ userid: INT }))).rejects.toThrow(/UserId/);
  });

  test('integers that do not fit are refused with their value', async () => {
    const bytes = file({ a: 'int' }, { a: 127 }, { a: 128 });
    await expect(rowsOf(bytes, fields({ a: { kind: 'TINYINT' } }))).rejects.toThrow(/the value 128 is not a TINYINT/);
  });

  test.each([
    ['long', { kind: 'INT' }],
    ['double', { kind: 'FLOAT' }],
    ['string', { kind: 'BYTES' }],
    ['bytes', decimal(3, 0)],
    ['int', { kind: 'DATE' }],
    [{ type: 'long', logicalType: 'timestamp-micros' }, TIMESTAMP],
    [{ type: 'long', logicalType: 'timestamp-millis' }, TIMESTAMP],
  ] as [AvroSchema, DataType][])('%j is not read as %j', async (type, to) => {
    await expect(rowsOf(file({ a: type }), fields({ a: to }))).rejects.toMatchObject({
      code: 'REFUSED',
      place: { column: 'a' },
    });
  });
});

describe('dates and timestamps of Hive', () => {
  const date: AvroSchema = { type: 'int', logicalType: 'date' };
  const millis: AvroSchema = { type: 'long', logicalType: 'timestamp-millis' };
  const types = fields({ d: { kind: 'DATE' }, t: TIMESTAMP });
  // 1582-10-04 of the Julian calendar is the day before 1582-10-15 of the Gregorian.
  const bytes = file({ d: date, t: millis }, { d: -141_428, t: 1_720_094_400_123n });
  const withMetadata = (...entries: [string, string][]) =>
    writeAvro(record({ d: date, t: millis }), [{ d: -141_428, t: 1_720_094_400_123n }], 'deflate', entries);

  test('without a zone timestamps are refused', async () => {
    await expect(rowsOf(bytes, types)).rejects.toThrow(/does not say in which time zone/);
  });

  test('they are what the clock of the writer showed, in the calendar it had', async () => {
    const shanghai = withMetadata(['writer.time.zone', 'Asia/Shanghai']);
    // 2024-07-04T12:00:00.123Z is 20:00 there.
    expect(await rowsOf(shanghai, types)).toEqual([[-141_438, String(1_720_123_200_123n * 1_000_000n)]]);
    const proleptic = withMetadata(['writer.time.zone', 'UTC'], ['writer.proleptic', 'true']);
    expect(await rowsOf(proleptic, types)).toEqual([[-141_428, String(1_720_094_400_123n * 1_000_000n)]]);
  });
});
