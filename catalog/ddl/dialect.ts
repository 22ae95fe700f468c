import type { HiveDatabase, HivePartition, HiveTable } from '../model.js';
import { HIVE } from './write-hive.js';
import { PAIMON } from './write-paimon.js';
import { SPARK } from './write-spark.js';
import { STARROCKS } from './write-starrocks.js';

/** How an engine's DDL is written; every text is made of whole statements. */
export interface Dialect {
  database(database: HiveDatabase): string;
  /** Throws REFUSED for a table the engine cannot have, with the reason. */
  table(table: HiveTable): string;
  /** The partitions of one page; '' for an engine that finds them itself. Throws REFUSED as `table` does. */
  partitions(table: HiveTable, page: readonly HivePartition[]): string;
}

/** The dialects by name. */
export const DIALECTS = { hive: HIVE, spark: SPARK, paimon: PAIMON, starrocks: STARROCKS } as const;

export type DialectName = keyof typeof DIALECTS;
