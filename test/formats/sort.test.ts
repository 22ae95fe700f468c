import fc from 'fast-check';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { batchOfRows, readRow, RecordSorter, rowBytes, SortKeyWriter } from '../../formats/index.js';
import type { DataType, Field, Value } from '../../formats/index.js';
import { KEY_TYPES } from '../lake/any-key.js';

test('records come out in the order of their keys, whether they fit into memory or not', () => {
  const records = fc.array(fc.tuple(fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ maxLength: 300 })), {
    maxLength: 300,
  });
  // The last fits nothing but the smallest records.
  fc.assert(
    fc.property(records, fc.constantFrom(1 << 20, 2_000, 64), (given, memory) => {
      const sorter = new RecordSorter(memory, tmpdir());
      try {
        for (const [key, payload] of given) {
          sorter.add(key, payload.length, (target, offset) => target.set(payload, offset));
        }
        const found = [...map(sorter.sorted(), ({ key, payload }) => [hex(key), hex(payload)])];
        const wanted = given.map(([key, payload]) => [hex(key), hex(payload)]);
        expect(found.map(([key]) => key)).toEqual(wanted.map(([key]) => key).sort());
        expect(found.map(String).sort()).toEqual(wanted.map(String).sort());
      } finally {
        sorter.close();
      }
    }),
    { numRuns: 60 },
  );
});

test('a record larger than memory and than the buffer of a run is kept whole', () => {
  const sorter = new RecordSorter(1000, tmpdir());
  const large = new Uint8Array(700_000).map((_, index) => index % 251);
  try {
    for (const key of [3, 1, 2]) sorter.add(Uint8Array.of(key), large.length, (target, at) => target.set(large, at));
    const found = [...map(sorter.sorted(), ({ key, payload }) => [key[0], Buffer.compare(payload, large)])];
    expect(found).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
  } finally {
    sorter.close();
  }
});

test('rows come back from their bytes', () => {
  const nested: DataType = {
    kind: 'ROW',
    fields: [
      { name: 'a', type: { kind: 'ARRAY', element: { kind: 'BIGINT' } } },
      {
        name: 'm',
        type: { kind: 'MAP', key: { kind: 'STRING' }, value: { kind: 'DECIMAL', precision: 38, scale: 2 } },
      },
    ],
  };
  const fields: Field[] = [...KEY_TYPES.map(([type]) => type), nested].map((type, index) => ({
    name: `c${index}`,
    type,
  }));
  const decimals = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });
  const pairs = fc.array(fc.tuple(fc.uint8Array({ maxLength: 9 }), fc.option(decimals)), { maxLength: 3 });
  const structs = fc.tuple(fc.array(fc.option(fc.bigInt({ min: -5n, max: 5n })), { maxLength: 3 }), fc.option(pairs));
  const values = [...KEY_TYPES.map(([, value]) => value), structs].map((value) =>
    fc.option(value as fc.Arbitrary<Value>),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(...values), { maxLength: 20 }), (rows) => {
      const bytes = rowBytes(batchOfRows(rows, fields));
      expect(bytes.rowCount).toBe(rows.length);
      rows.forEach((row, index) => {
        const target = new Uint8Array(bytes.size(index) + 7);
        bytes.copy(index, target, 7);
        expect(readRow(target, 7, fields)).toEqual(row.map(plain));
      });
    }),
  );
});

test.each(KEY_TYPES.map(([type, values]) => ({ name: JSON.stringify(type), type, values })))(
  'sort keys of $name differ unless the values are equal, and none begins another',
  ({ type, values }) => {
    const bytesOf = (value: Exclude<Value, null>): Buffer => {
      const writer = new SortKeyWriter();
      writer.value(value as never, type);
      return Buffer.from(writer.bytes);
    };
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [x, y] = [bytesOf(a), bytesOf(b)];
        const isEqual = a instanceof Uint8Array ? Buffer.compare(a, b as Uint8Array) === 0 : Object.is(a, b);
        expect(x.equals(y)).toBe(isEqual);
        if (!isEqual) expect(x.subarray(0, y.length).equals(y)).toBe(false);
        // Numbers, booleans and large numbers have an order of their own; that of -0.0 and 0.0 is Java's.
        if (!(a instanceof Uint8Array) && a < b) expect(x.compare(y)).toBe(-1);
      }),
    );
  },
);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function* map<T, R>(items: Iterable<T>, use: (item: T) => R): Generator<R> {
  for (const item of items) yield use(item);
}

/** Bytes are compared by content, whatever array they came in. */
function plain(value: Value): Value {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  return Array.isArray(value) ? value.map((item) => plain(item as Value)) : value;
}
