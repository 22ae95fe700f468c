import { LakeliftError } from '../../errors/error.js';
import type { HiveDatabase, HivePartition, HiveTable } from '../model.js';
import { isPaimon } from '../paimon-table.js';
import type { Dialect } from './dialect.js';
import { inLines, quotedEntries, quotedName, quotedTable, quotedText, statement } from './quote.js';
import { formatNamed } from './storage-format.js';
import { addPartitions, bucketing, hasFormatOf, HIVE } from './write-hive.js';
import { foundByItself } from './write-paimon.js';
import { SPARK_TYPES, writeColumn, writeType } from './write-type.js';

/**
 * DDL of Spark. Formats Spark knows by name are made with USING and so need no Hive support; others are Hive tables, as Spark with Hive
 * support makes them.
 */
export const SPARK: Dialect = { database, table, partitions };

/** Spark has no statement that sets the owner of a database. */
function database({ name, description, location, parameters }: HiveDatabase): string {
  return HIVE.database({ name, location, parameters, ...(description === undefined ? {} : { description }) });
}

function table(of: HiveTable): string {
  const handler = of.parameters['storage_handler'];
  if (isPaimon(of)) return foundByItself(of);
  if (handler !== undefined) throw new LakeliftError('REFUSED', `Spark has no storage handlers such as ${handler}`);
  if (of.storage.skew !== undefined) throw new LakeliftError('REFUSED', 'Spark has no skewed tables');
  if (of.storage.sortColumns.some(({ descending }) => descending)) {
    throw new LakeliftError('REFUSED', 'Spark has no buckets sorted downwards');
  }
  if (/VIEW/.test(of.tableType)) return HIVE.table({ ...of, tableType: 'VIRTUAL_VIEW' });
  // What Hive does not say again to Spark: types it lacks would otherwise show only when the statement runs.
  for (const { type } of [...of.storage.columns, ...of.partitionKeys]) writeType(type, SPARK_TYPES);
  const provider = providerOf(of);
  return provider === undefined ? HIVE.table({ ...of, parameters: ownParameters(of) }) : using(of, provider);
}

function partitions(of: HiveTable, page: readonly HivePartition[]): string {
  const other = page.find((partition) => !hasFormatOf(of, partition));
  if (other !== undefined) {
    throw new LakeliftError('REFUSED', "Spark cannot give a partition another format than its table's", {
      partition: other.values.join('/'),
    });
  }
  return addPartitions(of, page);
}

/** The word after USING; undefined for what only a Hive table of Spark can be. */
function providerOf({ parameters, storage }: HiveTable): string | undefined {
  const provider = parameters['spark.sql.sources.provider'];
  if (provider !== undefined && provider.toLowerCase() !== 'hive') return provider;
  // Spark's buckets are not Hive's: another hash.
  if (storage.buckets > 0 && storage.bucketColumns.length > 0) return undefined;
  return ['parquet', 'orc', 'avro'].find((word) => formatNamed(word)!.inputFormat === storage.inputFormat);
}

function using(of: HiveTable, provider: string): string {
  const { storage, partitionKeys } = of;
  const options = without(storage.serdeParameters, (key) => key === 'path' || key === 'serialization.format');
  const { comment, ...parameters } = ownParameters(of);
  const columns = [...storage.columns, ...partitionKeys].map((column) => writeColumn(column, SPARK_TYPES));
  const location = storage.serdeParameters['path'] ?? storage.location;
  return statement(
    `CREATE TABLE ${quotedTable(of)} ${inLines(columns)}`,
    `USING ${provider}`,
    Object.keys(options).length === 0 ? '' : `OPTIONS ${quotedEntries(options)}`,
    partitionKeys.length === 0
      ? ''
      : `PARTITIONED BY (${partitionKeys.map(({ name }) => quotedName(name)).join(', ')})`,
    bucketing(storage),
    comment === undefined ? '' : `COMMENT ${quotedText(comment)}`,
    location === '' ? '' : `LOCATION ${quotedText(location)}`,
    Object.keys(parameters).length === 0 ? '' : `TBLPROPERTIES ${quotedEntries(parameters)}`,
  );
}

/** Spark keeps what it knows of a table under `spark.sql.` itself, and takes no such keys from DDL. */
function ownParameters({ parameters }: HiveTable): Record<string, string> {
  return without(parameters, (key) => key.startsWith('spark.sql.') || key === 'EXTERNAL');
}

function without(entries: Readonly<Record<string, string>>, left: (key: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => !left(key)));
}
