import type { ColumnStatistics } from '../annotations.js';
import type { Sqlite } from './file.js';
import { insertRow } from './insert-row.js';
import type { Sequences } from './sequence.js';

/** A table, or one of its partitions. */
export interface Place {
  readonly tableId: number;
  readonly database: string;
  readonly table: string;
  readonly partition?: { readonly id: number; readonly name: string };
}

/** One row of TAB_COL_STATS or PART_COL_STATS. */
export function insertStatistics(db: Sqlite, ids: Sequences, place: Place, of: ColumnStatistics): void {
  const { tableId, database, table, partition } = place;
  const [low, high] = [of.low ?? null, of.high ?? null];
  const whole = of.kind === 'long' || of.kind === 'date';
  const exact = (text: string | null): bigint | null => (whole && text !== null ? BigInt(text) : null);
  const real = (text: string | null): number | null => (of.kind === 'double' && text !== null ? Number(text) : null);
  const decimal = (text: string | null): string | null => (of.kind === 'decimal' ? text : null);
  const values = {
    CS_ID: ids.next(partition === undefined ? 'statistics' : 'partitionStatistics'),
    ...(partition === undefined ? { TBL_ID: tableId } : { PART_ID: partition.id, PARTITION_NAME: partition.name }),
    ...{ DB_NAME: database, TABLE_NAME: table, COLUMN_NAME: of.column, COLUMN_TYPE: of.type, LAST_ANALYZED: 0 },
    ...{ NUM_NULLS: of.nulls, NUM_DISTINCTS: of.distinct, NUM_TRUES: of.trues, NUM_FALSES: of.falses },
    ...{ MAX_COL_LEN: of.maxLength, AVG_COL_LEN: of.averageLength },
    ...{ LONG_LOW_VALUE: exact(low), LONG_HIGH_VALUE: exact(high) },
    ...{ DOUBLE_LOW_VALUE: real(low), DOUBLE_HIGH_VALUE: real(high) },
    ...{ BIG_DECIMAL_LOW_VALUE: decimal(low), BIG_DECIMAL_HIGH_VALUE: decimal(high) },
  };
  insertRow(db, partition === undefined ? 'TAB_COL_STATS' : 'PART_COL_STATS', values);
}
