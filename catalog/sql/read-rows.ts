import type { HiveDatabase, HivePartition, HiveTable, StorageDescriptor } from '../model.js';
import { pairsOf, partitionKeysOf, textsOf } from './owned-rows.js';
import { rows } from './query.js';
import type { Reading } from './query.js';
import { inDefaultCatalog } from './schema.js';
import { readStoredStorage } from './storage-rows.js';

/** Optional texts of the metastore become '' where the model wants a text. */
const text = (value: string | null | undefined): string => value ?? '';

/** A reader of storage descriptors by SD_ID; null (no descriptor, views) gives an empty one. */
function* readStorage(ids: readonly number[]): Reading<(id: number | null) => StorageDescriptor> {
  const byId = yield* readStoredStorage(ids);
  return (id) => {
    const stored = byId.get(id ?? -1);
    return {
      location: text(stored?.location),
      inputFormat: text(stored?.inputFormat),
      outputFormat: text(stored?.outputFormat),
      serde: text(stored?.serde),
      serdeParameters: stored?.serdeParameters ?? {},
      columns: stored?.columns ?? [],
      bucketColumns: stored?.bucketColumns ?? [],
      buckets: stored?.buckets ?? 0,
      sortColumns: (stored?.sortColumns ?? []).map(({ name, order }) => ({ name, descending: order === 0 })),
      compressed: (stored?.compressed ?? 0) !== 0,
      parameters: stored?.parameters ?? {},
      storedAsSubDirectories: (stored?.subDirectories ?? 0) !== 0,
      ...(stored?.skew === undefined ? {} : { skew: stored.skew }),
    };
  };
}

interface DatabaseRow {
  id: number;
  name: string;
  note: string | null;
  location: string;
  owner: string | null;
  ownerType: string | null;
}

/** The database with its DB_ID, or undefined. Names are compared in lower case, as Hive stores them. */
export function* readDatabase(name: string): Reading<{ id: number; database: HiveDatabase } | undefined> {
  const [row] = yield* rows<DatabaseRow>(
    `SELECT "DB_ID" AS "id", "NAME" AS "name", "DESC" AS "note", "DB_LOCATION_URI" AS "location",
      "OWNER_NAME" AS "owner", "OWNER_TYPE" AS "ownerType"
     FROM "DBS" d WHERE lower("NAME") = lower(?) AND ${yield* inDefaultCatalog()}`,
    name,
  );
  if (row === undefined) return undefined;
  const database: HiveDatabase = {
    name: row.name,
    ...(row.note === null ? {} : { description: row.note }),
    location: row.location,
    ...(row.owner === null ? {} : { owner: row.owner }),
    ...(row.ownerType === 'ROLE' || row.ownerType === 'GROUP' ? { ownerType: row.ownerType } : {}),
    parameters: (yield* pairsOf('DATABASE_PARAMS', 'DB_ID', [row.id]))(row.id),
  };
  return { id: row.id, database };
}

interface TableRow {
  id: number;
  database: string;
  name: string;
  owner: string | null;
  tableType: string | null;
  createTime: number;
  storageId: number | null;
  expandedText: string | null;
  originalText: string | null;
}

/** The table with its TBL_ID, or undefined. */
export function* readTable(database: string, name: string): Reading<{ id: number; table: HiveTable } | undefined> {
  const [row] = yield* rows<TableRow>(
    `SELECT t."TBL_ID" AS "id", d."NAME" AS "database", t."TBL_NAME" AS "name", t."OWNER" AS "owner",
      t."TBL_TYPE" AS "tableType", t."CREATE_TIME" AS "createTime", t."SD_ID" AS "storageId",
      t."VIEW_EXPANDED_TEXT" AS "expandedText", t."VIEW_ORIGINAL_TEXT" AS "originalText"
     FROM "TBLS" t JOIN "DBS" d ON d."DB_ID" = t."DB_ID"
     WHERE lower(d."NAME") = lower(?) AND lower(t."TBL_NAME") = lower(?) AND ${yield* inDefaultCatalog()}`,
    database,
    name,
  );
  if (row === undefined) return undefined;
  const viewText = row.expandedText ?? row.originalText;
  const table: HiveTable = {
    database: row.database,
    name: row.name,
    owner: text(row.owner),
    tableType: text(row.tableType),
    createTime: row.createTime,
    parameters: (yield* pairsOf('TABLE_PARAMS', 'TBL_ID', [row.id]))(row.id),
    partitionKeys: yield* partitionKeysOf(row.id),
    storage: (yield* readStorage(row.storageId === null ? [] : [row.storageId]))(row.storageId),
    ...(viewText === null ? {} : { viewText }),
  };
  return { id: row.id, table };
}

interface PartitionRow {
  id: number;
  createTime: number;
  storageId: number | null;
}

/** The next `limit` partitions of a table after PART_ID `after`; `last` is where the next page starts. */
export function* readPartitionPage(
  tableId: number,
  after: number,
  limit: number,
): Reading<{ partitions: HivePartition[]; count: number; last: number }> {
  const found = yield* rows<PartitionRow>(
    `SELECT "PART_ID" AS "id", "CREATE_TIME" AS "createTime", "SD_ID" AS "storageId" FROM "PARTITIONS"
     WHERE "TBL_ID" = ? AND "PART_ID" > ? ORDER BY "PART_ID" LIMIT ?`,
    ...[tableId, after, limit],
  );
  const ids = found.map((row) => row.id);
  const values = yield* textsOf('PARTITION_KEY_VALS', 'PART_ID', 'PART_KEY_VAL', ids);
  const parameters = yield* pairsOf('PARTITION_PARAMS', 'PART_ID', ids);
  const storage = yield* readStorage(found.flatMap((row) => row.storageId ?? []));
  const partitions = found.map((row) => ({
    values: values(row.id),
    createTime: row.createTime,
    parameters: parameters(row.id),
    storage: storage(row.storageId),
  }));
  return { partitions, count: found.length, last: ids.at(-1) ?? after };
}
