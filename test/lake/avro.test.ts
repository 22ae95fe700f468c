import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AvroRecord, AvroRecordSchema } from '../../lake/avro-schema.js';
import { readAvro, writeAvro } from '../../lake/avro.js';
import { decompressSnappy } from '../../formats/index.js';

const schema: AvroRecordSchema = {
  type: 'record',
  name: 'record',
  fields: [
    { name: 'number', type: 'int' },
    { name: 'wide', type: ['null', 'long'], default: null },
    { name: 'text', type: 'string' },
    { name: 'raw', type: 'bytes' },
    { name: 'counts', type: { type: 'array', items: ['null', 'long'] } },
  ],
};

const records: fc.Arbitrary<AvroRecord[]> = fc.array(
  fc.record({
    number: fc.integer(),
    wide: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    text: fc.string({ unit: 'grapheme' }),
    raw: fc.uint8Array(),
    counts: fc.array(fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))),
  }),
);

test.each(['null', 'deflate'] as const)('records come back as they were through the codec %s', (codec) => {
  fc.assert(
    fc.property(records, (list) => {
      const bytes = writeAvro(schema, list, codec);
      expect(writeAvro(schema, list, codec)).toEqual(bytes);
      expect(readAvro(bytes, 'file')).toEqual({ schema, codec, records: list });
    }),
  );
});

test('a large file has several blocks', () => {
  const list = Array.from({ length: 30_000 }, (_, number) => {
    return { number, wide: BigInt(number), text: 'x'.repeat(100), raw: new Uint8Array(0), counts: [] };
  });
  expect(readAvro(writeAvro(schema, list), 'file').records).toEqual(list);
});

test('a file cut anywhere is corrupt, never shorter', () => {
  const bytes = writeAvro(schema, [{ number: 7, wide: null, text: 'seven', raw: Uint8Array.of(7), counts: [7n] }]);
  // Cut behind the header the file is a valid one without records, as every container is.
  const header = writeAvro(schema, []).length;
  for (let length = 0; length < bytes.length; length++) {
    if (length === header) continue;
    expect(() => readAvro(bytes.subarray(0, length), 'file')).toThrowError(
      expect.objectContaining({ code: 'CORRUPT' }),
    );
  }
});

test('an unknown codec is refused by name', () => {
  const bytes = Buffer.from(writeAvro(schema, [], 'null'));
  const other = Buffer.from(bytes.toString('latin1').replace('avro.codec\x08null', 'avro.codec\x04xz'), 'latin1');
  const block = Buffer.concat([other, Buffer.from([2, 0]), other.subarray(-16)]);
  expect(() => readAvro(block, 'file')).toThrowError(/codec xz is not supported/);
});

test('snappy: literals and overlapping copies', () => {
  // Length 11, literal "ab", copy of 9 bytes from 2 back.
  const packed = Uint8Array.of(11, 0x04, 0x61, 0x62, ((9 - 4) << 2) | 1, 2);
  expect(Buffer.from(decompressSnappy(packed)).toString()).toBe('abababababa');
  expect(() => decompressSnappy(Uint8Array.of(11, 0x04, 0x61, 0x62))).toThrowError(/Snappy/);
});
