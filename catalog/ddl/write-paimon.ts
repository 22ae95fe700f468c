import { LakeliftError } from '../../errors/error.js';
import type { HiveTable } from '../model.js';
import { isPaimon } from '../paimon-table.js';
import type { Dialect } from './dialect.js';
import { inLines, quotedEntries, quotedName, quotedTable, quotedText, statement } from './quote.js';
import { PAIMON_TYPES, writeColumn } from './write-type.js';

/** DDL for a Paimon catalog of Spark: of a Hive table an empty append table of the same columns. */
export const PAIMON: Dialect = {
  database: ({ name }) => statement(`CREATE DATABASE IF NOT EXISTS ${quotedName(name)}`),
  table,
  partitions: () => '',
};

function table(of: HiveTable): string {
  const { parameters, partitionKeys, storage } = of;
  if (/VIEW/.test(of.tableType)) throw new LakeliftError('REFUSED', `it is a ${of.tableType}: a view has no files`);
  if (isPaimon(of)) return foundByItself(of);
  const { comment } = parameters;
  const columns = [...storage.columns, ...partitionKeys].map((column) => writeColumn(column, PAIMON_TYPES));
  return statement(
    `CREATE TABLE IF NOT EXISTS ${quotedTable(of)} ${inLines(columns)}`,
    'USING paimon',
    partitionKeys.length === 0
      ? ''
      : `PARTITIONED BY (${partitionKeys.map(({ name }) => quotedName(name)).join(', ')})`,
    comment === undefined ? '' : `COMMENT ${quotedText(comment)}`,
    `TBLPROPERTIES ${quotedEntries({ bucket: '-1' })}`,
  );
}

/**
 * A comment in the place of DDL: a Paimon catalog finds its tables by their folders, and CREATE TABLE with another catalog's folder as LOCATION
 * makes an empty table without columns (Paimon 0.9 in Spark 3.5).
 */
export function foundByItself({ database, name, storage: { location } }: HiveTable): string {
  const folder = `/${database}.db/${name}`;
  const warehouse = location.endsWith(folder) ? `, its warehouse is ${location.slice(0, -folder.length)}` : '';
  const text = `${database}.${name} is a Paimon table at ${location}: a Paimon catalog has it without DDL${warehouse}`;
  return `-- ${text.replace(/[\r\n]/g, ' ')}\n`;
}
