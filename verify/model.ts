import type { Field, FileStorage } from '../formats/index.js';
import type { PrimaryKey } from '../lake/index.js';
import type { RowSample } from './samples/model.js';
import type { SizeHistogram } from './sizes.js';

/** What verification needs to know of a table: a plan fits it by structure. */
export interface VerifyInput {
  readonly database: string;
  readonly table: string;
  /** Data columns of the target, without partition columns. */
  readonly columns: readonly Field[];
  readonly partitionKeys: readonly Field[];
  /** Of a primary-key table. */
  readonly key?: VerifyKey;
  /** Hive texts of the partition values, in key order; one entry with no values when unpartitioned. */
  readonly partitions: readonly { readonly values: readonly string[]; readonly storage: number }[];
  /** How source files are stored; partitions name one by its index. */
  readonly storages: readonly FileStorage[];
  readonly files: readonly VerifySourceFile[];
  readonly outputs: readonly VerifyOutput[];
}

export interface VerifySourceFile {
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  readonly fileId?: string;
  /** Index into `partitions`. */
  readonly partition: number;
}

export interface VerifyOutput {
  /** File name within its bucket. */
  readonly name: string;
  readonly partition: number;
  /** Indexes into `files`. */
  readonly inputs: readonly number[];
  /** Of a primary-key table; a bucket without rows has no file. */
  readonly keyed?: { readonly bucket: number };
}

/** The primary key of a table, and which of several rows with one key is to be in it. */
export interface VerifyKey extends PrimaryKey {
  readonly duplicates: 'refuse' | 'last';
  /** The column that says whether a row adds its key or deletes it. */
  readonly opColumn?: string;
}

/** Whether several rows of the source may have become one. */
export const mayMerge = (key: VerifyKey | undefined): key is VerifyKey =>
  key !== undefined && (key.sequenceFields.length > 0 || key.duplicates === 'last' || key.opColumn !== undefined);

/** What was recorded while the bytes were copied: evidence for level 1. */
export interface RecordedFile {
  /** 8 lower-case hex digits. */
  readonly crc32c?: string;
  /** Bytes. */
  readonly size?: number;
}

export type Level = 0 | 1 | 2 | 3 | 4;

/** One thing that is not as it should be, narrowed as far as is known. */
export interface Difference {
  readonly message: string;
  readonly partition?: string;
  readonly column?: string;
  readonly file?: string;
  readonly expected?: string;
  readonly actual?: string;
}

export interface LevelResult {
  readonly level: Level;
  readonly name: string;
  /** How many things (files, columns) were compared. */
  readonly checked: number;
  readonly differences: readonly Difference[];
  /** Rows that differ, of level 3. */
  readonly samples?: readonly RowSample[];
}

export interface TableVerification {
  readonly table: string;
  readonly level: Level;
  readonly passed: boolean;
  readonly notVerified: readonly string[];
  readonly levels: readonly LevelResult[];
  /** -1 while unknown: rows are counted from level 2 on, where the format does not tell their number from level 3 on. */
  readonly rows: { readonly source: number; readonly target: number };
  /** Partitions compared. */
  readonly partitions: number;
  /** Absent when the target has no such table. */
  readonly sizes?: SizeHistogram;
}
