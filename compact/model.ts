import type { SerializedError } from '../errors/index.js';
import type { CommitLock } from '../lake/index.js';
import type { TargetStore } from '../stores/index.js';

export interface CompactContext {
  readonly target: TargetStore;
  /** The journal; its lock keeps other runs on the same target out. */
  readonly statePath: string;
  /** Globs of `database.table`; a leading `!` excludes. */
  readonly tables: readonly string[];
  /** `key=value` texts, all of which a partition must match; [] for all partitions. */
  readonly where: readonly string[];
  /** Bytes a merged file should have at most. */
  readonly targetFileSize: number;
  /** Files written at the same time. */
  readonly workers: number;
  /** Taken while a snapshot is made, as other writers do. */
  readonly lock?: CommitLock;
  readonly progress: (done: CompactionProgress) => void;
  readonly signal?: AbortSignal;
}

/** One more file is written. */
export interface CompactionProgress {
  readonly table: string;
  /** Files to write in this table, and those written so far. */
  readonly total: number;
  readonly done: number;
  /** Written so far. */
  readonly bytes: number;
}

/** What became, or with a preview would become, of one table. */
export interface CompactedTable {
  /** `database.table` */
  readonly table: string;
  /** 'unchanged': there is nothing to merge. */
  readonly outcome: 'planned' | 'compacted' | 'unchanged' | 'refused' | 'failed';
  /** Live files of the table. */
  readonly filesBefore: number;
  readonly filesAfter: number;
  /** Rows and bytes of the files that are merged, before merging. */
  readonly rowsMerged: number;
  readonly bytesMerged: number;
  readonly seconds: number;
  readonly snapshotId?: number;
  readonly error?: SerializedError;
}
