import type { HiveColumn, HiveDatabase, HivePartition, HiveTable, StorageDescriptor } from '../model.js';
import { partitionName } from '../partition-name.js';
import type { Sqlite } from './file.js';
import type { Sequences } from './sequence.js';

/** What Paimon's Hive catalog writes into RETENTION. */
const RETENTION = 2_147_483_647;

function writePairs(db: Sqlite, table: string, owner: string, id: number, pairs: Record<string, string>): void {
  const insert = db.prepare(`INSERT INTO ${table} (${owner}, PARAM_KEY, PARAM_VALUE) VALUES (?, ?, ?)`);
  for (const [key, value] of Object.entries(pairs)) insert.run(id, key, value);
}

/** Inserts the database, or brings the row `id` up to date; returns its DB_ID. */
export function writeDatabase(db: Sqlite, ids: Sequences, database: HiveDatabase, id: number | undefined): number {
  const dbId = id ?? ids.next('database');
  db.prepare(
    `INSERT INTO DBS (DB_ID, "DESC", DB_LOCATION_URI, NAME, OWNER_NAME, OWNER_TYPE) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (DB_ID) DO UPDATE SET "DESC" = excluded."DESC", DB_LOCATION_URI = excluded.DB_LOCATION_URI,
       OWNER_NAME = excluded.OWNER_NAME, OWNER_TYPE = excluded.OWNER_TYPE`,
  ).run(
    dbId,
    database.description ?? null,
    database.location,
    database.name,
    database.owner ?? null,
    database.ownerType ?? 'USER',
  );
  db.prepare('DELETE FROM DATABASE_PARAMS WHERE DB_ID = ?').run(dbId);
  writePairs(db, 'DATABASE_PARAMS', 'DB_ID', dbId, database.parameters);
  return dbId;
}

function writeColumns(db: Sqlite, ids: Sequences, columns: readonly HiveColumn[]): number {
  const id = ids.next('columns');
  db.prepare('INSERT INTO CDS (CD_ID) VALUES (?)').run(id);
  const insert = db.prepare(
    'INSERT INTO COLUMNS_V2 (CD_ID, COMMENT, COLUMN_NAME, TYPE_NAME, INTEGER_IDX) VALUES (?, ?, ?, ?, ?)',
  );
  columns.forEach((column, index) => insert.run(id, column.comment ?? null, column.name, column.type, index));
  return id;
}

/** One SDS row with its SERDES row; `columnsId` is shared by the table and its partitions, as the Metastore does. */
function writeStorage(db: Sqlite, ids: Sequences, storage: StorageDescriptor, columnsId: number): number {
  const serdeId = ids.next('serde');
  db.prepare('INSERT INTO SERDES (SERDE_ID, NAME, SLIB) VALUES (?, NULL, ?)').run(serdeId, storage.serde);
  writePairs(db, 'SERDE_PARAMS', 'SERDE_ID', serdeId, storage.serdeParameters);
  const id = ids.next('storage');
  db.prepare(
    `INSERT INTO SDS (SD_ID, CD_ID, INPUT_FORMAT, IS_COMPRESSED, IS_STOREDASSUBDIRECTORIES, LOCATION, NUM_BUCKETS,
       OUTPUT_FORMAT, SERDE_ID) VALUES (?, ?, ?, 0, 0, ?, ?, ?, ?)`,
  ).run(id, columnsId, storage.inputFormat, storage.location, storage.buckets, storage.outputFormat, serdeId);
  writePairs(db, 'SD_PARAMS', 'SD_ID', id, storage.parameters);
  return id;
}

/** Inserts the table and its partitions under `id` (a replaced table keeps its id and so its grants); returns the id. */
export function writeTable(
  db: Sqlite,
  ids: Sequences,
  databaseId: number,
  table: HiveTable,
  partitions: readonly HivePartition[],
  id: number | undefined,
): number {
  const tableId = id ?? ids.next('table');
  const columnsId = writeColumns(db, ids, table.storage.columns);
  const storageId = writeStorage(db, ids, table.storage, columnsId);
  db.prepare(
    `INSERT INTO TBLS (TBL_ID, CREATE_TIME, DB_ID, LAST_ACCESS_TIME, OWNER, RETENTION, IS_REWRITE_ENABLED, SD_ID,
       TBL_NAME, TBL_TYPE) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`,
  ).run(
    tableId,
    table.createTime,
    databaseId,
    table.createTime,
    table.owner,
    RETENTION,
    storageId,
    table.name,
    table.tableType,
  );
  writePairs(db, 'TABLE_PARAMS', 'TBL_ID', tableId, table.parameters);
  const key = db.prepare(
    'INSERT INTO PARTITION_KEYS (TBL_ID, PKEY_COMMENT, PKEY_NAME, PKEY_TYPE, INTEGER_IDX) VALUES (?, ?, ?, ?, ?)',
  );
  table.partitionKeys.forEach((column, index) =>
    key.run(tableId, column.comment ?? null, column.name, column.type, index),
  );
  const keys = table.partitionKeys.map((column) => column.name);
  for (const partition of partitions) writePartition(db, ids, tableId, columnsId, keys, partition);
  return tableId;
}

function writePartition(
  db: Sqlite,
  ids: Sequences,
  tableId: number,
  columnsId: number,
  keys: readonly string[],
  partition: HivePartition,
): void {
  const storageId = writeStorage(db, ids, partition.storage, columnsId);
  const id = ids.next('partition');
  db.prepare(
    `INSERT INTO PARTITIONS (PART_ID, CREATE_TIME, LAST_ACCESS_TIME, PART_NAME, SD_ID, TBL_ID)
     VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(id, partition.createTime, partition.createTime, partitionName(keys, partition.values), storageId, tableId);
  const value = db.prepare('INSERT INTO PARTITION_KEY_VALS (PART_ID, PART_KEY_VAL, INTEGER_IDX) VALUES (?, ?, ?)');
  partition.values.forEach((text, index) => value.run(id, text, index));
  writePairs(db, 'PARTITION_PARAMS', 'PART_ID', id, partition.parameters);
}

/** Removes every row of a table except the grants on the table and its columns. */
export function removeTable(db: Sqlite, tableId: number): void {
  const run = (sql: string): unknown => db.prepare(sql).run({ tableId });
  const partitions = 'SELECT PART_ID FROM PARTITIONS WHERE TBL_ID = @tableId';
  for (const table of ['PARTITION_KEY_VALS', 'PARTITION_PARAMS', 'PART_COL_STATS', 'PART_PRIVS', 'PART_COL_PRIVS']) {
    run(`DELETE FROM ${table} WHERE PART_ID IN (${partitions})`);
  }
  const doomed = db
    .prepare<[number, number], { storage: number; columns: number | null; serde: number | null }>(
      `SELECT SD_ID AS storage, CD_ID AS columns, SERDE_ID AS serde FROM SDS WHERE SD_ID IN (
         SELECT SD_ID FROM PARTITIONS WHERE TBL_ID = ? UNION SELECT SD_ID FROM TBLS WHERE TBL_ID = ?)`,
    )
    .all(tableId, tableId);
  run('DELETE FROM KEY_CONSTRAINTS WHERE PARENT_TBL_ID = @tableId OR CHILD_TBL_ID = @tableId');
  for (const table of ['PARTITIONS', 'PARTITION_KEYS', 'TABLE_PARAMS', 'TAB_COL_STATS', 'TBLS']) {
    run(`DELETE FROM ${table} WHERE TBL_ID = @tableId`);
  }
  removeRows(
    db,
    ['SDS', 'SD_PARAMS', 'BUCKETING_COLS', 'SORT_COLS'],
    'SD_ID',
    doomed.map((row) => row.storage),
  );
  removeRows(
    db,
    ['SERDES', 'SERDE_PARAMS'],
    'SERDE_ID',
    doomed.map((row) => row.serde),
  );
  removeRows(
    db,
    ['CDS', 'COLUMNS_V2'],
    'CD_ID',
    doomed.map((row) => row.columns),
  );
}

function removeRows(db: Sqlite, tables: readonly string[], column: string, ids: readonly (number | null)[]): void {
  for (const table of tables) {
    db.prepare(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`).run(JSON.stringify(ids));
  }
}
