import type { SerializedError } from '../errors/index.js';
import { LakeliftError, toLakeliftError } from '../errors/index.js';
import type { Lane } from '../formats/index.js';
import { mapBounded } from './bounded.js';
import type { Outcome, RunContext } from './context.js';
import type { Journal } from './journal.js';
import { journalError } from './journal-error.js';
import { openJournal } from './journal.js';
import { acquireLock } from './lock.js';
import { refusedError } from './plan.js';
import type { MigrationPlan, TablePlan } from './plan-types.js';
import { WorkerPool } from './pool.js';
import type { OutputRunner } from './table-run.js';
import { registerBeside } from './register-beside.js';
import { runTable } from './table-run.js';

export interface TableResult {
  /** `database.table` */
  readonly table: string;
  readonly outcome: Outcome;
  /** Of the published table; else those planned, 0 where they are not known. */
  readonly rows: number;
  readonly filesBefore: number;
  readonly filesAfter: number;
  /** Of the source's files. */
  readonly bytes: number;
  readonly seconds: number;
  readonly lanes: Readonly<Record<Lane, number>>;
  readonly error?: SerializedError;
  readonly snapshotId?: number;
}

export interface MigrationResult {
  readonly tables: readonly TableResult[];
  /** What the source keeps beside the databases and does not tell. */
  readonly notCarried: readonly string[];
}

/** Tables under way at the same time: keeps the workers busy while others list and commit. */
const TABLE_CONCURRENCY = 4;

/**
 * Carries out a plan, going on where an earlier run of the same journal stopped. A table's failure is in its result and the others go
 * on, unless `onRefuse` is 'fail'. Throws LOCKED when another run holds the journal, INTERRUPTED when the signal is raised.
 */
export async function runMigration(plan: MigrationPlan, ctx: RunContext): Promise<MigrationResult> {
  const pool = new WorkerPool(ctx);
  try {
    return await runWith(plan, ctx, (task, onUpload) => pool.run(task, onUpload));
  } finally {
    await pool.close();
  }
}

/** `runMigration` with the given way to write an output. */
export async function runWith(plan: MigrationPlan, ctx: RunContext, write: OutputRunner): Promise<MigrationResult> {
  const lock = acquireLock(ctx.statePath);
  try {
    const journal = openJournal(ctx.statePath);
    try {
      journal.requireWhole();
      const tables = await mapBounded(plan.tables, TABLE_CONCURRENCY, (table) => oneTable(ctx, journal, table, write));
      const done = plan.tables.filter((_, index) => isDone(tables[index]!));
      const notCarried = await registerBeside(ctx, [...new Set(done.map(({ database }) => database))]);
      return { tables, notCarried };
    } finally {
      journal.close();
    }
  } finally {
    lock.release();
  }
}

const isDone = ({ outcome }: TableResult): boolean => outcome === 'migrated' || outcome === 'unchanged';

async function oneTable(ctx: RunContext, journal: Journal, plan: TablePlan, write: OutputRunner): Promise<TableResult> {
  const started = performance.now();
  const table = `${plan.database}.${plan.table}`;
  const finish = (outcome: Outcome, used: TablePlan, rest: Partial<TableResult>): TableResult => {
    ctx.progress({ kind: 'table-finished', table, outcome });
    const { rows = 0, filesBefore, filesAfter, bytes, lanes } = used.totals;
    const seconds = (performance.now() - started) / 1000;
    return { table, outcome, rows, filesBefore, filesAfter, bytes, seconds, lanes, ...rest };
  };
  if (ctx.signal?.aborted) throw interrupted(ctx, undefined);
  if (plan.status === 'refused') {
    const error = refusedError(plan);
    if (ctx.onRefuse === 'fail') throw error;
    return finish('refused', plan, { error: error.toJSON() });
  }
  try {
    const { outcome, plan: used, rows, snapshotId } = await runTable(ctx, journal, plan, write);
    return finish(outcome, used, { rows, ...(snapshotId === undefined ? {} : { snapshotId }) });
  } catch (cause) {
    if (ctx.signal?.aborted) throw interrupted(ctx, cause);
    const error = toLakeliftError(journalError(cause, ctx.statePath)).at({ table });
    if (ctx.onRefuse === 'fail') throw error;
    return finish('failed', plan, { error: error.toJSON() });
  }
}

function interrupted(ctx: RunContext, cause: unknown): LakeliftError {
  return new LakeliftError('INTERRUPTED', 'the run was interrupted; what is copied is kept', {
    next: ctx.resumeCommand ?? 'run the same command again to go on',
    ...(cause === undefined ? {} : { cause }),
  });
}
