import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowDigest } from '../../formats/index.js';
import type { DecodedBatch, Field, Value } from '../../formats/index.js';
import { array, decimal, INT, map, row, STRING, TIMESTAMP } from './values.js';

const COLUMNS: readonly Field[] = [
  { name: 'id', type: INT },
  { name: 'name', type: STRING },
  { name: 'amount', type: decimal(38, 2) },
  { name: 'x', type: { kind: 'DOUBLE' } },
  { name: 'list', type: array(STRING) },
  { name: 'm', type: map(INT, STRING) },
  { name: 'point', type: row({ a: INT, b: STRING }) },
  { name: 'at', type: TIMESTAMP },
];
type Row = readonly Value[];

function batchOf(rows: readonly Row[], columns: readonly Field[] = COLUMNS): DecodedBatch {
  return {
    rowCount: rows.length,
    columns: columns.map(({ name, type }, i) => ({
      name,
      type,
      forEach: (use) => rows.forEach((values, index) => use(values[i]!, index)),
    })),
  };
}

function digestOf(...batches: readonly (readonly Row[])[]): { row: string; columns: unknown; rows: number } {
  const digest = new RowDigest();
  for (const rows of batches) digest.add(batchOf(rows));
  return { row: digest.row, columns: Object.fromEntries(digest.columns), rows: digest.rows };
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const strings = fc.string({ unit: 'binary', maxLength: 40 }).map(text);
const ints = fc.integer({ min: -5, max: 5 });
const anyRow: fc.Arbitrary<Row> = fc.tuple(
  orNull(ints),
  orNull(strings),
  orNull(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n })),
  orNull(fc.double()),
  orNull(fc.array(orNull(strings), { maxLength: 3 })),
  orNull(fc.array(fc.tuple(ints, orNull(strings)), { maxLength: 3 })),
  orNull(fc.tuple(orNull(ints), orNull(strings))),
  orNull(fc.bigInt({ min: -(2n ** 68n), max: 2n ** 68n })),
) as fc.Arbitrary<Row>;

describe('RowDigest', () => {
  it('does not depend on order, batches or who counted', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 20 }), fc.nat(), (rows, cut) => {
        const whole = digestOf(rows);
        const at = cut % rows.length;
        expect(digestOf([...rows].reverse())).toEqual(whole);
        expect(digestOf(rows.slice(at), rows.slice(0, at))).toEqual(whole);
        const [left, right] = [new RowDigest(), new RowDigest()];
        left.add(batchOf(rows.slice(0, at)));
        right.add(batchOf(rows.slice(at)));
        left.merge(right);
        expect([left.row, left.rows, Object.fromEntries(left.columns)]).toEqual([whole.row, whole.rows, whole.columns]);
      }),
    );
  });

  it('notices a row lost, doubled or changed', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 10 }), anyRow, fc.nat(), (rows, other, cut) => {
        const whole = digestOf(rows).row;
        const at = cut % rows.length;
        expect(digestOf(rows.filter((_, i) => i !== at)).row).not.toBe(whole);
        expect(digestOf([...rows, rows[at]!]).row).not.toBe(whole);
        const changed = rows.map((values, i) => (i === at ? other : values));
        fc.pre(fc.stringify(other) !== fc.stringify(rows[at]));
        expect(digestOf(changed).row).not.toBe(whole);
      }),
    );
  });

  it('notices values that changed rows though no column changed', () => {
    const base: Row = [1, text('a'), null, null, null, null, null, null];
    const other: Row = [2, text('b'), null, null, null, null, null, null];
    const straight = digestOf([base, other]);
    const crossed = digestOf([
      [1, text('b'), null, null, null, null, null, null],
      [2, text('a'), null, null, null, null, null, null],
    ]);
    expect(crossed.columns).toEqual(straight.columns);
    expect(crossed.row).not.toBe(straight.row);
  });

  it.each<[string, Value, Value, number]>([
    ['null and an empty text', null, text(''), 1],
    ['zero and minus zero', 0, -0, 3],
    ['null and an empty list', null, [], 4],
    ['an empty list and one of a null', [], [null], 4],
    ['a text cut in two', [text('ab')], [text('a'), text('b')], 4],
    ['null and a struct of nulls', null, [null, null], 6],
    ['a number and its overflow of 64 bits', 1n, 1n + (1n << 64n), 2],
    // What nanoseconds in 64 bits would make of the year 9999.
    ['a timestamp and its overflow of 64 bits', 253402300799999999000n, BigInt.asIntN(64, 253402300799999999000n), 7],
  ])('tells %s apart', (_, one, another, column) => {
    const withValue = (value: Value): Row => COLUMNS.map((__, i) => (i === column ? value : null));
    expect(digestOf([withValue(one)]).row).not.toBe(digestOf([withValue(another)]).row);
  });

  it('takes all NaNs for one value', () => {
    const payload = new Float64Array(new BigUint64Array([0x7ff8000000000001n]).buffer)[0]!;
    const withNumber = (value: number): Row => [1, null, null, value, null, null, null, null];
    expect(digestOf([withNumber(payload)])).toEqual(digestOf([withNumber(NaN)]));
  });

  it('counts nulls', () => {
    const digest = new RowDigest();
    digest.add(batchOf([[1], [null], [null]], COLUMNS.slice(0, 1)));
    expect(digest.columns.get('id')).toMatchObject({ nulls: 2, digest: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });
});
