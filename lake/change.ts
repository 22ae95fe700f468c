import { LakeliftError } from '../errors/error.js';
import type { TargetStore } from '../stores/index.js';
import { unguarded, type Guard } from './commit-lock.js';
import { isContained } from './contained.js';
import { readLatestSnapshot, readSchemas, readSnapshot } from './history.js';
import { conflict, prepareSnapshot, type TableChange } from './next-snapshot.js';
import { hintPath, manifestPath, snapshotPath } from './paths.js';
import type { TableSchema } from './schema.js';
import { encodeSnapshot, type Snapshot } from './snapshot.js';

/** 'already': an earlier try of the same change was published. */
export interface CommittedChange {
  readonly outcome: 'committed' | 'already';
  readonly snapshotId: number;
}

/** Snapshots of one change that others may put their own over before it is given up. */
const MOST_REPLACED = 10;

/**
 * Publishes a change as the next snapshot of a table, whoever wrote the ones before. When another writer is faster, the change is put
 * on top of theirs; trying it again after a crash or a lost reply finds it done. Source: org.apache.paimon.operation.FileStoreCommitImpl.
 * `guard` is held while the snapshot is made, not before. It is read back: Java Paimon without a lock looks for one and then moves its own there, over whatever came in between.
 * Throws COMMIT_CONFLICT when a file to remove is not live any more, when snapshots since `since` have expired so that nobody can
 * tell whether this change is among them, or when they are replaced again and again; REFUSED for tables of kinds whose commits need more
 * than this.
 */
export async function commitChange(
  store: TargetStore,
  path: string,
  change: TableChange,
  guard: Guard = unguarded,
): Promise<CommittedChange> {
  let { since } = change;
  for (let replaced = 0; ;) {
    const schemas = await readSchemas(store, path);
    const schema = schemas.get(Math.max(...schemas.keys()));
    if (schema === undefined) throw new LakeliftError('NOT_FOUND', 'the target has no such table', { file: path });
    const latest = await readLatestSnapshot(store, path);
    const own = await findOwn(store, path, { ...change, since }, latest);
    if (own !== undefined) return { outcome: 'already', snapshotId: own };
    since = latest?.id ?? 0;
    refuseKinds(schema, change, latest, path);
    const attempt = await prepareSnapshot(store, path, schema, change, latest);
    const { id } = attempt.snapshot;
    const { made, there } = await guard(async () => {
      const made = await store.createIfAbsent(snapshotPath(path, id), encodeSnapshot(attempt.snapshot));
      return { made, there: await readSnapshot(store, path, id) };
    });
    // A reply may have been lost: what is there may be ours. And what was ours may be another's by now.
    if (isOwn(change, there)) {
      await hint(store, path, id);
      return { outcome: 'committed', snapshotId: id };
    }
    for (const list of attempt.lists) await store.delete(manifestPath(path, list));
    if (made === 'exists') continue;
    if (await isContained(store, path, change)) return { outcome: 'committed', snapshotId: id };
    if (++replaced === MOST_REPLACED) throw replacedTooOften(path, id);
  }
}

/** Whether another writer's snapshot is in the place of the one that a change was published as. Of an expired one nobody can tell: false. */
export async function isReplaced(
  store: TargetStore,
  path: string,
  change: Omit<ChangeName, 'since'>,
  snapshotId: number,
): Promise<boolean> {
  try {
    return !isOwn(change, await readSnapshot(store, path, snapshotId));
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}

function replacedTooOften(path: string, id: number): LakeliftError {
  return new LakeliftError('COMMIT_CONFLICT', 'another writer puts its snapshots over those of this change', {
    file: snapshotPath(path, id),
    next: 'let the other writers of the table take a lock (docs/locks.md), or stop them, and run the same command again',
  });
}

const isOwn = (change: Omit<ChangeName, 'since'>, { commitUser, commitIdentifier }: Snapshot): boolean =>
  commitUser === change.user && commitIdentifier === change.identifier;

/** What a change is found by among the snapshots of a table. */
export type ChangeName = Pick<TableChange, 'user' | 'identifier' | 'since'>;

/** The snapshot that a change was published as; undefined when it never was. Throws COMMIT_CONFLICT when nobody can tell any more. */
export async function findChange(store: TargetStore, path: string, change: ChangeName): Promise<number | undefined> {
  return findOwn(store, path, change, await readLatestSnapshot(store, path));
}

async function findOwn(
  store: TargetStore,
  path: string,
  change: ChangeName,
  latest: Snapshot | undefined,
): Promise<number | undefined> {
  const { since } = change;
  let snapshot = latest;
  while (snapshot !== undefined && snapshot.id > since) {
    if (isOwn(change, snapshot)) return snapshot.id;
    if (snapshot.id === since + 1) return undefined;
    try {
      snapshot = await readSnapshot(store, path, snapshot.id - 1);
    } catch (cause) {
      if (!(cause instanceof LakeliftError) || cause.code !== 'NOT_FOUND') throw cause;
      throw conflict(`snapshot ${snapshot.id - 1} has expired, and may have been this change`, path);
    }
  }
  return undefined;
}

/** Deletion vectors point at files by name, row ids are counted in snapshots: neither is kept up here. */
function refuseKinds(schema: TableSchema, change: TableChange, latest: Snapshot | undefined, path: string): void {
  const reason =
    schema.options['row-tracking.enabled'] === 'true'
      ? 'the table tracks row ids (row-tracking.enabled)'
      : change.remove.length > 0 && latest?.indexManifest !== undefined
        ? 'the table has deletion vectors'
        : undefined;
  if (reason !== undefined) throw new LakeliftError('REFUSED', reason, { file: path });
}

/** Tells readers where to look first. They look further themselves, so that a hint that is late, or lost, is no failure. */
async function hint(store: TargetStore, path: string, id: number): Promise<void> {
  async function* text(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(String(id));
  }
  await store.put(hintPath(path, 'LATEST'), text()).catch(() => undefined);
}
