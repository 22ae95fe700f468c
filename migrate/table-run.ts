import { LakeliftError } from '../errors/index.js';
import { sourceFile } from '../stores/index.js';
import type { FileStat, TargetStore } from '../stores/index.js';
import { mapBounded } from './bounded.js';
import { commitTable, outputPath, registerTable, requireFreeName, schemaOf } from './commit.js';
import { LIST_CONCURRENCY } from './context.js';
import type { RunContext } from './context.js';
import type { Journal } from './journal.js';
import type { TimedOutputResult, WriteTask } from './output.js';
import { changed } from './changed.js';
import type { TablePlan } from './plan-types.js';
import { startOf } from './resume.js';
import { scanDirectory } from './scan.js';
import { tasksOf } from './tasks.js';
import { withUploads } from './uploads.js';
import type { OnUpload } from './uploads.js';

/** Carries out a task somewhere: in a worker thread, or in this one. Tells of its outputs in their order. */
export type OutputRunner = (task: WriteTask, onUpload: OnUpload) => Promise<TimedOutputResult[]>;

export interface TableOutcome {
  readonly outcome: 'migrated' | 'unchanged';
  readonly plan: TablePlan;
  /** Of the published table. */
  readonly rows: number;
  readonly snapshotId?: number;
}

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
  requireFreeName(ctx.catalogPath, plan, ctx.targetUrl);
  const schema = schemaOf(plan);
  let snapshotId = journal.find(ctx.target.url, plan.database, plan.table)?.snapshotId;
  if (state !== 'COMMITTED' || snapshotId === undefined) {
    const paths = new Map(plan.outputs.map((output) => [output.name, outputPath(plan, schema, output)]));
    const kept = await writeOutputs(ctx, journal, plan, paths, write);
    if (ctx.laterFiles !== 'leave') await requireSameListing(ctx, plan);
    journal.setState(plan.id, 'COPIED');
    ctx.signal?.throwIfAborted();
    await requireKept(ctx.target, kept);
    snapshotId = await commitTable(ctx.target, plan, schema, journal.outputs(plan.id));
    journal.setState(plan.id, 'COMMITTED', snapshotId);
  }
  registerTable(ctx.catalogPath, plan, ctx.targetUrl);
  journal.setState(plan.id, 'DONE');
  return { outcome: 'migrated', plan, rows: writtenRows(), snapshotId };
}

/** A file that an earlier run has written. */
export type KeptFile = Pick<FileStat, 'path' | 'length'>;

/**
 * Writes a plan's outputs, each journaled once it is durable, but for those the journal has already and the target still holds, which
 * are returned: `requireKept` is to be asked of them before they are published.
 */
export async function writeOutputs(
  ctx: RunContext,
  journal: Journal,
  plan: TablePlan,
  paths: ReadonlyMap<string, string>,
  run: OutputRunner,
): Promise<KeptFile[]> {
  const journaled = journal.outputs(plan.id);
  const table = `${plan.database}.${plan.table}`;
  const all: KeptFile[] = [];
  /** The files of outputs that are as they should be; undefined when one is not. */
  const keptOf = async (names: readonly string[]): Promise<KeptFile[] | undefined> => {
    const before = names.flatMap((name) => journaled.get(name) ?? []).filter(({ state }) => state === 'COPIED');
    // Of a bucket without rows there is no file.
    const files = before.flatMap(({ path, length = 0, rows }) =>
      plan.key !== undefined && rows === 0 ? [] : { path, length },
    );
    const there = await Promise.all(files.map((file) => isThere(ctx.target, file)));
    return before.length === names.length && !there.includes(false) ? files : undefined;
  };
  await mapBounded(tasksOf(plan, paths), ctx.workers, async ({ task, outputs }) => {
    ctx.signal?.throwIfAborted();
    const files = outputs.map(({ name }) => ({ name, path: paths.get(name)! }));
    const kept = await keptOf(outputs.map(({ name }) => name));
    all.push(...(kept ?? []));
    if (kept === undefined) {
      for (const file of files) journal.saveOutput(plan.id, { ...file, state: 'WRITING' });
      const write = (onUpload: OnUpload) => run(task, onUpload);
      const written = await withUploads(
        journal,
        ctx.target,
        files.map(({ path }) => path),
        write,
      );
      files.forEach((file, index) => {
        const { timing, ...result } = written[index]!;
        journal.saveOutput(plan.id, { ...file, state: 'COPIED', ...result });
        journal.saveTiming(plan.id, file.name, timing);
        journal.forgetUploads(ctx.target.url, file.path);
      });
    }
    const done = journal.outputs(plan.id);
    for (const { name, path } of files) {
      const { length = 0, rows = 0 } = done.get(name) ?? {};
      ctx.progress({ kind: 'output-done', table, file: path, bytes: length, rows });
    }
  });
  return all;
}

const isThere = async (target: TargetStore, { path, length }: KeptFile): Promise<boolean> =>
  (await target.stat(path))?.length === length;

/** Throws NOT_FOUND when a file that was kept is there no more: nothing refers to it yet, and clean-ups go by age. */
export async function requireKept(target: TargetStore, kept: readonly KeptFile[]): Promise<void> {
  await mapBounded(kept, LIST_CONCURRENCY, async (file) => {
    if (await isThere(target, file)) return;
    throw new LakeliftError('NOT_FOUND', 'a file that an earlier run had written was removed while this one went on', {
      file: file.path,
      next: 'run the same command again: it is written anew',
    });
  });
}

/** Lists the source once more before publishing: files added or removed meanwhile mean that the plan is no longer the table. */
async function requireSameListing(ctx: RunContext, plan: TablePlan): Promise<void> {
  const missing = new Map(plan.files.map((file) => [file.path, file]));
  await mapBounded(plan.partitions, LIST_CONCURRENCY, async ({ location }) => {
    ctx.signal?.throwIfAborted();
    for (const file of (await scanDirectory(ctx.source, location)).files) {
      const before = missing.get(file.path);
      if (before === undefined) throw changed(sourceFile(file.path), 'it was added');
      if (file.length !== before.length || file.mtime !== before.mtime)
        throw changed(sourceFile(file.path), 'it was written again');
      missing.delete(file.path);
    }
  });
  const [gone] = missing.keys();
  if (gone !== undefined) throw changed(sourceFile(gone), 'it is gone');
}
