import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TableReading } from '../../services/spark.js';
import type { Plain } from '../values.js';

/** A warehouse of Parquet files of special forms and the tables over them, as generate.py there wrote it. */
export const SPECIALS = fileURLToPath(new URL('./specials/', import.meta.url));

/** The tables as SHOW CREATE TABLE describes them. */
export const SPECIALS_DDL = `${SPECIALS}tables.sql`;

export interface SpecialTable {
  readonly columns: readonly (readonly [string, string])[];
  readonly rows: readonly (readonly Plain[])[];
  /** In the form the readers of Paimon tables answer. */
  readonly reading: TableReading;
  /** Who said what the rows are, if not Hive's reader. */
  readonly by?: string;
  /** How Spark's own reader sees it, if not as Hive's. */
  readonly spark?: string;
}

/** What a reader gave of each table. */
export const specialTables = async (): Promise<Record<string, SpecialTable>> =>
  JSON.parse(await readFile(`${SPECIALS}tables.json`, 'utf8')) as Record<string, SpecialTable>;
