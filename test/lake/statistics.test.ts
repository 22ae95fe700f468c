import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnStatistics, DataType, Field } from '../../formats/index.js';
import { decodeStatistics, encodeStatistics } from '../../lake/statistics.js';
import { truncatedMax, truncatedMin } from '../../lake/truncate.js';

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString();

/** What a reader of the manifest learns about one column. */
function written(type: DataType, statistics: ColumnStatistics): ColumnStatistics | undefined {
  const fields: Field[] = [{ name: 'c', type }];
  return decodeStatistics(fields, encodeStatistics(fields, new Map([['c', statistics]]))).get('c');
}

test('long texts are cut to 16 characters, the maximum upwards', () => {
  expect(text(truncatedMin(Buffer.from('abcdefghijklmnopqrs')))).toBe('abcdefghijklmnop');
  expect(text(truncatedMax(Buffer.from('abcdefghijklmnopqrs')))).toBe('abcdefghijklmnoq');
  expect(text(truncatedMax(Buffer.from('abcdefghijklmnop')))).toBe('abcdefghijklmnop');
  expect(text(truncatedMax(Buffer.from(`a${'\u{10ffff}'.repeat(16)}`)))).toBe('b');
  expect(truncatedMax(Buffer.from('\u{10ffff}'.repeat(17)))).toBeUndefined();
  expect(truncatedMax(Uint8Array.of(0xff))).toBeUndefined();
});

test('cut bounds still hold every value, in the order of bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 10, maxLength: 30 }), (value) => {
      const bytes = Buffer.from(value);
      const [min, max] = [truncatedMin(bytes), truncatedMax(bytes)];
      if (min !== undefined) expect(Buffer.compare(min, bytes)).toBeLessThanOrEqual(0);
      if (max !== undefined) expect(Buffer.compare(max, bytes)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('what is uncertain is left unknown', () => {
  const all = { nullCount: 1 };
  expect(written({ kind: 'DOUBLE' }, { ...all, min: NaN, max: NaN })).toEqual(all);
  expect(written({ kind: 'INT' }, { ...all, min: 1 })).toEqual(all);
  expect(written({ kind: 'BYTES' }, { ...all, min: Uint8Array.of(1), max: Uint8Array.of(2) })).toEqual(all);
  expect(written({ kind: 'DECIMAL', precision: 2, scale: 0 }, { ...all, min: 1n, max: 100n })).toEqual(all);
  expect(written({ kind: 'ARRAY', element: { kind: 'INT' } }, all)).toBeUndefined();
  expect(written({ kind: 'INT' }, {})).toBeUndefined();
});

test('zeroes are widened to both signs, timestamps to whole units', () => {
  const double = written({ kind: 'DOUBLE' }, { min: 0, max: -0 });
  expect([Object.is(double?.min, -0), Object.is(double?.max, 0)]).toEqual([true, true]);
  const coarse = written({ kind: 'TIMESTAMP', precision: 3 }, { min: -1n, max: 1n });
  expect(coarse).toEqual({ min: -1_000_000n, max: 1_000_000n });
});

test('the rows hold all columns, known or not, for readers that know no other form', () => {
  const fields: Field[] = [
    { name: 'a', type: { kind: 'INT' } },
    { name: 'l', type: { kind: 'ARRAY', element: { kind: 'INT' } } },
    { name: 'b', type: { kind: 'INT' } },
  ];
  const known = { nullCount: 0, min: 1, max: 2 };
  const encoded = encodeStatistics(fields, new Map([['b', known]]));
  expect(encoded).toMatchObject({ columns: null, nullCounts: [null, null, 0n] });
  expect(decodeStatistics(fields, encoded)).toEqual(new Map([['b', known]]));
});

test('statistics over a column of no known type are unknown as a whole', () => {
  const fields: Field[] = [{ name: 'a', type: { kind: 'INT' } }];
  const encoded = encodeStatistics(fields, new Map([['a', { nullCount: 0, min: 1, max: 2 }]]));
  expect(decodeStatistics(fields, { ...encoded, columns: ['a', '_ROW_ID'] })).toEqual(new Map());
});
