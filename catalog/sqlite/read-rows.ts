import type { HiveColumn, HiveDatabase, HivePartition, HiveTable, StorageDescriptor } from '../model.js';
import type { Sqlite } from './file.js';
import { byOwner } from './group.js';

/** Optional texts of the metastore become '' where the model wants a text. */
const text = (value: string | null): string => value ?? '';

interface PairRow {
  owner: number;
  key: string;
  value: string | null;
}

/** Key-value rows of many owners at once. A value SQL holds as NULL is '' (Derby and Oracle store '' as NULL). */
function pairs(db: Sqlite, table: string, ownerColumn: string, ids: readonly number[]): Map<number, PairRow[]> {
  const sql = `SELECT ${ownerColumn} AS owner, PARAM_KEY AS key, PARAM_VALUE AS value FROM ${table}
    WHERE ${ownerColumn} IN (SELECT value FROM json_each(?)) ORDER BY 1, 2`;
  return byOwner(db.prepare<[string], PairRow>(sql).all(JSON.stringify(ids)));
}

const record = (rows: readonly PairRow[] | undefined): Record<string, string> =>
  Object.fromEntries((rows ?? []).map((row) => [row.key, text(row.value)]));

/** Ordered texts (bucket columns, sort columns, partition values) of many owners at once. */
function lists(
  db: Sqlite,
  table: string,
  owner: string,
  column: string,
  ids: readonly number[],
): Map<number, string[]> {
  const sql = `SELECT ${owner} AS owner, ${column} AS value FROM ${table}
    WHERE ${owner} IN (SELECT value FROM json_each(?)) ORDER BY ${owner}, INTEGER_IDX`;
  const rows = db.prepare<[string], { owner: number; value: string | null }>(sql).all(JSON.stringify(ids));
  return new Map([...byOwner(rows)].map(([id, list]) => [id, list.map((row) => text(row.value))]));
}

interface ColumnRow {
  owner: number;
  name: string;
  type: string;
  comment: string | null;
}

const column = (row: ColumnRow): HiveColumn => ({
  name: row.name,
  type: row.type,
  ...(row.comment === null ? {} : { comment: row.comment }),
});

function columnsOf(db: Sqlite, ids: readonly number[]): Map<number, HiveColumn[]> {
  const sql = `SELECT CD_ID AS owner, COLUMN_NAME AS name, TYPE_NAME AS type, COMMENT AS comment FROM COLUMNS_V2
    WHERE CD_ID IN (SELECT value FROM json_each(?)) ORDER BY CD_ID, INTEGER_IDX`;
  const grouped = byOwner(db.prepare<[string], ColumnRow>(sql).all(JSON.stringify(ids)));
  return new Map([...grouped].map(([owner, rows]) => [owner, rows.map(column)]));
}

interface StorageRow {
  id: number;
  columnsId: number | null;
  serdeId: number | null;
  location: string | null;
  inputFormat: string | null;
  outputFormat: string | null;
  compressed: number;
  subDirectories: number;
  buckets: number;
  serde: string | null;
}

const NO_STORAGE: StorageRow = {
  id: -1,
  columnsId: null,
  serdeId: null,
  location: null,
  inputFormat: null,
  outputFormat: null,
  compressed: 0,
  subDirectories: 0,
  buckets: 0,
  serde: null,
};

/** A reader of storage descriptors by SD_ID in one pass over each table; -1 (no descriptor, views) gives an empty one. */
export function readStorage(db: Sqlite, ids: readonly number[]): (id: number | null) => StorageDescriptor {
  const rows = db
    .prepare<[string], StorageRow>(
      `SELECT s.SD_ID AS id, CD_ID AS columnsId, s.SERDE_ID AS serdeId, LOCATION AS location, INPUT_FORMAT AS inputFormat,
        OUTPUT_FORMAT AS outputFormat, IS_COMPRESSED AS compressed, IS_STOREDASSUBDIRECTORIES AS subDirectories,
        NUM_BUCKETS AS buckets, SLIB AS serde
       FROM SDS s LEFT JOIN SERDES d ON d.SERDE_ID = s.SERDE_ID WHERE s.SD_ID IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const serdeIds = rows.flatMap((row) => row.serdeId ?? []);
  const columns = columnsOf(db, [...new Set(rows.flatMap((row) => row.columnsId ?? []))]);
  const parameters = pairs(db, 'SD_PARAMS', 'SD_ID', ids);
  const serdeParameters = pairs(db, 'SERDE_PARAMS', 'SERDE_ID', serdeIds);
  const buckets = lists(db, 'BUCKETING_COLS', 'SD_ID', 'BUCKET_COL_NAME', ids);
  const sorts = lists(db, 'SORT_COLS', 'SD_ID', 'COLUMN_NAME', ids);
  return (id) => {
    const row = byId.get(id ?? -1) ?? NO_STORAGE;
    return {
      location: text(row.location),
      inputFormat: text(row.inputFormat),
      outputFormat: text(row.outputFormat),
      serde: text(row.serde),
      serdeParameters: record(serdeParameters.get(row.serdeId ?? -1)),
      columns: columns.get(row.columnsId ?? -1) ?? [],
      bucketColumns: buckets.get(row.id) ?? [],
      buckets: row.buckets,
      sortColumns: sorts.get(row.id) ?? [],
      compressed: row.compressed !== 0,
      parameters: record(parameters.get(row.id)),
      storedAsSubDirectories: row.subDirectories !== 0,
    };
  };
}

/** The database with its DB_ID, or undefined. Names are compared in lower case, as Hive stores them. */
export function readDatabase(db: Sqlite, name: string): { id: number; database: HiveDatabase } | undefined {
  const row = db
    .prepare<[string], { id: number; name: string; note: string | null; location: string; owner: string | null }>(
      `SELECT DB_ID AS id, NAME AS name, "DESC" AS note, DB_LOCATION_URI AS location, OWNER_NAME AS owner
       FROM DBS WHERE lower(NAME) = lower(?)`,
    )
    .get(name);
  if (row === undefined) return undefined;
  const database: HiveDatabase = {
    name: row.name,
    ...(row.note === null ? {} : { description: row.note }),
    location: row.location,
    ...(row.owner === null ? {} : { owner: row.owner }),
    parameters: record(pairs(db, 'DATABASE_PARAMS', 'DB_ID', [row.id]).get(row.id)),
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
export function readTable(db: Sqlite, database: string, name: string): { id: number; table: HiveTable } | undefined {
  const row = db
    .prepare<[string, string], TableRow>(
      `SELECT TBL_ID AS id, NAME AS database, TBL_NAME AS name, OWNER AS owner, TBL_TYPE AS tableType,
        CREATE_TIME AS createTime, SD_ID AS storageId, VIEW_EXPANDED_TEXT AS expandedText,
        VIEW_ORIGINAL_TEXT AS originalText
       FROM TBLS t JOIN DBS d ON d.DB_ID = t.DB_ID WHERE lower(NAME) = lower(?) AND lower(TBL_NAME) = lower(?)`,
    )
    .get(database, name);
  if (row === undefined) return undefined;
  const keys = db
    .prepare<[number], ColumnRow>(
      `SELECT TBL_ID AS owner, PKEY_NAME AS name, PKEY_TYPE AS type, PKEY_COMMENT AS comment FROM PARTITION_KEYS
       WHERE TBL_ID = ? ORDER BY INTEGER_IDX`,
    )
    .all(row.id);
  const viewText = row.expandedText ?? row.originalText;
  const table: HiveTable = {
    database: row.database,
    name: row.name,
    owner: text(row.owner),
    tableType: text(row.tableType),
    createTime: row.createTime,
    parameters: record(pairs(db, 'TABLE_PARAMS', 'TBL_ID', [row.id]).get(row.id)),
    partitionKeys: keys.map(column),
    storage: readStorage(db, row.storageId === null ? [] : [row.storageId])(row.storageId),
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
export function readPartitionPage(
  db: Sqlite,
  tableId: number,
  after: number,
  limit: number,
): { partitions: HivePartition[]; last: number } {
  const rows = db
    .prepare<[number, number, number], PartitionRow>(
      `SELECT PART_ID AS id, CREATE_TIME AS createTime, SD_ID AS storageId FROM PARTITIONS
       WHERE TBL_ID = ? AND PART_ID > ? ORDER BY PART_ID LIMIT ?`,
    )
    .all(tableId, after, limit);
  const ids = rows.map((row) => row.id);
  const values = lists(db, 'PARTITION_KEY_VALS', 'PART_ID', 'PART_KEY_VAL', ids);
  const parameters = pairs(db, 'PARTITION_PARAMS', 'PART_ID', ids);
  const storage = readStorage(
    db,
    rows.flatMap((row) => row.storageId ?? []),
  );
  const partitions = rows.map((row) => ({
    values: values.get(row.id) ?? [],
    createTime: row.createTime,
    parameters: record(parameters.get(row.id)),
    storage: storage(row.storageId),
  }));
  return { partitions, last: ids.at(-1) ?? after };
}
