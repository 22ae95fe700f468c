import type { Side } from '../../pairs.js';
import type { EngineColumn, EngineTable } from '../engine.js';
import { folderOf, notGiven, STORED_AS, typeIn } from '../external.js';
import { quoted, sideDatabase } from './names.js';

/** SQL types that Hive calls otherwise. */
const TYPES: Readonly<Record<string, string>> = {
  VARCHAR: 'STRING',
  BLOB: 'BINARY',
  INTEGER: 'INT',
  HUGEINT: 'DECIMAL(38,0)',
};

/** The statements that make a table over the files of one side. Throws REFUSED for one that Hive has no external table for. */
export function externalTable(side: Side, table: EngineTable, files: string): string[] {
  const { database, columns, partitionKeys, format } = table;
  const location = folderOf('Hive', table, files).replace(/['\\]/g, '\\$&');
  const list = (all: readonly EngineColumn[]): string =>
    all
      .map((column) => {
        const type = typeIn(TYPES, column);
        if (type === undefined) throw notGiven('Hive', table, `it has no type for the column ${column.name} here`);
        return `${quoted(column.name)} ${type}`;
      })
      .join(', ');
  const name = nameOf(side, table);
  const partitioned = partitionKeys.length === 0 ? '' : ` PARTITIONED BY (${list(partitionKeys)})`;
  return [
    `CREATE DATABASE IF NOT EXISTS ${quoted(sideDatabase(side, database))}`,
    // Left behind by a run that was killed.
    `DROP TABLE IF EXISTS ${name}`,
    `CREATE EXTERNAL TABLE ${name} (${list(columns)})${partitioned} STORED AS ${STORED_AS[format]} LOCATION '${location}'`,
    ...(partitionKeys.length === 0 ? [] : [`MSCK REPAIR TABLE ${name}`]),
  ];
}

/** The statements that forget a table of `externalTable`, and its database when it was the last one. */
export function dropTable(side: Side, table: EngineTable): string[] {
  const database = quoted(sideDatabase(side, table.database));
  return [`DROP TABLE IF EXISTS ${nameOf(side, table)}`, `DROP DATABASE IF EXISTS ${database} RESTRICT`];
}

const nameOf = (side: Side, { database, table }: EngineTable): string =>
  `${quoted(sideDatabase(side, database))}.${quoted(table)}`;
