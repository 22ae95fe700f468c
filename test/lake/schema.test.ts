import { expect, test } from 'vitest';
import type { DataType, Field } from '../../formats/index.js';
import { newTableSchema } from '../../lake/index.js';
import { decodeSchema, encodeSchema } from '../../lake/schema.js';
import { goldenBytes } from './golden.js';

const column = (name: string, type: DataType): Field => ({ name, type });

test('a new table of every type has the schema file that Spark wrote for it', () => {
  const golden = decodeSchema(goldenBytes('b_types/schema/schema-0'), 'b_types');
  const columns = golden.fields.map(({ name, type }): Field => ({ name, type }));
  const isKey = ({ name }: Field): boolean => golden.partitionKeys.includes(name);
  const { timeMillis } = golden;
  const made = newTableSchema({
    columns: columns.filter((field) => !isKey(field)),
    partitionKeys: columns.filter(isKey),
    timeMillis,
  });
  const options = {
    bucket: '-1',
    'partition.default-name': '__HIVE_DEFAULT_PARTITION__',
    'parquet.filter.dictionary.enabled': 'false',
  };
  const json = JSON.parse(Buffer.from(goldenBytes('b_types/schema/schema-0')).toString()) as object;
  expect(JSON.parse(Buffer.from(encodeSchema(made)).toString())).toEqual({ ...json, options });
});

test('ids count every nested field, comments are kept', () => {
  const point: DataType = { kind: 'ROW', fields: [column('x', { kind: 'INT' }), column('y', { kind: 'INT' })] };
  const schema = newTableSchema({
    columns: [
      { ...column('points', { kind: 'ARRAY', element: point }), comment: 'a "path"' },
      column('by', { kind: 'MAP', key: { kind: 'STRING' }, value: point }),
      column('last', { kind: 'VARCHAR', length: 9 }),
    ],
    partitionKeys: [],
    comment: 'of the table',
    timeMillis: 1,
  });
  expect(schema.fields.map((field) => field.id)).toEqual([0, 3, 6]);
  expect(schema.highestFieldId).toBe(6);
  const bytes = encodeSchema(schema);
  expect(decodeSchema(bytes, 'schema-0')).toEqual(schema);
  expect(Buffer.from(bytes).toString()).toContain('"STRING NOT NULL"');
});

test.each<[string, string]>([
  ['_KEY_id', 'reserves'],
  ['rowkind', 'reserves'],
  ['ID', 'two columns'],
])('a column called %s beside id is refused', (name, reason) => {
  const columns = [column('id', { kind: 'INT' }), column(name, { kind: 'INT' })];
  expect(() => newTableSchema({ columns, partitionKeys: [], timeMillis: 0 })).toThrowError(reason);
});

test('a partition key without a certain directory name is refused', () => {
  const partitionKeys = [column('f', { kind: 'DOUBLE' })];
  expect(() => newTableSchema({ columns: [], partitionKeys, timeMillis: 0 })).toThrowError(/DOUBLE/);
});

test('a schema that is none, or newer, or of unknown types, is not guessed at', () => {
  const decode = (text: string) => () => decodeSchema(Buffer.from(text), 'schema-0');
  expect(decode('{')).toThrowError(/not JSON/);
  expect(decode('{"id":0}')).toThrowError(/no fields/);
  expect(decode('{"version":4,"id":0,"fields":[]}')).toThrowError(/newer/);
  expect(decode('{"version":3,"id":0,"fields":[{"id":0,"name":"v","type":"VARIANT"}]}')).toThrowError(/VARIANT/);
});
