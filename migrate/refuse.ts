import type { HiveTable, StorageDescriptor } from '../catalog/index.js';
import { isOfOneTable } from '../errors/index.js';
import type { Refusal } from './plan-types.js';
import { CARRIED, formatOf, hasOwnSerde } from './source-format.js';

/** An error of one table as a refusal of it; everything else is thrown on. */
export function refusalOf(error: unknown, place: Refusal['place']): Refusal {
  if (!isOfOneTable(error)) throw error;
  const { code, message: reason, next } = error;
  return {
    reason,
    place: { ...place, ...error.place },
    ...(next === undefined ? {} : { next }),
    ...(code === 'REFUSED' || code === 'CORRUPT' ? {} : { code }),
  };
}

/**
 * How rows come out of files that are not read. No CREATE TABLE AS SELECT: some versions of Hive take no EXTERNAL and no partitions there, and
 * make an ACID table without EXTERNAL.
 */
export const COPY_ROWS =
  'copy its rows in Hive into an external table, CREATE EXTERNAL TABLE … (its columns) STORED AS PARQUET, then INSERT INTO … SELECT, and migrate that one';

/** Why a table cannot be carried, by what its metastore entry says; [] when nothing speaks against it. */
export function tableRefusals(table: HiveTable): Refusal[] {
  const place = { table: `${table.database}.${table.name}` };
  if (/VIEW/.test(table.tableType)) {
    const next = "make it again on the migrated tables; 'lakelift catalog export --format hive' writes its query";
    return [{ reason: `it is a ${table.tableType}: a view has no files`, place, next }];
  }
  const reasons: Omit<Refusal, 'place'>[] = [];
  const parameter = caseless(table.parameters);
  if (parameter('transactional')?.toLowerCase() === 'true') {
    reasons.push({
      reason: 'it is an ACID table (transactional=true): its files hold deltas and deletes',
      next: `${COPY_ROWS}; a compaction does not help: what it leaves are base_ folders`,
    });
  }
  const handler = parameter('storage_handler');
  if (handler !== undefined) {
    reasons.push({ reason: `its rows are kept by the storage handler ${handler}`, next: COPY_ROWS });
  }
  const provider = parameter('spark.sql.sources.provider')?.toLowerCase();
  const format = formatOf(table.storage);
  if (provider !== undefined && provider !== format && provider !== 'hive') {
    reasons.push({
      reason: `Spark reads it as ${provider}, which is not what its input format says`,
      next: 'copy its rows in Spark into a table of Hive, CREATE TABLE … STORED AS PARQUET AS SELECT, and migrate that one',
    });
  }
  return [...reasons.map((reason) => ({ ...reason, place })), ...storageRefusals(table.storage, place)];
}

/** The same for the storage of the table or of one partition, which may have its own format. */
export function storageRefusals(storage: StorageDescriptor, place: Refusal['place']): Refusal[] {
  const reasons: string[] = [];
  const format = formatOf(storage);
  if (format === undefined) {
    reasons.push(`its input format is ${storage.inputFormat || 'not set'}; carried are ${CARRIED}`);
  } else if (!hasOwnSerde(storage, format)) {
    reasons.push(`its SerDe is ${storage.serde || 'not set'}, not that of its input format`);
  }
  if (storage.storedAsSubDirectories) reasons.push('it is skewed with list bucketing (stored as directories)');
  const byIndex = caseless({ ...storage.parameters, ...storage.serdeParameters })('parquet.column.index.access');
  if (byIndex?.toLowerCase() === 'true') reasons.push('its columns are read by position (parquet.column.index.access)');
  const next =
    place.partition === undefined
      ? COPY_ROWS
      : "write the partition anew in Hive (INSERT OVERWRITE), which stores it in the table's format";
  return reasons.map((reason) => ({ reason, place, next }));
}

function caseless(parameters: Readonly<Record<string, string>>): (name: string) => string | undefined {
  const lower = new Map(Object.entries(parameters).map(([key, value]) => [key.toLowerCase(), value]));
  return (name) => lower.get(name);
}
