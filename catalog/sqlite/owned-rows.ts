import type { HiveColumn, Skew } from '../model.js';
import type { Sqlite } from './file.js';
import { byOwner } from './group.js';

// Rows that belong to a table, partition, database or storage descriptor, read for many owners in one query.

interface PairRow {
  owner: number;
  key: string;
  value: string | null;
}

/** Key-value rows by owner. A value SQL holds as NULL is '' (Derby and Oracle store '' as NULL). */
export function pairsOf(
  db: Sqlite,
  table: string,
  owner: string,
  ids: readonly number[],
): (id: number | null) => Record<string, string> {
  const sql = `SELECT ${owner} AS owner, PARAM_KEY AS key, PARAM_VALUE AS value FROM ${table}
    WHERE ${owner} IN (SELECT value FROM json_each(?)) ORDER BY 1, 2`;
  const grouped = byOwner(db.prepare<[string], PairRow>(sql).all(JSON.stringify(ids)));
  return (id) => Object.fromEntries((grouped.get(id ?? -1) ?? []).map((row) => [row.key, row.value ?? '']));
}

/** Ordered texts (bucket columns, partition values) by owner. */
export function textsOf(
  db: Sqlite,
  table: string,
  owner: string,
  column: string,
  ids: readonly number[],
): (id: number) => string[] {
  const sql = `SELECT ${owner} AS owner, ${column} AS value FROM ${table}
    WHERE ${owner} IN (SELECT value FROM json_each(?)) ORDER BY ${owner}, INTEGER_IDX`;
  const rows = db.prepare<[string], { owner: number; value: string | null }>(sql).all(JSON.stringify(ids));
  const grouped = byOwner(rows);
  return (id) => (grouped.get(id) ?? []).map((row) => row.value ?? '');
}

/** What is skewed by SD_ID; its values are lists of texts in tables of their own. */
export function skewOf(db: Sqlite, ids: readonly number[]): (id: number) => Skew | undefined {
  const columns = textsOf(db, 'SKEWED_COL_NAMES', 'SD_ID', 'SKEWED_COL_NAME', ids);
  const sql = `SELECT SD_ID_OID AS owner, STRING_LIST_ID_EID AS list FROM SKEWED_VALUES
    WHERE SD_ID_OID IN (SELECT value FROM json_each(?)) ORDER BY SD_ID_OID, INTEGER_IDX`;
  const rows = db.prepare<[string], { owner: number; list: number }>(sql).all(JSON.stringify(ids));
  const lists = byOwner(rows);
  const idsOfLists = rows.map(({ list }) => list);
  const values = textsOf(db, 'SKEWED_STRING_LIST_VALUES', 'STRING_LIST_ID', 'STRING_LIST_VALUE', idsOfLists);
  return (id) => {
    const names = columns(id);
    if (names.length === 0) return undefined;
    return { columns: names, values: (lists.get(id) ?? []).map(({ list }) => values(list)) };
  };
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

/** The columns by CD_ID. */
export function columnsOf(db: Sqlite, ids: readonly number[]): Map<number, HiveColumn[]> {
  const sql = `SELECT CD_ID AS owner, COLUMN_NAME AS name, TYPE_NAME AS type, COMMENT AS comment FROM COLUMNS_V2
    WHERE CD_ID IN (SELECT value FROM json_each(?)) ORDER BY CD_ID, INTEGER_IDX`;
  const grouped = byOwner(db.prepare<[string], ColumnRow>(sql).all(JSON.stringify(ids)));
  return new Map([...grouped].map(([owner, rows]) => [owner, rows.map(column)]));
}

/** The partition keys of a table. */
export function partitionKeysOf(db: Sqlite, tableId: number): HiveColumn[] {
  const sql = `SELECT TBL_ID AS owner, PKEY_NAME AS name, PKEY_TYPE AS type, PKEY_COMMENT AS comment FROM PARTITION_KEYS
    WHERE TBL_ID = ? ORDER BY INTEGER_IDX`;
  return db.prepare<[number], ColumnRow>(sql).all(tableId).map(column);
}
