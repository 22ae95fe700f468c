import { LakeliftError } from '../../../errors/index.js';
import type { Side } from '../../pairs.js';
import type { EngineColumn, EngineTable } from '../engine.js';
import { quoted, sideDatabase } from './names.js';

/** SQL types that Hive calls otherwise. */
const TYPES: Readonly<Record<string, string>> = {
  VARCHAR: 'STRING',
  BLOB: 'BINARY',
  INTEGER: 'INT',
  HUGEINT: 'DECIMAL(38,0)',
};
const FORMATS = { parquet: 'PARQUET', orc: 'ORC', avro: 'AVRO' } as const;

/** The statements that make a table over the files of one side. Throws REFUSED for one that Hive has no external table for. */
export function externalTable(side: Side, table: EngineTable, files: string): string[] {
  const { database, table: bare, columns, partitionKeys, merge, format } = table;
  const refuse = (why: string): LakeliftError =>
    new LakeliftError('REFUSED', `Hive is not given the table: ${why}`, { table: `${database}.${bare}` });
  if (merge !== undefined) throw refuse('it has a primary key, so its rows are not simply those of its files');
  const [first] = table.files;
  if (first === undefined) throw refuse('it has no files');
  const folder = first.split('/').slice(0, -1 - partitionKeys.length);
  const list = (all: readonly EngineColumn[]): string =>
    all
      .map((column) => {
        const type = typeOf(column);
        if (type === undefined) throw refuse(`it has no type for the column ${column.name} here`);
        return `${quoted(column.name)} ${type}`;
      })
      .join(', ');
  const name = nameOf(side, table);
  const partitioned = partitionKeys.length === 0 ? '' : ` PARTITIONED BY (${list(partitionKeys)})`;
  const location = `${files}${folder.join('/')}`.replace(/['\\]/g, '\\$&');
  return [
    `CREATE DATABASE IF NOT EXISTS ${quoted(sideDatabase(side, database))}`,
    // Left behind by a run that was killed.
    `DROP TABLE IF EXISTS ${name}`,
    `CREATE EXTERNAL TABLE ${name} (${list(columns)})${partitioned} STORED AS ${FORMATS[format]} LOCATION '${location}'`,
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

/** A nested column has no type here, and Hive before 4 no time with a zone. */
function typeOf({ type }: EngineColumn): string | undefined {
  if (type === undefined || type === 'TIMESTAMP WITH TIME ZONE') return undefined;
  return TYPES[type] ?? type;
}
