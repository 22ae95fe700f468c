import type { HiveDatabase, HivePartition, HiveTable } from '../model.js';
import type { StorageFormat } from './storage-format.js';

/** A partition an ALTER TABLE adds; without a location it lies where Hive puts it. */
export interface DdlPartition {
  readonly values: HivePartition['values'];
  readonly location?: string;
  /** Where it is not the table's. */
  format?: StorageFormat;
}

/** A table of a DDL file; `storage.location` is '' when the file names none. */
export interface DdlTable {
  readonly table: HiveTable;
  readonly partitions: DdlPartition[];
}

/** What a DDL file describes once all its statements have run. */
export interface DdlScript {
  /** By name; `location` is '' when the file names none. */
  readonly databases: Map<string, HiveDatabase>;
  /** By `database.table`. */
  readonly tables: Map<string, DdlTable>;
}

export const tableKey = (database: string, table: string): string => `${database}.${table}`;
