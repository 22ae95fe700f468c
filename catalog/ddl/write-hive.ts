import { LakeliftError } from '../../errors/error.js';
import type { HiveDatabase, HivePartition, HiveTable, StorageDescriptor } from '../model.js';
import type { Dialect } from './dialect.js';
import { inLines, quotedEntries, quotedName, quotedTable, quotedText, statement } from './quote.js';
import { HIVE_TYPES, writeColumn } from './write-type.js';

/** Parameters that clauses of the DDL stand for. */
const IN_CLAUSES = new Set(['EXTERNAL', 'comment', 'storage_handler']);

/** DDL of Hive 2 to 4. It says all the metastore knows but owners of tables, creation times and statistics. */
export const HIVE: Dialect = { database, table, partitions };

function database({ name, description, location, owner, ownerType, parameters }: HiveDatabase): string {
  const create = statement(
    `CREATE DATABASE IF NOT EXISTS ${quotedName(name)}`,
    description === undefined ? '' : `COMMENT ${quotedText(description)}`,
    location === '' ? '' : `LOCATION ${quotedText(location)}`,
    Object.keys(parameters).length === 0 ? '' : `WITH DBPROPERTIES ${quotedEntries(parameters)}`,
  );
  if (owner === undefined) return create;
  return `${create}ALTER DATABASE ${quotedName(name)} SET OWNER ${ownerType ?? 'USER'} ${quotedName(owner)};\n`;
}

function table(of: HiveTable): string {
  if (/VIEW/.test(of.tableType)) return view(of);
  const { storage, parameters, partitionKeys } = of;
  const external = of.tableType === 'EXTERNAL_TABLE' ? 'EXTERNAL ' : '';
  const kept = Object.fromEntries(Object.entries(parameters).filter(([key]) => !IN_CLAUSES.has(key)));
  return statement(
    `CREATE ${external}TABLE ${quotedTable(of)}${inLines(storage.columns.map((c) => writeColumn(c, HIVE_TYPES)))}`,
    comment(parameters),
    partitionKeys.length === 0
      ? ''
      : `PARTITIONED BY ${inLines(partitionKeys.map((key) => writeColumn(key, HIVE_TYPES)))}`,
    bucketing(storage),
    skewed(storage),
    format(storage, parameters['storage_handler']),
    storage.location === '' ? '' : `LOCATION ${quotedText(storage.location)}`,
    Object.keys(kept).length === 0 ? '' : `TBLPROPERTIES ${quotedEntries(kept)}`,
  );
}

function view(of: HiveTable): string {
  const kind = of.tableType === 'MATERIALIZED_VIEW' ? 'MATERIALIZED VIEW' : 'VIEW';
  if (of.viewText === undefined) throw new LakeliftError('REFUSED', 'the metastore has no query of the view');
  const made = statement(`CREATE ${kind} ${quotedTable(of)} AS ${of.viewText}`);
  const database = databaseOfQuery(of.parameters);
  return database === undefined ? made : `USE ${quotedName(database)};\n${made}`;
}

/** Where a view's query looks for names without a database. Hive writes all of them with theirs; Spark keeps the query as it was given. */
function databaseOfQuery(parameters: HiveTable['parameters']): string | undefined {
  const parts = 'view.catalogAndNamespace';
  const last = Number(parameters[`${parts}.numParts`]) - 1;
  return parameters[`${parts}.part.${last}`] ?? parameters['view.default.database'];
}

function comment(parameters: HiveTable['parameters']): string {
  return parameters['comment'] === undefined ? '' : `COMMENT ${quotedText(parameters['comment'])}`;
}

/** CLUSTERED BY and SORTED BY, in Hive and in Spark. */
export function bucketing({ bucketColumns, buckets, sortColumns }: StorageDescriptor): string {
  if (bucketColumns.length === 0 || buckets <= 0) return '';
  const sorts = sortColumns.map(({ name, descending }) => `${quotedName(name)} ${descending ? 'DESC' : 'ASC'}`);
  const sorted = sorts.length === 0 ? '' : `\nSORTED BY (${sorts.join(', ')})`;
  return `CLUSTERED BY (${bucketColumns.map(quotedName).join(', ')})${sorted}\nINTO ${String(buckets)} BUCKETS`;
}

function skewed({ skew, storedAsSubDirectories }: StorageDescriptor): string {
  if (skew === undefined) return '';
  const values = skew.values.map((value) => `(${value.map(quotedText).join(', ')})`);
  const stored = storedAsSubDirectories ? '\nSTORED AS DIRECTORIES' : '';
  return `SKEWED BY (${skew.columns.map(quotedName).join(', ')}) ON (${values.join(', ')})${stored}`;
}

function format({ serde, serdeParameters, inputFormat, outputFormat }: StorageDescriptor, handler?: string): string {
  const row = serde === '' ? '' : `ROW FORMAT SERDE ${quotedText(serde)}`;
  const properties =
    Object.keys(serdeParameters).length === 0 ? '' : `WITH SERDEPROPERTIES ${quotedEntries(serdeParameters)}`;
  if (handler !== undefined) return [`STORED BY ${quotedText(handler)}`, properties].filter(Boolean).join('\n');
  const stored = `STORED AS INPUTFORMAT ${quotedText(inputFormat)}\nOUTPUTFORMAT ${quotedText(outputFormat)}`;
  return [row, properties, stored].filter(Boolean).join('\n');
}

/** The partitions with their locations, then the formats of those that have one of their own. */
function partitions(of: HiveTable, page: readonly HivePartition[]): string {
  const formats = page
    .filter((partition) => !hasFormatOf(of, partition))
    .map(({ values, storage }) => {
      const { inputFormat, outputFormat, serde } = storage;
      return statement(
        `ALTER TABLE ${quotedTable(of)} PARTITION (${specOf(of, values)})`,
        `SET FILEFORMAT INPUTFORMAT ${quotedText(inputFormat)}`,
        `OUTPUTFORMAT ${quotedText(outputFormat)}`,
        `SERDE ${quotedText(serde)}`,
      );
    });
  return addPartitions(of, page) + formats.join('');
}

/** True for a partition that is stored as new partitions of the table are. */
export function hasFormatOf({ storage }: HiveTable, partition: HivePartition): boolean {
  return (['inputFormat', 'outputFormat', 'serde'] as const).every((key) => storage[key] === partition.storage[key]);
}

function specOf({ partitionKeys }: HiveTable, values: readonly string[]): string {
  return partitionKeys.map(({ name }, index) => `${quotedName(name)}=${quotedText(values[index] ?? '')}`).join(', ');
}

/** One statement for a page of partitions, each with its location. */
export function addPartitions(of: HiveTable, page: readonly HivePartition[]): string {
  if (page.length === 0) return '';
  const lines = page.map(
    ({ values, storage }) => `PARTITION (${specOf(of, values)}) LOCATION ${quotedText(storage.location)}`,
  );
  return statement(`ALTER TABLE ${quotedTable(of)} ADD IF NOT EXISTS`, ...lines);
}
