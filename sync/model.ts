import type { LakeliftError, SerializedError } from '../errors/index.js';
import type { CommitLock } from '../lake/index.js';
import type { PlanContext, RunContext } from '../migrate/index.js';

export interface SyncContext extends RunContext, Pick<PlanContext, 'tables' | 'targetFileSize' | 'orc'> {
  /** Taken while a snapshot is made, as other writers do. */
  readonly lock?: CommitLock;
}

export interface SyncOptions {
  /** Milliseconds from the end of a round to the start of the next. */
  readonly interval: number;
  /** Milliseconds; the first round in which no table lags behind more is the last. */
  readonly untilLag?: number;
  /** Directories that HDFS's snapshot differences tell to be unchanged are not listed. */
  readonly snapshotDiff?: boolean;
  readonly onRound: (round: Round) => void;
  /** Told what kept a round from being made; it is tried again. */
  readonly onTrouble: (error: LakeliftError) => void;
}

/** What one round did to one table. */
export interface TableRound {
  /** `database.table` */
  readonly table: string;
  /**
   * 'created': migrated for the first time; 'changed': one more snapshot; 'waiting': files are being written or changed under way, the
   * next round looks again.
   */
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'waiting' | 'refused' | 'failed';
  /** Source files that came in, and that were changed or removed. */
  readonly filesAdded: number;
  readonly filesRemoved: number;
  /** Rows of the table now. */
  readonly rows: number;
  /** Seconds by which the newest source file is newer than the newest one in the lake; 0 when all is there. Missing when unknown. */
  readonly lagSeconds?: number;
  /** Source files that are being written. */
  readonly waiting: readonly string[];
  readonly seconds: number;
  readonly snapshotId?: number;
  /** The snapshot in which the round before was committed again, as another writer had replaced its own. */
  readonly restoredAs?: number;
  readonly error?: SerializedError;
}

export interface Round {
  /** From 1. */
  readonly round: number;
  readonly startedAt: string;
  readonly seconds: number;
  readonly tables: readonly TableRound[];
  /** What the source would not tell of functions, grants on databases, and roles. */
  readonly notCarried: readonly string[];
}
