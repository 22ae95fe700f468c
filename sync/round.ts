import { toLakeliftError } from '../errors/index.js';
import type { LakeliftError } from '../errors/index.js';
import {
  acquireLock,
  mapBounded,
  openJournal,
  registerBeside,
  requireSource,
  selectSource,
  selectTables,
  WorkerPool,
} from '../migrate/index.js';
import type { Journal, OutputRunner, TableName, TablePlan } from '../migrate/index.js';
import type { Round, SyncContext, TableRound } from './model.js';
import { syncTable } from './table-round.js';
import type { TableState } from './table-round.js';

/** Tables under way at the same time: keeps the workers busy while others list and commit. */
const TABLES_AT_ONCE = 4;

/** One round over all selected tables, in worker threads of its own. Throws LOCKED, INTERRUPTED, and what keeps it from listing tables. */
export async function syncOnce(ctx: SyncContext, round = 1): Promise<Round> {
  const pool = new WorkerPool(ctx);
  try {
    return await runRound(ctx, round, (task, onUpload) => pool.run(task, onUpload));
  } finally {
    await pool.close();
  }
}

/** A round with the given way to write an output. The journal is locked only while it lasts: others may compact in between. */
export async function runRound(ctx: SyncContext, round: number, write: OutputRunner): Promise<Round> {
  const started = performance.now();
  const startedAt = new Date().toISOString();
  const lock = acquireLock(ctx.statePath);
  try {
    const journal = openJournal(ctx.statePath);
    try {
      await requireSource(ctx);
      const names = await namesOf(ctx, round);
      const tables = await mapBounded(names, TABLES_AT_ONCE, (name) => oneTable(ctx, journal, name, write));
      const notCarried = await registerBeside(ctx, newcomers(round, names, tables));
      return { round, startedAt, seconds: (performance.now() - started) / 1000, tables, notCarried };
    } finally {
      journal.close();
    }
  } finally {
    lock.release();
  }
}

/** Later a table that is to be left out may be dropped. */
async function namesOf({ metastore, tables }: SyncContext, round: number): Promise<readonly TableName[]> {
  return round === 1 ? (await selectSource(metastore, tables)).tables : selectTables(metastore, tables);
}

/**
 * The databases whose functions, grants and roles are to be entered in the catalog: in a run's first round all that are followed, later those
 * that got a table, so that a round in which nothing happens asks for nothing more.
 */
function newcomers(round: number, names: readonly TableName[], tables: readonly TableRound[]): string[] {
  const entered = names.filter((_, index) => {
    const { outcome } = tables[index]!;
    return outcome === 'created' || (round === 1 && (outcome === 'changed' || outcome === 'unchanged'));
  });
  return [...new Set(entered.map(({ database }) => database))];
}

async function oneTable(ctx: SyncContext, journal: Journal, name: TableName, write: OutputRunner): Promise<TableRound> {
  ctx.signal?.throwIfAborted();
  const started = performance.now();
  const table = `${name.database}.${name.table}`;
  const seconds = (): number => (performance.now() - started) / 1000;
  try {
    return { ...resultOf(table, await syncTable(ctx, journal, name, write)), seconds: seconds() };
  } catch (cause) {
    if (ctx.signal?.aborted) throw cause;
    const error = toLakeliftError(cause).at({ table });
    return { ...nothing(table), outcome: outcomeOf(error), seconds: seconds(), error: error.toJSON() };
  }
}

const nothing = (table: string) => ({ table, filesAdded: 0, filesRemoved: 0, rows: 0, waiting: [] });

function outcomeOf({ code }: LakeliftError): TableRound['outcome'] {
  return code === 'SOURCE_CHANGED' ? 'waiting' : code === 'REFUSED' || code === 'CORRUPT' ? 'refused' : 'failed';
}

function resultOf(
  table: string,
  { before, now, rows, snapshotId, restoredAs }: TableState,
): Omit<TableRound, 'seconds'> {
  const waiting = now.waiting ?? [];
  const keys = (plan: TablePlan | undefined): Set<string> =>
    new Set(plan?.files.map(({ path, length, mtime }) => JSON.stringify([path, length, mtime])));
  const [old, current] = [keys(before), keys(now)];
  const same = snapshotId === undefined && restoredAs === undefined;
  const changed = before === undefined ? 'created' : same ? 'unchanged' : 'changed';
  return {
    table,
    outcome: changed === 'unchanged' && waiting.length > 0 ? 'waiting' : changed,
    filesAdded: [...current].filter((key) => !old.has(key)).length,
    filesRemoved: [...old].filter((key) => !current.has(key)).length,
    rows,
    lagSeconds: lagOf(now),
    waiting: waiting.map(({ path }) => path),
    ...(snapshotId === undefined ? {} : { snapshotId }),
    ...(restoredAs === undefined ? {} : { restoredAs }),
  };
}

/** Everything planned is in the lake: only files that are still being written are newer. */
function lagOf({ files, waiting = [] }: TablePlan): number {
  const newest = (times: readonly { readonly mtime: number }[]): number =>
    times.reduce((latest, { mtime }) => Math.max(latest, mtime), 0);
  return waiting.length === 0 ? 0 : Math.max(0, newest(waiting) - newest(files)) / 1000;
}
