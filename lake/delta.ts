import { LakeliftError } from '../errors/error.js';
import type { TargetStore } from '../stores/index.js';
import { readManifestList, readManifests, readSnapshot } from './history.js';
import { liveFile, type LakeTable, type LiveFile } from './read.js';
import { snapshotFiles } from './snapshot-files.js';
import type { Snapshot } from './snapshot.js';

/** What one snapshot changed. */
export interface SnapshotDelta {
  readonly kind: Snapshot['commitKind'];
  readonly added: readonly LiveFile[];
  readonly removed: readonly LiveFile[];
}

/** What a snapshot of a table added and took away; undefined when it has expired. */
export async function readDelta(store: TargetStore, table: LakeTable, id: number): Promise<SnapshotDelta | undefined> {
  const { path, schema, schemas } = table;
  try {
    const snapshot = await readSnapshot(store, path, id);
    const manifests = await readManifestList(store, path, snapshot.deltaManifestList);
    const files: LiveFile[] = [];
    for await (const entries of readManifests(store, path, manifests)) {
      files.push(...entries.map((entry) => liveFile(path, schema, schemas, entry)));
    }
    const [added, removed] = [files.filter(isAdded), files.filter((file) => !isAdded(file))];
    return { kind: snapshot.commitKind, added, removed };
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

const isAdded = ({ entry }: LiveFile): boolean => entry.kind === 'add';

/**
 * Whether a file was ever part of the table, as far as its manifests still tell: live now, or added and taken away again in manifests that
 * were not merged since.
 */
export async function wasEverPart(store: TargetStore, table: LakeTable, paths: ReadonlySet<string>): Promise<boolean> {
  if (table.files.some(({ path }) => paths.has(path))) return true;
  if (table.snapshot === undefined) return false;
  const { named } = await snapshotFiles(store, table.path, table.schema, table.snapshot);
  return [...paths].some((path) => named.has(path));
}
