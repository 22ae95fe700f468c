import { statisticsKind } from '../annotations.js';
import type { ColumnStatistics } from '../annotations.js';
import { byOwner } from './group.js';
import { rows } from './query.js';
import type { Reading } from './query.js';
import { schemaMajor } from './schema.js';

interface StatisticsRow {
  owner: number;
  column: string;
  type: string;
  nulls: number;
  distinct: number | null;
  trues: number | null;
  falses: number | null;
  longLow: string | null;
  longHigh: string | null;
  doubleLow: number | null;
  doubleHigh: number | null;
  decimalLow: string | null;
  decimalHigh: string | null;
  maxLength: number | null;
  averageLength: number | null;
}

/** The statistics of columns in `table`, by their owner (a table or partition). */
export function* statisticsOf(
  table: string,
  owner: string,
  ids: readonly number[],
): Reading<(id: number) => ColumnStatistics[]> {
  // From Hive 4 on other engines keep theirs in the same table.
  const hives = (yield* schemaMajor()) >= 4 ? `AND "ENGINE" = 'hive'` : '';
  const found = yield* rows<StatisticsRow>(
    `SELECT "${owner}" AS "owner", "COLUMN_NAME" AS "column", "COLUMN_TYPE" AS "type", "NUM_NULLS" AS "nulls", "NUM_DISTINCTS" AS "distinct",
      "NUM_TRUES" AS "trues", "NUM_FALSES" AS "falses", "LONG_LOW_VALUE" || '' AS "longLow",
      "LONG_HIGH_VALUE" || '' AS "longHigh", "DOUBLE_LOW_VALUE" AS "doubleLow", "DOUBLE_HIGH_VALUE" AS "doubleHigh",
      "BIG_DECIMAL_LOW_VALUE" AS "decimalLow", "BIG_DECIMAL_HIGH_VALUE" AS "decimalHigh", "MAX_COL_LEN" AS "maxLength",
      "AVG_COL_LEN" AS "averageLength"
     FROM "${table}" WHERE "${owner}" IN (?) ${hives}`,
    ids,
  );
  const grouped = byOwner(found);
  return (id) => (grouped.get(id) ?? []).flatMap((row) => toStatistics(row) ?? []);
}

/** undefined for a type without statistics. */
function toStatistics(row: StatisticsRow): ColumnStatistics | undefined {
  const { column, type, nulls } = row;
  const kind = statisticsKind(type);
  if (kind === undefined) return undefined;
  const [low, high] = {
    boolean: [null, null],
    string: [null, null],
    binary: [null, null],
    long: [row.longLow, row.longHigh],
    date: [row.longLow, row.longHigh],
    double: [row.doubleLow, row.doubleHigh],
    decimal: [row.decimalLow, row.decimalHigh],
  }[kind] as [number | string | null, number | string | null];
  const known = Object.entries({
    distinct: kind === 'boolean' || kind === 'binary' ? null : row.distinct,
    trues: row.trues,
    falses: row.falses,
    low: low === null ? null : String(low),
    high: high === null ? null : String(high),
    maxLength: row.maxLength,
    averageLength: row.averageLength,
  }).filter(([, value]) => value !== null);
  return { column, type, kind, nulls, ...(Object.fromEntries(known) as Partial<ColumnStatistics>) };
}
