import { randomUUID } from 'node:crypto';
import { LakeliftError, toLakeliftError } from '../errors/index.js';
import { BATCH_COMMIT, commitChange, guardOf, lakeTables } from '../lake/index.js';
import type { TableChange } from '../lake/index.js';
import { acquireLock, mapBounded, openJournal, selectTables, withUploads } from '../migrate/index.js';
import type { Journal, OnUpload, TableName } from '../migrate/index.js';
import { writeMerge } from './merge.js';
import { outputPath } from './output.js';
import type { CompactContext, CompactedTable } from './model.js';
import { writeBucket } from './keyed-merge.js';
import { planCompaction } from './plan.js';
import type { CompactionPlan } from './plan.js';

/** What `runCompaction` would do; writes nothing. */
export async function previewCompaction(ctx: CompactContext): Promise<CompactedTable[]> {
  return eachTable(ctx, () => Promise.resolve('planned'));
}

/**
 * Merges the small files of the selected tables, one snapshot for each table. A table's failure is in its result and the others go on.
 * Killed anywhere, the tables are as before or as after; what was written in vain is in the journal for the garbage collection.
 * Throws LOCKED when another run holds the journal, TABLE_UNKNOWN, USAGE.
 */
export async function runCompaction(ctx: CompactContext): Promise<CompactedTable[]> {
  const lock = acquireLock(ctx.statePath);
  try {
    const journal = openJournal(ctx.statePath);
    try {
      return await eachTable(ctx, (plan, name) => carryOut(ctx, journal, plan, name));
    } finally {
      journal.close();
    }
  } finally {
    lock.release();
  }
}

/** Tells the snapshot that was made, or that none was to be made yet. */
type Act = (plan: CompactionPlan, name: TableName) => Promise<number | 'planned'>;

async function eachTable(ctx: CompactContext, act: Act): Promise<CompactedTable[]> {
  const results: CompactedTable[] = [];
  for (const name of await selectTables(lakeTables(ctx.target), ctx.tables)) {
    ctx.signal?.throwIfAborted();
    results.push(await oneTable(ctx, name, act));
  }
  return results;
}

async function oneTable(ctx: CompactContext, name: TableName, act: Act): Promise<CompactedTable> {
  const started = performance.now();
  const table = `${name.database}.${name.table}`;
  let plan: CompactionPlan | undefined;
  const result = (outcome: CompactedTable['outcome']): CompactedTable => {
    const inputs = plan?.merges.flatMap((merge) => merge.inputs) ?? [];
    const filesBefore = plan?.lake.files.length ?? 0;
    const isDone = outcome === 'compacted' || outcome === 'planned';
    return {
      table,
      outcome,
      filesBefore,
      filesAfter: isDone ? filesBefore - inputs.length + plan!.merges.length : filesBefore,
      rowsMerged: inputs.reduce((sum, { rowCount }) => sum + rowCount, 0),
      bytesMerged: inputs.reduce((sum, { fileSize }) => sum + fileSize, 0),
      seconds: (performance.now() - started) / 1000,
    };
  };
  try {
    plan = await planCompaction(ctx, name);
    if (plan.merges.length === 0) return result('unchanged');
    const done = await act(plan, name);
    return done === 'planned' ? result('planned') : { ...result('compacted'), snapshotId: done };
  } catch (cause) {
    if (ctx.signal?.aborted || (cause instanceof LakeliftError && cause.code === 'USAGE')) throw cause;
    const error = toLakeliftError(cause).at({ table });
    return { ...result(error.code === 'REFUSED' ? 'refused' : 'failed'), error: error.toJSON() };
  }
}

async function carryOut(ctx: CompactContext, journal: Journal, plan: CompactionPlan, name: TableName): Promise<number> {
  const { target } = ctx;
  const { path, lake, merges } = plan;
  const outputs = merges.map((merge) => outputPath(path, merge));
  journal.saveUnpublished(target.url, name.database, name.table, outputs);
  let [done, bytes] = [0, 0];
  const written = await mapBounded(merges, ctx.workers, async (merge, index) => {
    ctx.signal?.throwIfAborted();
    const write = (onUpload: OnUpload) =>
      merge.keyed === undefined
        ? writeMerge(target, path, merge, onUpload)
        : writeBucket(target, lake, { ...merge, keyed: merge.keyed }, onUpload);
    const file = await withUploads(journal, target, [outputs[index]!], write);
    journal.forgetUploads(target.url, outputs[index]!);
    done += 1;
    bytes += file?.fileSize ?? 0;
    ctx.progress({ table: `${name.database}.${name.table}`, total: merges.length, done, bytes });
    return file;
  });
  ctx.signal?.throwIfAborted();
  const change: TableChange = {
    kind: 'COMPACT',
    // A bucket of nothing but deletions leaves no file.
    add: written.filter((file) => file !== undefined),
    remove: merges.flatMap(({ inputs }) => inputs),
    user: randomUUID(),
    identifier: BATCH_COMMIT,
    timeMillis: Date.now(),
    since: lake.snapshot?.id ?? 0,
  };
  const { snapshotId } = await commitChange(target, path, change, guardOf(ctx, name));
  journal.forgetUnpublished(target.url, outputs);
  return snapshotId;
}
