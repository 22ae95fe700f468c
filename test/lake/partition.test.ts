import { expect, test } from 'vitest';
import type { DataType, Scalar } from '../../formats/index.js';
import { dataFilePath, newTableSchema, parsePartitionValue, partitionPath } from '../../lake/index.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each<[string, DataType, Scalar]>([
  ['01', { kind: 'STRING' }, utf8('01')],
  ['', { kind: 'STRING' }, utf8('')],
  ['01', { kind: 'INT' }, 1],
  ['-128', { kind: 'TINYINT' }, -128],
  ['9223372036854775807', { kind: 'BIGINT' }, 9223372036854775807n],
  ['TRUE', { kind: 'BOOLEAN' }, true],
  ['2024-02-29', { kind: 'DATE' }, 19782],
  ['1.50', { kind: 'DECIMAL', precision: 5, scale: 1 }, 15n],
  ['-0.5', { kind: 'DECIMAL', precision: 5, scale: 2 }, -50n],
  ['1969-12-31 23:59:59.5', { kind: 'TIMESTAMP', precision: 6 }, -500_000_000n],
  ['__HIVE_DEFAULT_PARTITION__', { kind: 'DATE' }, null],
])('the partition value %s as %o', (raw, type, value) => {
  expect(parsePartitionValue(raw, type)).toEqual(value);
});

test.each<[string, DataType]>([
  ['128', { kind: 'TINYINT' }],
  ['1.0', { kind: 'INT' }],
  ['', { kind: 'INT' }],
  ['9223372036854775808', { kind: 'BIGINT' }],
  ['yes', { kind: 'BOOLEAN' }],
  ['2023-02-29', { kind: 'DATE' }],
  ['20240101', { kind: 'DATE' }],
  ['1.55', { kind: 'DECIMAL', precision: 5, scale: 1 }],
  ['100000', { kind: 'DECIMAL', precision: 5, scale: 0 }],
  ['2024-01-01 00:00:00.0001', { kind: 'TIMESTAMP', precision: 3 }],
  ['abc', { kind: 'VARCHAR', length: 2 }],
])('%s is refused as %o', (raw, type) => {
  expect(() => parsePartitionValue(raw, type)).toThrowError(expect.objectContaining({ code: 'REFUSED' }));
});

const schema = newTableSchema({
  columns: [{ name: 'id', type: { kind: 'INT' } }],
  partitionKeys: [
    { name: 'dt', type: { kind: 'DATE' } },
    { name: 'k=v', type: { kind: 'STRING' } },
  ],
  timeMillis: 0,
});

test.each<[Scalar, Scalar, string]>([
  [19782, utf8('plain'), 'dt=19782/k%3Dv=plain'],
  [null, null, 'dt=__HIVE_DEFAULT_PARTITION__/k%3Dv=__HIVE_DEFAULT_PARTITION__'],
  [-1, utf8('a/b:c%d e'), 'dt=-1/k%3Dv=a%2Fb%3Ac%25d e'],
  [0, utf8('ü"#\'*?\\{}[]^\u0001\u007f'), 'dt=0/k%3Dv=ü%22%23%27%2A%3F%5C%7B%7D%5B%5D%5E%01%7F'],
  [0, utf8('  '), 'dt=0/k%3Dv=__HIVE_DEFAULT_PARTITION__'],
])('the directory of (%s, %s)', (day, key, path) => {
  expect(partitionPath(schema, [day, key])).toBe(path);
  expect(dataFilePath(schema, 'd.db/t', [day, key], 'f.parquet')).toBe(`d.db/t/${path}/bucket-0/f.parquet`);
});

test('a table without partitions has no partition directory', () => {
  const flat = newTableSchema({ columns: [{ name: 'id', type: { kind: 'INT' } }], partitionKeys: [], timeMillis: 0 });
  expect(dataFilePath(flat, 't', [], 'f.parquet')).toBe('t/bucket-0/f.parquet');
});
