import { addSchema, commitChange, guardOf, readTable, tablePath } from '../lake/index.js';
import type { LakeTable, TableChange, TableSchema } from '../lake/index.js';
import {
  copiedFiles,
  identityOf,
  lostTable,
  outputPath,
  planTable,
  refusedError,
  registerTable,
  requireKept,
  runTable,
  writeOutputs,
} from '../migrate/index.js';
import type { Journal, JournaledTable, OutputRunner, TableName, TablePlan } from '../migrate/index.js';
import { writeChangelog } from './changelog.js';
import { schemaAfter } from './columns.js';
import { keyedContext, nextSequence } from './keyed.js';
import type { SyncContext } from './model.js';
import { outputsWithout, rowsOf } from './outputs.js';
import { filesToRemove } from './own-files.js';
import { restore } from './restore.js';
import { settle } from './settle.js';

/** What a table was brought to; `before` is missing when it was created. */
export interface TableState {
  readonly before?: TablePlan;
  readonly now: TablePlan;
  /** Of the table now. */
  readonly rows: number;
  readonly snapshotId?: number;
  /** The snapshot in which the round before was committed again, as another writer had replaced its own. */
  readonly restoredAs?: number;
}

/**
 * Brings one table to its source's state: the first time as a migration, later by the files that came in and the partitions that changed, in
 * at most one snapshot. Dies it anywhere, the next round finds in the journal and in the table's snapshots what was published.
 * Throws SOURCE_CHANGED when files change under way, REFUSED, COMMIT_CONFLICT.
 */
export async function syncTable(
  ctx: SyncContext,
  journal: Journal,
  name: TableName,
  write: OutputRunner,
): Promise<TableState> {
  const known = journal.find(ctx.target.url, name.database, name.table);
  if (known?.state === 'DONE') return syncMigrated(ctx, journal, known, name, write);
  if (known?.state !== 'COPIED' && known?.state !== 'COMMITTED') return createFirst(ctx, journal, name, write);
  // What a run that died has copied is a state the source once had: it is published before the source is looked at again.
  const first = await migrate(ctx, journal, journal.plan(known.id), write);
  const { now, rows, snapshotId = first.snapshotId } = await syncMigrated(ctx, journal, known, name, write);
  return { now, rows, ...(snapshotId === undefined ? {} : { snapshotId }) };
}

async function createFirst(
  ctx: SyncContext,
  journal: Journal,
  name: TableName,
  write: OutputRunner,
): Promise<TableState> {
  const planned = await planTable({ ...ctx, openFiles: 'wait' }, name);
  if (planned.status === 'refused') throw refusedError(planned);
  const state = await migrate(ctx, journal, planned, write);
  return { ...state, now: { ...state.now, waiting: planned.waiting ?? [] } };
}

async function migrate(
  ctx: SyncContext,
  journal: Journal,
  planned: TablePlan,
  write: OutputRunner,
): Promise<TableState> {
  const { plan, rows, snapshotId } = await runTable({ ...ctx, laterFiles: 'leave' }, journal, planned, write);
  return { now: plan, rows, ...(snapshotId === undefined ? {} : { snapshotId }) };
}

/** A round of a table that is in the lake. */
async function syncMigrated(
  ctx: SyncContext,
  journal: Journal,
  known: JournaledTable,
  name: TableName,
  write: OutputRunner,
): Promise<TableState> {
  await settle(ctx, journal, known);
  const restoredAs = await restore(ctx, journal, known);
  const restored = restoredAs === undefined ? {} : { restoredAs };
  const before = journal.plan(known.id);
  const lake = await readTable(ctx.target, tablePath(name.database, name.table));
  if (lake?.snapshot === undefined) throw lostTable();
  const keyed = keyedContext(before, ctx, lake);
  const earlier = { plan: before, round: lake.snapshot.id, sequenceFrom: nextSequence(lake) };
  const planned = await planTable({ ...ctx, ...keyed, openFiles: 'wait' }, name, earlier);
  if (planned.status === 'refused') throw refusedError(planned);
  // Plan, outputs and snapshots of a table go by its first plan's id.
  const schema = schemaAfter(before, planned, lake);
  const now: TablePlan = { ...planned, id: known.id, schemaId: schema.id };
  if (now.sourceId === before.sourceId) return { before, now, rows: rowsOf(journal, now), ...restored };
  const snapshotId = await publish(ctx, journal, { before, now, lake, schema, write });
  return { before, now, rows: rowsOf(journal, now), ...restored, ...(snapshotId === undefined ? {} : { snapshotId }) };
}

interface Publication {
  readonly before: TablePlan;
  readonly now: TablePlan;
  readonly lake: LakeTable;
  /** Of the lake, for the plan now; it need not be there yet. */
  readonly schema: TableSchema;
  readonly write: OutputRunner;
}

/** Writes and publishes what a plan has more and less than the one before. Returns the snapshot, none when only the catalog changes. */
async function publish(
  ctx: SyncContext,
  journal: Journal,
  { before, now, lake, schema, write }: Publication,
): Promise<number | undefined> {
  const path = tablePath(now.database, now.table);
  const outputs = outputsWithout(now.outputs, before.outputs);
  const remove = await filesToRemove(ctx.target, journal, lake, before, now);
  // As late as can be: until the snapshot is there, columns that came in are null in all rows.
  const alter = async (): Promise<void> => {
    if (!lake.schemas.has(schema.id)) await addSchema(ctx.target, path, schema);
  };
  if (outputs.length === 0 && remove.length === 0) {
    await alter();
    registerTable(ctx.catalogPath, now, ctx.targetUrl);
    journal.finishRound(now.id, now);
    return undefined;
  }
  const since = lake.snapshot!.id;
  const identifier = numberOf([since, outputs.map(({ name }) => name), remove.map(({ fileName }) => fileName)]);
  journal.beginRound(now.id, { identifier, since, plan: now });
  const paths = new Map(outputs.map((output) => [output.name, outputPath(now, schema, output)]));
  const kept = await writeOutputs(ctx, journal, { ...now, outputs }, paths, write);
  ctx.signal?.throwIfAborted();
  const copied = copiedFiles(now, outputs, journal.outputs(now.id));
  const add = copied.map((file) => ({ ...file, schema }));
  const change: TableChange = {
    kind: remove.length > 0 ? 'OVERWRITE' : 'APPEND',
    add,
    remove,
    changelog: await writeChangelog(ctx.target, journal, lake, add),
    user: now.id,
    identifier,
    timeMillis: Date.now(),
    since,
  };
  await alter();
  await requireKept(ctx.target, kept);
  const { snapshotId } = await commitChange(ctx.target, path, change, guardOf(ctx, now));
  registerTable(ctx.catalogPath, now, ctx.targetUrl);
  const [added, removed] = [outputs.map(({ name }) => name), remove.map((file) => file.path)];
  journal.finishRound(now.id, now, { identifier, snapshotId, added, removed });
  return snapshotId;
}

/** A positive 62-bit number of a value, as a commit identifier. */
function numberOf(value: unknown): bigint {
  return BigInt(`0x${identityOf(value).replaceAll('-', '').slice(0, 16)}`) >> 2n;
}
