import { expect, it } from 'vitest';
import { externalTable } from '../../bench/engines/hive/external-table.js';
import { forSide } from '../../bench/engines/hive/names.js';
import { rowsOf } from '../../bench/engines/hive/rows.js';

it('queries name the databases of their side, for the tables that are there; texts and comments stay', () => {
  const sql = `SELECT e.x, 'd.t', 1.5 FROM "D" . "t" e, d.other, \`d\`.\`T\` -- d.t\nJOIN d.t /* d.t */`;
  const d = '`lakelift_after__d`';
  expect(forSide('after', sql, new Set(['d.t']))).toBe(
    `SELECT e.x, 'd.t', 1.5 FROM ${d.replace('__d', '__D')}.\`t\` e, d.other, ${d}.\`T\` -- d.t\nJOIN ${d}.\`t\` /* d.t */`,
  );
});

const TABLE = {
  ...{ database: 'd', table: 't', partitionKeys: [], nullPartition: 'n', binaryIsText: true, format: 'orc' as const },
  ...{ columns: [{ name: 'a`b', type: 'VARCHAR' }], files: ["/it's/x.orc"] },
};

it('external tables are in the names of Hive', () => {
  expect(externalTable('before', TABLE, 'file://')).toEqual([
    'CREATE DATABASE IF NOT EXISTS `lakelift_before__d`',
    'DROP TABLE IF EXISTS `lakelift_before__d`.`t`',
    "CREATE EXTERNAL TABLE `lakelift_before__d`.`t` (`a``b` STRING) STORED AS ORC LOCATION 'file:///it\\'s'",
  ]);
});

it.each([
  ['a primary key', { merge: { keys: ['a'], order: [] } }, /primary key/],
  ['no files', { files: [] }, /no files/],
  ['a nested column', { columns: [{ name: 'm' }] }, /no type for the column m/],
])('a table with %s is refused', (_, over, message) => {
  expect(() => externalTable('after', { ...TABLE, ...over }, 'file://')).toThrow(message);
});

it('NULLs are the bits that are set; bytes without one may be missing', () => {
  const ints = { values: Array.from({ length: 10 }, (_, i) => i), nulls: Buffer.from([0b1000_0001]) };
  expect(rowsOf([{ ints }]).flat()).toEqual([null, 1, 2, 3, 4, 5, 6, null, 8, 9]);
  expect(() => rowsOf([{ ints }, { texts: { values: ['a'] } }])).toThrow(/different lengths/);
});
