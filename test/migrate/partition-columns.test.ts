import { expect, it } from 'vitest';
import { requireTableColumns } from '../../migrate/partition-columns.js';

const TABLE = [
  { name: 'id', type: 'int' },
  { name: 'name', type: 'string' },
];

it('a partition of text may have the first columns of the table', () => {
  requireTableColumns('text', TABLE, TABLE);
  requireTableColumns('text', TABLE, [{ name: 'ID', type: 'INT' }]);
});

it.each([
  ['another type', [{ name: 'id', type: 'string' }], 'the partition has id string where the table has id int'],
  ['another order', [TABLE[1]!, TABLE[0]!], 'the partition has name string where the table has id int'],
  ['a column more', [...TABLE, { name: 'x', type: 'int' }], 'the partition has x int where the table has nothing'],
])('%s is refused', (_, columns, message) => {
  expect(() => requireTableColumns('text', TABLE, columns)).toThrow(message);
  // Files that name their columns are read by these names.
  requireTableColumns('parquet', TABLE, columns);
});
