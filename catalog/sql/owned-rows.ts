import type { HiveColumn, Skew } from '../model.js';
import { byOwner } from './group.js';
import { rows } from './query.js';
import type { Reading } from './query.js';

// Rows that belong to a table, partition, database or storage descriptor, read for many owners in one query.

interface PairRow {
  owner: number;
  key: string;
  value: string | null;
}

/** Key-value rows by owner. A value SQL holds as NULL is '' (Derby and Oracle store '' as NULL). */
export function* pairsOf(
  table: string,
  owner: string,
  ids: readonly number[],
): Reading<(id: number | null) => Record<string, string>> {
  const sql = `SELECT "${owner}" AS "owner", "PARAM_KEY" AS "key", "PARAM_VALUE" AS "value" FROM "${table}"
    WHERE "${owner}" IN (?) ORDER BY 1, 2`;
  const grouped = byOwner(yield* rows<PairRow>(sql, ids));
  return (id) => Object.fromEntries((grouped.get(id ?? -1) ?? []).map((row) => [row.key, row.value ?? '']));
}

/** Ordered texts (bucket columns, partition values) by owner. */
export function* textsOf(
  table: string,
  owner: string,
  column: string,
  ids: readonly number[],
): Reading<(id: number) => string[]> {
  const sql = `SELECT "${owner}" AS "owner", "${column}" AS "value" FROM "${table}"
    WHERE "${owner}" IN (?) ORDER BY "${owner}", "INTEGER_IDX"`;
  const grouped = byOwner(yield* rows<{ owner: number; value: string | null }>(sql, ids));
  return (id) => (grouped.get(id) ?? []).map((row) => row.value ?? '');
}

/** What is skewed by SD_ID; its values are lists of texts in tables of their own. */
export function* skewOf(ids: readonly number[]): Reading<(id: number) => Skew | undefined> {
  const columns = yield* textsOf('SKEWED_COL_NAMES', 'SD_ID', 'SKEWED_COL_NAME', ids);
  const sql = `SELECT "SD_ID_OID" AS "owner", "STRING_LIST_ID_EID" AS "list" FROM "SKEWED_VALUES"
    WHERE "SD_ID_OID" IN (?) ORDER BY "SD_ID_OID", "INTEGER_IDX"`;
  const skewed = yield* rows<{ owner: number; list: number }>(sql, ids);
  const lists = byOwner(skewed);
  const idsOfLists = skewed.map(({ list }) => list);
  const values = yield* textsOf('SKEWED_STRING_LIST_VALUES', 'STRING_LIST_ID', 'STRING_LIST_VALUE', idsOfLists);
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
export function* columnsOf(ids: readonly number[]): Reading<Map<number, HiveColumn[]>> {
  const sql = `SELECT "CD_ID" AS "owner", "COLUMN_NAME" AS "name", "TYPE_NAME" AS "type", "COMMENT" AS "comment"
    FROM "COLUMNS_V2" WHERE "CD_ID" IN (?) ORDER BY "CD_ID", "INTEGER_IDX"`;
  const grouped = byOwner(yield* rows<ColumnRow>(sql, ids));
  return new Map([...grouped].map(([owner, columns]) => [owner, columns.map(column)]));
}

/** The partition keys of a table. */
export function* partitionKeysOf(tableId: number): Reading<HiveColumn[]> {
  const sql = `SELECT "TBL_ID" AS "owner", "PKEY_NAME" AS "name", "PKEY_TYPE" AS "type", "PKEY_COMMENT" AS "comment"
    FROM "PARTITION_KEYS" WHERE "TBL_ID" = ? ORDER BY "INTEGER_IDX"`;
  return (yield* rows<ColumnRow>(sql, tableId)).map(column);
}
