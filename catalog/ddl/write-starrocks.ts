import { LakeliftError } from '../../errors/error.js';
import type { HiveColumn, HiveTable } from '../model.js';
import type { Dialect } from './dialect.js';
import { inLines, quotedName, quotedTable, statement } from './quote.js';
import { STARROCKS_TYPES, writeType } from './write-type.js';

/** DDL of empty StarRocks tables of the same columns: duplicate-key tables, partitioned by the same keys. */
export const STARROCKS: Dialect = {
  database: ({ name }) => statement(`CREATE DATABASE IF NOT EXISTS ${quotedName(name)}`),
  table,
  partitions: () => '',
};

function table(of: HiveTable): string {
  if (/VIEW/.test(of.tableType)) throw new LakeliftError('REFUSED', `it is a ${of.tableType}: a view has no rows`);
  const { storage, partitionKeys, parameters } = of;
  const columns = [...storage.columns, ...partitionKeys];
  const { comment } = parameters;
  return statement(
    `CREATE TABLE IF NOT EXISTS ${quotedTable(of)} ${inLines(columns.map(writeColumn))}`,
    comment === undefined ? '' : `COMMENT ${quoted(comment)}`,
    partitionKeys.length === 0 ? '' : `PARTITION BY (${partitionKeys.map(({ name }) => quotedName(name)).join(', ')})`,
    'DISTRIBUTED BY RANDOM',
  );
}

function writeColumn({ name, type, comment }: HiveColumn): string {
  const words = [quotedName(name), writeType(type, STARROCKS_TYPES)];
  if (comment !== undefined) words.push('COMMENT', quoted(comment));
  return words.join(' ');
}

/** A text in double quotes with the escapes of MySQL. */
function quoted(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\0', '\\0');
  return `"${escaped}"`;
}
