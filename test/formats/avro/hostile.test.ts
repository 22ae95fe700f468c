import { expect, test } from 'vitest';
import { parseAvroSchema } from '../../../formats/avro/schema.js';
import { AvroEncoder } from '../../../lake/avro-encoder.js';
import { describeDamage } from '../container-damage.js';
import { goldenRows, readGolden, rowsOf } from './avro.js';

for (const codec of ['null', 'deflate', 'snappy', 'bzip2', 'zstandard']) {
  const open = async () => ({
    bytes: await readGolden(codec),
    rows: await goldenRows(),
    read: (bytes: Uint8Array) => rowsOf(bytes),
  });
  describeDamage(`file with the codec ${codec}`, open, 300);
}

test('a Snappy block is checked against its CRC32', async () => {
  const bytes = Uint8Array.from(await readGolden('snappy'));
  const text = Buffer.from(bytes).indexOf('größe');
  bytes[text] = 0x47;
  await expect(rowsOf(bytes)).rejects.toMatchObject({ code: 'CORRUPT' });
});

test('a block that claims a billion values of no bytes is refused', async () => {
  const schema = { type: 'record', name: 'r', fields: [{ name: 'a', type: { type: 'array', items: 'null' } }] };
  const block = new AvroEncoder();
  block.long(2 ** 40);
  await expect(rowsOf(container(schema, 1, block.finish()))).rejects.toMatchObject({ code: 'REFUSED' });
  const empty = { type: 'record', name: 'r', fields: [] };
  await expect(rowsOf(container(empty, 2 ** 40, new Uint8Array()))).rejects.toMatchObject({ code: 'REFUSED' });
});

test.each([
  ['{"type":"record","name":"r","fields":[{"name":"a","type":["null","r"]}]}', /holds itself/],
  ['{"type":"record","name":"r","fields":[{"name":"a","type":"other"}]}', /names other/],
  ['{"type":"record","name":"r"}', /invalid/],
  ['{"type":"fixed","name":"r","size":-1}', /invalid/],
  ['{"type":"array"', /no JSON/],
  ['['.repeat(100_000) + ']'.repeat(100_000), /too deep/],
])('the schema %.60s', (text, message) => {
  expect(() => parseAvroSchema(text)).toThrow(message);
});

test('names are looked up in their namespaces', () => {
  const text = `{"type":"record","name":"a.b.R","fields":[{"name":"x","type":{"type":"fixed","name":"F","size":2}},
    {"name":"y","type":"a.b.F"},{"name":"z","type":{"type":"F"}}]}`;
  const fixed = { kind: 'fixed', name: 'a.b.F', size: 2 };
  const schema = parseAvroSchema(text);
  expect(schema.kind === 'record' && schema.fields.map(({ type }) => type)).toEqual([fixed, fixed, fixed]);
});

function container(schema: object, count: number, data: Uint8Array): Uint8Array {
  const file = new AvroEncoder();
  file.raw(Buffer.from('Obj\u0001'));
  file.bytesMap([['avro.schema', Buffer.from(JSON.stringify(schema))]]);
  file.raw(new Uint8Array(16));
  file.long(count);
  file.bytes(data);
  file.raw(new Uint8Array(16));
  return file.finish();
}
