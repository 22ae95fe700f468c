import { LakeliftError } from '../errors/index.js';
import { findChange, readDelta, readTable, tablePath, wasEverPart } from '../lake/index.js';
import { outputPath, registerTable, schemaOf } from '../migrate/index.js';
import type {
  Journal,
  JournaledPublication,
  JournaledRound,
  JournaledTable,
  OutputFile,
  TablePlan,
} from '../migrate/index.js';
import type { SyncContext } from './model.js';
import { outputsWithout } from './outputs.js';

/** Finishes the round of a run that died after its snapshot was published. Rounds that were not published count as never begun. */
export async function settle(ctx: SyncContext, journal: Journal, known: JournaledTable): Promise<void> {
  const path = tablePath(known.database, known.table);
  for (const { identifier, since, plan } of journal.rounds(known.id)) {
    let snapshotId: number | undefined;
    try {
      snapshotId = await findChange(ctx.target, path, { user: known.id, identifier, since });
      if (snapshotId === undefined) continue;
    } catch (error) {
      if (!(error instanceof LakeliftError) || error.code !== 'COMMIT_CONFLICT') throw error;
      // The snapshots that would tell have expired: the files do.
      const published = await filesTell(ctx, journal, known, plan);
      if (published === undefined) throw undecided(error);
      if (!published) continue;
    }
    registerTable(ctx.catalogPath, plan, ctx.targetUrl);
    const published = await publicationOf(ctx, journal, known, { identifier, plan, snapshotId });
    journal.finishRound(known.id, plan, published);
    if (published === undefined) journal.savePublication(known.id, undefined);
    return;
  }
}

/** What to note of a round that is found published; undefined where its snapshot has expired. */
async function publicationOf(
  { target }: SyncContext,
  journal: Journal,
  known: JournaledTable,
  { identifier, plan, snapshotId }: Pick<JournaledRound, 'identifier' | 'plan'> & { snapshotId: number | undefined },
): Promise<JournaledPublication | undefined> {
  if (snapshotId === undefined) return undefined;
  const lake = await readTable(target, tablePath(known.database, known.table));
  if (lake === undefined) return undefined;
  const delta = await readDelta(target, lake, snapshotId);
  if (delta === undefined) return undefined;
  const added = outputsWithout(plan.outputs, journal.plan(known.id).outputs).map(({ name }) => name);
  return { identifier, snapshotId, added, removed: delta.removed.map(({ path }) => path) };
}

/**
 * Whether a round was published, by its files: names are used once, so that a file it added shows that it was, and one it was to take away,
 * or has not written to its end, that it was not. Undefined when neither is there any more.
 */
async function filesTell(
  { target }: SyncContext,
  journal: Journal,
  known: JournaledTable,
  plan: TablePlan,
): Promise<boolean | undefined> {
  const lake = await readTable(target, tablePath(known.database, known.table));
  if (lake === undefined) return undefined;
  const before = journal.plan(known.id);
  const schema = schemaOf(before);
  const pathsOf = (of: TablePlan, outputs: readonly OutputFile[]): Set<string> =>
    new Set(outputs.map((output) => outputPath(of, schema, output)));
  const added = outputsWithout(plan.outputs, before.outputs);
  if (await wasEverPart(target, lake, pathsOf(plan, added))) return true;
  const written = journal.outputs(known.id);
  if (added.some(({ name }) => written.get(name)?.state !== 'COPIED')) return false;
  const removed = pathsOf(before, outputsWithout(before.outputs, plan.outputs));
  return lake.files.some(({ path }) => removed.has(path)) ? false : undefined;
}

function undecided({ message, place }: LakeliftError): LakeliftError {
  return new LakeliftError('COMMIT_CONFLICT', message, {
    ...place,
    next: 'nothing tells any more: verify the table; unless it equals its source, migrate it anew with a new --state',
  });
}
