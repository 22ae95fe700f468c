import { PARTITION_PAGE } from '../model.js';
import type { Sqlite } from '../sqlite/file.js';
import { pairsOf, textsOf } from '../sql/owned-rows.js';
import { readNow } from '../sqlite/read-now.js';
import type { ThriftPartition } from '../thrift/structs.js';
import type { LongList } from './served.js';
import { storageReader } from './stored-tables.js';
import type { StoredTable } from './stored-tables.js';

/** Says of a partition's values, in the order of the keys, whether it is wanted. */
export type PartitionTest = (values: readonly string[]) => boolean;

/** `max_parts` of the interface: what is not above 0 means all. */
const limitOf = (max: number): number => (max > 0 ? max : -1);

/** The ids of the first `max` partitions in the order of their names. */
export function firstPartitions(db: Sqlite, table: StoredTable, max: number): number[] {
  const sql = 'SELECT PART_ID FROM PARTITIONS WHERE TBL_ID = ? ORDER BY PART_NAME LIMIT ?';
  return db.prepare<[number, number], number>(sql).pluck().all(table.id, limitOf(max));
}

/** The ids of the partitions with these names; names that do not exist are left out. */
export function namedPartitions(db: Sqlite, table: StoredTable, names: readonly string[]): number[] {
  // From the names to the partitions: the other way round every call would walk over the whole table.
  const sql = `SELECT DISTINCT PART_ID FROM json_each(?) CROSS JOIN PARTITIONS ON PART_NAME = value AND TBL_ID = ?
    ORDER BY PART_NAME`;
  return db.prepare<[string, number], number>(sql).pluck().all(JSON.stringify(names), table.id);
}

/** The ids of the first `max` partitions that pass the test, in the order of their names. */
export function testedPartitions(db: Sqlite, table: StoredTable, test: PartitionTest, max: number): number[] {
  const rows = db
    .prepare<[number], { id: number; vals: string }>(
      `SELECT PART_ID AS id, (SELECT json_group_array(coalesce(PART_KEY_VAL, '') ORDER BY INTEGER_IDX)
         FROM PARTITION_KEY_VALS v WHERE v.PART_ID = p.PART_ID) AS vals
       FROM PARTITIONS p WHERE TBL_ID = ? ORDER BY PART_NAME`,
    )
    .iterate(table.id);
  const ids: number[] = [];
  for (const { id, vals } of rows) {
    if (!test(JSON.parse(vals) as string[])) continue;
    ids.push(id);
    if (ids.length === max) break;
  }
  return ids;
}

/** The names of partitions, in order. */
export function namesOf(db: Sqlite, ids: readonly number[]): string[] {
  const sql = 'SELECT PART_NAME FROM PARTITIONS WHERE PART_ID IN (SELECT value FROM json_each(?)) ORDER BY PART_NAME';
  return db.prepare<[string], string>(sql).pluck().all(JSON.stringify(ids));
}

/** Partitions by ids that are in the order of the names; read page by page while they are written. */
export function partitionsOf(db: Sqlite, table: StoredTable, ids: readonly number[]): LongList<ThriftPartition> {
  return { count: ids.length, pages: pagesOf(db, table, ids) };
}

function* pagesOf(db: Sqlite, table: StoredTable, ids: readonly number[]): Generator<ThriftPartition[]> {
  for (let start = 0; start < ids.length; start += PARTITION_PAGE) {
    yield readPage(db, table, ids.slice(start, start + PARTITION_PAGE));
  }
}

interface PartitionRow {
  id: number;
  createTime: number;
  lastAccessTime: number;
  storageId: number | null;
}

function readPage(db: Sqlite, { table }: StoredTable, ids: readonly number[]): ThriftPartition[] {
  const rows = db
    .prepare<[string], PartitionRow>(
      `SELECT PART_ID AS id, CREATE_TIME AS createTime, LAST_ACCESS_TIME AS lastAccessTime, SD_ID AS storageId
       FROM PARTITIONS WHERE PART_ID IN (SELECT value FROM json_each(?)) ORDER BY PART_NAME`,
    )
    .all(JSON.stringify(ids));
  const values = readNow(db, textsOf('PARTITION_KEY_VALS', 'PART_ID', 'PART_KEY_VAL', ids));
  const parameters = readNow(db, pairsOf('PARTITION_PARAMS', 'PART_ID', ids));
  const storage = storageReader(
    db,
    rows.flatMap((row) => row.storageId ?? []),
  );
  return rows.map((row) => ({
    values: values(row.id),
    dbName: table.dbName,
    tableName: table.tableName,
    createTime: row.createTime,
    lastAccessTime: row.lastAccessTime,
    sd: row.storageId === null ? undefined : storage(row.storageId),
    parameters: parameters(row.id),
  }));
}
