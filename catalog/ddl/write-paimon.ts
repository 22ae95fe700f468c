import { LakeliftError } from '../../errors/error.js';
import type { HiveTable } from '../model.js';
import type { Dialect } from './dialect.js';
import { inLines, quotedEntries, quotedName, quotedTable, quotedText, statement } from './quote.js';
import { PAIMON_TYPES, writeColumn } from './write-type.js';

/**
 * DDL for a Paimon catalog of Spark. A table that is Paimon's is named by its folder, which holds its schema; of a Hive table an empty
 * append table of the same columns is made.
 */
export const PAIMON: Dialect = {
  database: ({ name }) => statement(`CREATE DATABASE IF NOT EXISTS ${quotedName(name)}`),
  table: writePaimonTable,
  partitions: () => '',
};

export function writePaimonTable(of: HiveTable): string {
  const { parameters, partitionKeys, storage } = of;
  if (/VIEW/.test(of.tableType)) throw new LakeliftError('REFUSED', `it is a ${of.tableType}: a view has no files`);
  const create = `CREATE TABLE IF NOT EXISTS ${quotedTable(of)}`;
  if (parameters['table_type']?.toUpperCase() === 'PAIMON') {
    return statement(`${create} USING paimon`, `LOCATION ${quotedText(storage.location)}`);
  }
  const { comment } = parameters;
  const columns = [...storage.columns, ...partitionKeys].map((column) => writeColumn(column, PAIMON_TYPES));
  return statement(
    `${create} ${inLines(columns)}`,
    'USING paimon',
    partitionKeys.length === 0
      ? ''
      : `PARTITIONED BY (${partitionKeys.map(({ name }) => quotedName(name)).join(', ')})`,
    comment === undefined ? '' : `COMMENT ${quotedText(comment)}`,
    `TBLPROPERTIES ${quotedEntries({ bucket: '-1' })}`,
  );
}
