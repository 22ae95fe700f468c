import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dictionaryOf } from '../../../formats/parquet/encode/dictionary.js';
import type { LeafValues } from '../../../formats/parquet/encode/values.js';

const INT = { min: -(2 ** 31), max: 2 ** 31 - 1 };
/** Whole numbers close together, up to 65,536 apart and a little more, and any. */
const numbers = fc
  .tuple(fc.integer({ min: INT.min, max: INT.max - 70_000 }), fc.constantFrom(1, 100, 65_530, 65_540, 70_000))
  .chain(([from, span]) => fc.array(fc.integer({ min: from, max: from + span }), { minLength: 1, maxLength: 50 }));
const ints = fc.oneof(numbers, fc.array(fc.integer(INT), { minLength: 1 })).map((values) => Int32Array.from(values));
const longs = fc
  .oneof(
    numbers.map((values) => values.map(BigInt)),
    fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1 }),
    // The same lower words.
    fc.array(fc.constantFrom(5n, 5n + (1n << 32n), -5n, (1n << 32n) - 5n), { minLength: 1 }),
  )
  .map((values) => BigInt64Array.from(values));

const leafOf = (words: Int32Array | BigInt64Array): LeafValues => ({
  kind: 'fixed',
  count: words.length,
  width: words.BYTES_PER_ELEMENT,
  bytes: new Uint8Array(words.buffer),
});

it('a dictionary has each value once, in the order in which they come, and every index is that of its value', () => {
  fc.assert(
    fc.property(fc.oneof(ints, longs), (words) => {
      const { values, indexes } = dictionaryOf(leafOf(words))!;
      const { buffer } = values.bytes;
      const entries: (number | bigint)[] =
        words instanceof Int32Array ? [...new Int32Array(buffer)] : [...new BigInt64Array(buffer)];
      expect(entries).toEqual([...new Set<number | bigint>(words)]);
      expect([...indexes].map((index) => entries[index])).toEqual([...words]);
    }),
    { numRuns: 500 },
  );
});
