import type { Annotations, HiveDatabase, HiveTable } from '../catalog/index.js';
import type { ErrorCode, ErrorPlace } from '../errors/index.js';
import type { Field, FileStorage, Lane } from '../formats/index.js';
import type { PrimaryKey } from '../lake/index.js';

/** One reason why a table is not migrated, and where it was found. */
export interface Refusal {
  readonly reason: string;
  readonly place: ErrorPlace;
  /** What to do about it, where that is more than to leave the table out. */
  readonly next?: string;
  /** Of the error, where it is not that lakelift does not carry the table: it may pass, or be mended. */
  readonly code?: ErrorCode;
}

export interface PlannedPartition {
  /** Raw metastore texts in key order; [] for an unpartitioned table. */
  readonly values: readonly string[];
  /** Store path of its directory. */
  readonly location: string;
  /** The directory does not exist: the partition is empty. */
  readonly missing: boolean;
  /** Index into `storages`. */
  readonly storage: number;
}

export interface SourceFile {
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  readonly fileId?: string;
  /** Index into `partitions`. */
  readonly partition: number;
  /** Absent when only reading the whole file can tell. */
  readonly rowCount?: number;
  readonly lane: Lane;
  /** Why it is not copied as it is. */
  readonly reason?: string;
  /** The format that a copied or stitched file has in the lake, where that is not Parquet. */
  readonly storedAs?: 'orc' | undefined;
  /** Columns whose values are encoded again, with the reason. */
  readonly reencoded: readonly { readonly column: string; readonly reason: string }[];
}

/** How the rows of a primary-key table are told apart and laid out. */
export interface KeyPlan extends PrimaryKey {
  /** What becomes of rows with one key that no sequence field orders. */
  readonly duplicates: 'refuse' | 'last';
  /** The column that says whether a row adds its key or deletes it; without it every row adds. */
  readonly opColumn?: string;
}

/** What an output of a primary-key table is. The outputs of one partition have all of its files, or all new ones, as their inputs. */
export interface KeyedOutput {
  readonly bucket: number;
  /** 0 for rows that change those of other files. */
  readonly level: number;
  /** The number of the first row: more than the numbers in the files that are there. */
  readonly sequenceFrom: number;
}

export interface OutputFile {
  readonly name: string;
  /** Index into `partitions`. */
  readonly partition: number;
  /** Indexes into `files`. */
  readonly inputs: readonly number[];
  readonly lane: Lane;
  readonly keyed?: KeyedOutput;
}

export interface WaitingFile {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
}

export interface PlanTotals {
  /** Absent when the rows of a file are not known before it is read. */
  readonly rows?: number;
  readonly bytes: number;
  readonly filesBefore: number;
  readonly filesAfter: number;
  readonly partitions: number;
  readonly lanes: Readonly<Record<Lane, number>>;
}

/** Everything that a run does to one table; pure data that survives JSON. */
export interface TablePlan {
  /** Identity of source, target and options; the commit user of the lake's snapshot. */
  readonly id: string;
  /** Identity of the source alone: another value means that the source changed. */
  readonly sourceId: string;
  readonly database: string;
  readonly table: string;
  readonly status: 'planned' | 'refused';
  readonly refusals: readonly Refusal[];
  /** Data columns of the target, partition keys not among them. */
  readonly columns: readonly Field[];
  readonly partitionKeys: readonly Field[];
  /** Of the lake's schema that has these columns, where that is not the first. */
  readonly schemaId?: number;
  /** Makes it a primary-key table. */
  readonly key?: KeyPlan;
  readonly partitions: readonly PlannedPartition[];
  /** How the partitions' files are stored, each way once. */
  readonly storages: readonly FileStorage[];
  readonly files: readonly SourceFile[];
  /** Files of 0 bytes, which hold no rows. */
  readonly emptyFiles: readonly string[];
  /** Files that are being written and were left for a later plan. */
  readonly waiting?: readonly WaitingFile[];
  readonly outputs: readonly OutputFile[];
  readonly totals: PlanTotals;
  /** Milliseconds since the epoch; the time of the snapshot, so that a second try writes the same bytes. */
  readonly plannedAt: number;
  readonly hiveTable: HiveTable;
  readonly hiveDatabase: HiveDatabase;
  /** What the metastore keeps beside the table. Absent in refused tables and in plans of earlier versions. */
  readonly annotations?: Annotations;
}

export interface MigrationPlan {
  readonly formatVersion: 1;
  /** URLs without credentials. */
  readonly source: string;
  readonly target: string;
  readonly tables: readonly TablePlan[];
  /** Patterns of `--tables` with wildcards that match no table; those that exclude begin with `!`. */
  readonly unmatched?: readonly string[];
}
