import type { Metastore } from '../catalog/index.js';
import type { KeyRequest } from './keyed/plan.js';
import type { TablePlan } from './plan-types.js';
import type { DirectoryScan } from './scan.js';
import type { SourceStore, TargetStore, openSource, openTarget } from '../stores/index.js';

/** The options stores are opened with; workers open their own stores with the same. */
export type SourceOptions = NonNullable<Parameters<typeof openSource>[1]>;
export type TargetOptions = NonNullable<Parameters<typeof openTarget>[1]>;

/** Directories of one table listed at the same time. */
export const LIST_CONCURRENCY = 16;

export interface PlanContext {
  readonly source: SourceStore;
  readonly sourceUrl: string;
  readonly metastore: Metastore;
  readonly target: TargetStore;
  readonly targetUrl: string;
  /** Globs of `database.table`; a leading `!` excludes. */
  readonly tables: readonly string[];
  /** Bytes a merged file should have at most; `DEFAULT_TARGET_FILE_SIZE` unless the user says otherwise. */
  readonly targetFileSize: number;
  /** Tables that are to have a primary key, by `database.table` in lower case. */
  readonly primaryKeys?: ReadonlyMap<string, KeyRequest>;
  /** 'convert': no ORC file is copied, the lake is all Parquet; otherwise large ones are where they can be. */
  readonly orc?: 'copy' | 'convert';
  readonly onRefuse: 'skip-table' | 'fail';
  /**
   * 'wait': new files that are being written are left for a later plan, and named in it; otherwise they refuse the
   * table, where the store knows of them.
   */
  readonly openFiles?: 'wait';
  /** Which of a table's directories are certain to be as its earlier plan has them, with what a listing would find: they are not listed. */
  readonly unchanged?: (
    earlier: TablePlan,
    directories: readonly string[],
  ) => Promise<ReadonlyMap<string, DirectoryScan>>;
  readonly signal?: AbortSignal;
}

export interface RunContext extends Omit<PlanContext, 'tables' | 'targetFileSize' | 'orc'> {
  readonly sourceOptions?: SourceOptions;
  readonly targetOptions?: TargetOptions;
  readonly statePath: string;
  readonly catalogPath: string;
  /** 'leave': files that came in since the plan are for a later one; otherwise they end the table with SOURCE_CHANGED. */
  readonly laterFiles?: 'leave';
  /** Worker threads. */
  readonly workers: number;
  readonly progress: (event: ProgressEvent) => void;
  /** The command that goes on where an interrupted run stopped; shown as the next step. */
  readonly resumeCommand?: string;
}

/** What a run tells while it goes; sizes in bytes. */
export type ProgressEvent =
  | { readonly kind: 'table-started'; readonly table: string; readonly outputs: number; readonly bytes: number }
  | {
      readonly kind: 'output-done';
      readonly table: string;
      readonly file: string;
      readonly bytes: number;
      readonly rows: number;
    }
  | { readonly kind: 'table-finished'; readonly table: string; readonly outcome: Outcome };

export type Outcome = 'migrated' | 'unchanged' | 'refused' | 'failed';

export const DEFAULT_TARGET_FILE_SIZE = 128 * 1024 * 1024;
