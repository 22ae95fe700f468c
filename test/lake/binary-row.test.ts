import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DataType, Scalar } from '../../formats/index.js';
import { readBinaryRow } from '../../lake/binary-row-reader.js';
import { writeBinaryRow } from '../../lake/binary-row-writer.js';

const signed = (bits: bigint): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n });
const float = fc.float({ noNaN: true });
const simple = (kind: 'BOOLEAN' | 'TINYINT' | 'SMALLINT' | 'INT' | 'BIGINT' | 'FLOAT' | 'DOUBLE' | 'STRING' | 'DATE') =>
  ({ kind }) as const;

/** A type with a value of it. */
const fields: fc.Arbitrary<[DataType, Scalar]> = fc
  .oneof(
    fc.tuple(fc.constant(simple('BOOLEAN')), fc.boolean()),
    fc.tuple(fc.constant(simple('TINYINT')), fc.integer({ min: -128, max: 127 })),
    fc.tuple(fc.constant(simple('SMALLINT')), fc.integer({ min: -32768, max: 32767 })),
    fc.tuple(fc.constantFrom(simple('INT'), simple('DATE')), fc.integer()),
    fc.tuple(fc.constant(simple('BIGINT')), signed(64n)),
    fc.tuple(fc.constant(simple('FLOAT')), float),
    fc.tuple(fc.constant(simple('DOUBLE')), fc.double()),
    fc.tuple(fc.constant(simple('STRING')), fc.uint8Array({ maxLength: 20 })),
    decimals(),
    timestamps(),
  )
  .chain(([type, value]) => fc.tuple(fc.constant(type), fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, NULL)));
const NULL = fc.constant(null);

function decimals(): fc.Arbitrary<[DataType, bigint]> {
  return fc.integer({ min: 1, max: 38 }).chain((precision) => {
    const limit = 10n ** BigInt(precision) - 1n;
    return fc.tuple(
      fc.constant<DataType>({ kind: 'DECIMAL', precision, scale: 0 }),
      fc.bigInt({ min: -limit, max: limit }),
    );
  });
}

function timestamps(): fc.Arbitrary<[DataType, bigint]> {
  return fc
    .tuple(fc.integer({ min: 0, max: 9 }), signed(63n), fc.constantFrom('TIMESTAMP' as const, 'TIMESTAMP_LTZ' as const))
    .map(([precision, nanos, kind]) => {
      const unit = 10n ** BigInt(9 - precision);
      return [{ kind, precision }, (nanos / unit) * unit];
    });
}

test('any row comes back as it was written', () => {
  fc.assert(
    fc.property(fc.array(fields, { maxLength: 70 }), (row) => {
      const types = row.map(([type]) => type);
      const values = row.map(([, value]) => value);
      const bytes = writeBinaryRow(types, values);
      expect((bytes.length - 4) % 8).toBe(0);
      expect(readBinaryRow(types, bytes)).toEqual(values);
    }),
  );
});

test('a row cut short is corrupt', () => {
  const types: DataType[] = [{ kind: 'STRING' }, { kind: 'DECIMAL', precision: 38, scale: 2 }];
  const bytes = writeBinaryRow(types, [Buffer.from('longer than seven'), 12345678901234567890n]);
  for (const length of [0, 3, 4, 20, 28, 40]) {
    expect(() => readBinaryRow(types, bytes.subarray(0, length))).toThrowError(
      expect.objectContaining({ code: 'CORRUPT' }),
    );
  }
});

test('the bytes are those Java wrote', () => {
  const hex = (types: DataType[], values: Scalar[]): string =>
    Buffer.from(writeBinaryRow(types, values)).toString('hex');
  expect(hex([], [])).toBe('000000000000000000000000');
  // The partition (dt='2024-01-01', region=1) of the golden table b_types.
  const partition = hex([{ kind: 'STRING' }, { kind: 'INT' }], [Buffer.from('2024-01-01'), 1]);
  expect(partition).toBe('0000000200000000000000000a000000180000000100000000000000323032342d30312d3031000000000000');
});
