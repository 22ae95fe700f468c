import type { Annotations } from './annotations.js';
import { bareStorage } from './bare-storage.js';
import type { CatalogEntry, HiveColumn, HiveDatabase, HivePartition, HiveTable, StorageDescriptor } from './model.js';
import { partitionName } from './partition-name.js';

/** Whether a table is Paimon's, as its own Hive catalog marks it. */
export const isPaimon = ({ parameters }: HiveTable): boolean => parameters['table_type']?.toUpperCase() === 'PAIMON';

const PAIMON_PARAMETERS = {
  EXTERNAL: 'TRUE',
  storage_handler: 'org.apache.paimon.hive.PaimonStorageHandler',
  table_type: 'PAIMON',
} as const;

/** Prefix of everything recorded about the source that must not act on the migrated table. */
export const SOURCE_PREFIX = 'lakelift.source.';

/**
 * Parameters engines act on (statistics, Spark's schema and provider, ACID and bucketing marks): true for the source's
 * files and false for the lake's, so they are kept under `lakelift.source.` instead of their own key.
 */
const SOURCE_ONLY = new RegExp(
  '^(numFiles|numFilesErasureCoded|numRows|numPartitions|totalSize|rawDataSize|COLUMN_STATS_ACCURATE|STATS_GENERATED.*' +
    '|last_modified_(by|time)|spark\\.sql\\..*|transactional|transactional_properties|bucketing_version' +
    '|impala\\..*|orc\\..*|parquet\\..*|path|external\\.table\\.purge|auto\\.purge|skip\\.(header|footer)\\.line\\.count)$',
);

/** The constraints the migrated table has as such; the others are told as parameters. */
export const CARRIED_CONSTRAINTS: readonly string[] = ['primary key', 'unique', 'not null'];

/** Constraints that speak of another table or hold an expression of the source's engine, by their names. */
function constraintFacts(annotations: Annotations | undefined): [string, string][] {
  const told = annotations?.constraints.filter(({ kind }) => !CARRIED_CONSTRAINTS.includes(kind)) ?? [];
  return told.map(({ name, ...rest }) => [`${SOURCE_PREFIX}constraint.${name}`, JSON.stringify(rest)]);
}

/** The source's parameters as the migrated table carries them. */
function keptParameters(source: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(source)
    .filter(([key]) => !(key in PAIMON_PARAMETERS))
    .map(([key, value]) => [SOURCE_ONLY.test(key) ? SOURCE_PREFIX + key : key, value]);
}

/** What is known of the source table beyond its parameters, as `lakelift.source.*`. */
function sourceFacts(table: HiveTable): [string, string][] {
  const { storage } = table;
  const facts: [string, string][] = [
    ['table-type', table.tableType],
    ['location', storage.location],
    ['serde', storage.serde],
    ['input-format', storage.inputFormat],
  ];
  if (storage.bucketColumns.length > 0) {
    facts.push(['bucket-columns', storage.bucketColumns.join(',')], ['buckets', String(storage.buckets)]);
  }
  if (storage.skew !== undefined) facts.push(['skewed-columns', storage.skew.columns.join(',')]);
  const sorted = storage.sortColumns.map(({ name, descending }) => (descending ? `${name} DESC` : name));
  if (sorted.length > 0) facts.push(['sort-columns', sorted.join(',')]);
  for (const [key, value] of Object.entries(storage.serdeParameters)) facts.push([`serde.${key}`, value]);
  return facts.map(([key, value]) => [SOURCE_PREFIX + key, value]);
}

function paimonStorage(location: string, columns: HiveColumn[]): StorageDescriptor {
  return bareStorage({
    location,
    inputFormat: 'org.apache.paimon.hive.mapred.PaimonInputFormat',
    outputFormat: 'org.apache.paimon.hive.mapred.PaimonOutputFormat',
    serde: 'org.apache.paimon.hive.PaimonSerDe',
    columns,
  });
}

/** A source comment is kept where the Paimon column brings none. */
function withComment(column: HiveColumn, comments: ReadonlyMap<string, string>): HiveColumn {
  const comment = column.comment ?? comments.get(column.name.toLowerCase());
  return { name: column.name, type: column.type, ...(comment === undefined ? {} : { comment }) };
}

/**
 * The rows Paimon's Hive catalog would write for the entry, as an EXTERNAL table (dropping it must not remove data).
 * As Paimon does, partition keys are plain columns unless `metastore.partitioned-table=true`.
 */
export function paimonTable(entry: CatalogEntry): { table: HiveTable; partitions: HivePartition[] } {
  const source = entry.table;
  const location = entry.lakeLocation.replace(/\/+$/, '');
  const parameters = Object.fromEntries<string>([
    ['transient_lastDdlTime', String(source.createTime)],
    ...keptParameters(source.parameters),
    ...sourceFacts(source),
    ...constraintFacts(entry.annotations),
    ...Object.entries(entry.extraParameters ?? {}),
    ...Object.entries(PAIMON_PARAMETERS),
  ]);
  const comments = new Map(
    [...source.storage.columns, ...source.partitionKeys].flatMap((c) =>
      c.comment === undefined ? [] : [[c.name.toLowerCase(), c.comment] as const],
    ),
  );
  const columns = entry.paimonColumns.map((column) => withComment(column, comments));
  const keyNames = source.partitionKeys.map((key) => key.name.toLowerCase());
  const recordPartitions = parameters['metastore.partitioned-table'] === 'true' && keyNames.length > 0;
  const isKey = (column: HiveColumn): boolean => recordPartitions && keyNames.includes(column.name.toLowerCase());
  const storage = paimonStorage(
    location,
    columns.filter((column) => !isKey(column)),
  );
  const table: HiveTable = {
    database: source.database,
    name: source.name,
    owner: source.owner,
    tableType: 'EXTERNAL_TABLE',
    createTime: source.createTime,
    parameters,
    partitionKeys: columns.filter(isKey),
    storage,
  };
  if (!recordPartitions) return { table, partitions: [] };
  return { table, partitions: entry.partitions.map((p) => paimonPartition(p, keyNames, storage)) };
}

/** A partition already located under the table keeps its place: only the caller knows how Paimon spells typed values. */
function paimonPartition(source: HivePartition, keys: readonly string[], storage: StorageDescriptor): HivePartition {
  const own = source.storage.location;
  const location = own.startsWith(`${storage.location}/`)
    ? own
    : `${storage.location}/${partitionName(keys, source.values)}`;
  return {
    values: source.values,
    createTime: source.createTime,
    parameters: Object.fromEntries(keptParameters(source.parameters)),
    storage: { ...storage, location },
  };
}

/** The database as the catalog records it: the folder that holds the table, the source's facts beside it. */
export function paimonDatabase(source: HiveDatabase, lakeLocation: string): HiveDatabase {
  const location = lakeLocation.replace(/\/+$/, '').replace(/\/[^/]*$/, '');
  return { ...source, location, parameters: { ...source.parameters, [`${SOURCE_PREFIX}location`]: source.location } };
}
