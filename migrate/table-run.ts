import { mapBounded } from './bounded.js';
import { commitTable, outputPath, registerTable, schemaOf } from './commit.js';
import type { RunContext } from './context.js';
import type { Journal } from './journal.js';
import type { OutputTask, TimedOutputResult } from './output.js';
import { changed } from './output.js';
import type { OutputFile, TablePlan } from './plan-types.js';
import { startOf } from './resume.js';
import { scanDirectory } from './scan.js';
import { withUploads } from './uploads.js';

/** Writes one output somewhere: in a worker thread, or in this one. */
export type OutputRunner = (task: OutputTask, onUpload: (uploadId: string) => void) => Promise<TimedOutputResult>;

export interface TableOutcome {
  readonly outcome: 'migrated' | 'unchanged';
  readonly plan: TablePlan;
  /** Of the published table. */
  readonly rows: number;
  readonly snapshotId?: number;
}

const LIST_CONCURRENCY = 16;

/** Takes one table from where the journal has it to DONE. On an error nothing is published and a later run goes on from here. */
export async function runTable(
  ctx: RunContext,
  journal: Journal,
  planned: TablePlan,
  write: OutputRunner,
): Promise<TableOutcome> {
  const { plan, state } = await startOf(journal, ctx.target, planned);
  const writtenRows = () => [...journal.outputs(plan.id).values()].reduce((sum, { rows = 0 }) => sum + rows, 0);
  if (state === 'DONE') return { outcome: 'unchanged', plan, rows: writtenRows() };
  const name = `${plan.database}.${plan.table}`;
  ctx.progress({ kind: 'table-started', table: name, outputs: plan.outputs.length, bytes: plan.totals.bytes });
  const schema = schemaOf(plan);
  let snapshotId = journal.find(ctx.target.url, plan.database, plan.table)?.snapshotId;
  if (state !== 'COMMITTED' || snapshotId === undefined) {
    const paths = new Map(plan.outputs.map((output) => [output.name, outputPath(plan, schema, output)]));
    await writeOutputs(ctx, journal, plan, paths, write);
    if (ctx.laterFiles !== 'leave') await requireSameListing(ctx, plan);
    journal.setState(plan.id, 'COPIED');
    ctx.signal?.throwIfAborted();
    snapshotId = await commitTable(ctx.target, plan, schema, journal.outputs(plan.id));
    journal.setState(plan.id, 'COMMITTED', snapshotId);
  }
  registerTable(ctx.catalogPath, plan, ctx.targetUrl);
  journal.setState(plan.id, 'DONE');
  return { outcome: 'migrated', plan, rows: writtenRows(), snapshotId };
}

/** Writes a plan's outputs, those the journal has already and the target still holds excepted; each is journaled once it is durable. */
export async function writeOutputs(
  ctx: RunContext,
  journal: Journal,
  plan: TablePlan,
  paths: ReadonlyMap<string, string>,
  write: OutputRunner,
): Promise<void> {
  const journaled = journal.outputs(plan.id);
  await mapBounded(plan.outputs, ctx.workers, async (output) => {
    ctx.signal?.throwIfAborted();
    const path = paths.get(output.name)!;
    const before = journaled.get(output.name);
    const kept = before?.state === 'COPIED' && (await ctx.target.stat(path))?.length === before.length;
    if (!kept) {
      journal.saveOutput(plan.id, { name: output.name, path, state: 'WRITING' });
      const task = taskOf(plan, output, path);
      const written = await withUploads(journal, ctx.target, path, (onUpload) => write(task, onUpload));
      const { timing, ...result } = written;
      journal.saveOutput(plan.id, { name: output.name, path, state: 'COPIED', ...result });
      journal.saveTiming(plan.id, output.name, timing);
      journal.forgetUploads(ctx.target.url, path);
    }
    const done = journal.outputs(plan.id).get(output.name);
    const table = `${plan.database}.${plan.table}`;
    ctx.progress({ kind: 'output-done', table, file: path, bytes: done?.length ?? 0, rows: done?.rows ?? 0 });
  });
}

function taskOf(plan: TablePlan, output: OutputFile, path: string): OutputTask {
  const inputs = output.inputs.map((index) => {
    const { path: input, length, mtime, fileId, rowCount } = plan.files[index]!;
    const known = { ...(fileId === undefined ? {} : { fileId }), ...(rowCount === undefined ? {} : { rowCount }) };
    return { path: input, length, mtime, ...known };
  });
  const storage = plan.storages[plan.partitions[output.partition]!.storage]!;
  return { path, lane: output.lane, inputs, columns: plan.columns, storage };
}

/** Lists the source once more before publishing: files added or removed meanwhile mean that the plan is no longer the table. */
async function requireSameListing(ctx: RunContext, plan: TablePlan): Promise<void> {
  const missing = new Map(plan.files.map((file) => [file.path, file]));
  await mapBounded(plan.partitions, LIST_CONCURRENCY, async ({ location }) => {
    ctx.signal?.throwIfAborted();
    for (const file of (await scanDirectory(ctx.source, location)).files) {
      const before = missing.get(file.path);
      if (before === undefined) throw changed(file.path, 'it was added');
      if (file.length !== before.length || file.mtime !== before.mtime)
        throw changed(file.path, 'it was written again');
      missing.delete(file.path);
    }
  });
  const [gone] = missing.keys();
  if (gone !== undefined) throw changed(gone, 'it is gone');
}
