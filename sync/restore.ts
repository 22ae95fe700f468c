import { LakeliftError } from '../errors/index.js';
import { commitChange, dataFilePath, guardOf, isContained, isReplaced, readTable, tablePath } from '../lake/index.js';
import type { AddedFile, LakeTable, LiveFile, TableChange } from '../lake/index.js';
import { copiedFiles } from '../migrate/index.js';
import type { Journal, JournaledPublication, JournaledTable } from '../migrate/index.js';
import type { TargetStore } from '../stores/index.js';
import { writeChangelog } from './changelog.js';
import { schemaWritten } from './columns.js';
import type { SyncContext } from './model.js';

/**
 * Commits the change that was published last again, with the same files, when another writer has put its snapshot over this one's, as Java
 * Paimon may without a lock. Returns the new snapshot; undefined when all is well, and of one that has expired, of which nobody can tell.
 * Throws COMMIT_CONFLICT when files that it adds or takes away are gone.
 */
export async function restore(ctx: SyncContext, journal: Journal, known: JournaledTable): Promise<number | undefined> {
  const { target } = ctx;
  const last = journal.publication(known.id);
  const path = tablePath(known.database, known.table);
  const { id: user } = known;
  if (last === undefined || !(await isReplaced(target, path, { user, ...last }, last.snapshotId))) return undefined;
  const { lake, add, remove } = await filesOf(target, path, journal, known, last);
  // A snapshot of others was made on top of it before it was replaced, or a run died after it had done all this.
  if (await isContained(target, path, { add, remove })) {
    journal.savePublication(known.id, undefined);
    return undefined;
  }
  await requireThere(target, path, add);
  if (remove.length < last.removed.length) throw lost('a file it took away', path);
  const change: TableChange = {
    kind: remove.length > 0 ? 'OVERWRITE' : 'APPEND',
    add,
    remove,
    changelog: await writeChangelog(target, journal, lake, add),
    user,
    identifier: last.identifier,
    timeMillis: Date.now(),
    since: last.snapshotId - 1,
  };
  const { snapshotId } = await commitChange(target, path, change, guardOf(ctx, known));
  journal.savePublication(known.id, { ...last, snapshotId });
  return snapshotId;
}

interface Files {
  readonly lake: LakeTable;
  readonly add: readonly AddedFile[];
  readonly remove: readonly LiveFile[];
}

/** The files of a publication as a change has them; those to take away as far as they are live. */
async function filesOf(
  target: TargetStore,
  path: string,
  journal: Journal,
  { id }: JournaledTable,
  { added, removed }: JournaledPublication,
): Promise<Files> {
  const plan = journal.plan(id);
  const lake = await readTable(target, path);
  if (lake === undefined) throw lost('the table', path);
  const schema = schemaWritten(plan, lake);
  const [names, taken] = [new Set(added), new Set(removed)];
  const outputs = plan.outputs.filter(({ name }) => names.has(name));
  const add = copiedFiles(plan, outputs, journal.outputs(id)).map((file) => ({ ...file, schema }));
  return { lake, add, remove: lake.files.filter((file) => taken.has(file.path)) };
}

/** Nothing referred to these files for a while: somebody's clean-up may have taken them. */
async function requireThere(target: TargetStore, path: string, add: readonly AddedFile[]): Promise<void> {
  for (const { schema, partition, fileName, fileSize, keyed } of add) {
    const file = dataFilePath(schema, path, partition, fileName, keyed?.bucket);
    if ((await target.stat(file))?.length !== fileSize) throw lost('a file it added', file);
  }
}

function lost(what: string, file: string): LakeliftError {
  return new LakeliftError('COMMIT_CONFLICT', `another writer replaced the snapshot of a round, and ${what} is gone`, {
    file,
    next: 'migrate the table anew with a new --state, and let other writers take a lock (docs/locks.md)',
  });
}
