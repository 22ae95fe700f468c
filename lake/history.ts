import { LakeliftError } from '../errors/error.js';
import { readAll, type TargetStore } from '../stores/index.js';
import { damaged } from './damaged.js';
import { decodeManifestList, type ListedManifest } from './manifest-list.js';
import { decodeManifest, type ManifestEntry } from './manifest.js';
import { manifestPath, schemaDirectory, schemaPath, snapshotDirectory, snapshotPath } from './paths.js';
import { decodeSchema, type TableSchema } from './schema.js';
import { decodeSnapshot, type Snapshot } from './snapshot.js';

/** Manifests read at a time. */
const PARALLEL = 8;

/** Every schema of a table by its id; empty when there is no table. */
export async function readSchemas(store: TargetStore, table: string): Promise<Map<number, TableSchema>> {
  const schemas = new Map<number, TableSchema>();
  for (const id of await idsIn(store, schemaDirectory(table), 'schema')) {
    const path = schemaPath(table, id);
    schemas.set(id, decodeSchema(await readAll(store, path), path));
  }
  return schemas;
}

/** The newest snapshot; undefined for a table nothing was ever written to. */
export async function readLatestSnapshot(store: TargetStore, table: string): Promise<Snapshot | undefined> {
  // The LATEST hint is only a hint: it may be behind, so the files themselves are listed.
  const latest = (await snapshotIds(store, table)).at(-1);
  if (latest === undefined) return undefined;
  return readSnapshot(store, table, latest);
}

/** The ids of all snapshots that have not expired, ascending. */
export function snapshotIds(store: TargetStore, table: string): Promise<number[]> {
  return idsIn(store, snapshotDirectory(table), 'snapshot');
}

/** Ids of the files '<prefix>-<id>' of a directory, ascending. */
async function idsIn(store: TargetStore, directory: string, prefix: string): Promise<number[]> {
  const ids: number[] = [];
  for await (const page of store.listFiles(`${directory}/`)) {
    for (const { path } of page) {
      const match = /^([a-z]+)-(\d+)$/.exec(path.slice(directory.length + 1));
      if (match?.[1] === prefix) ids.push(Number(match[2]));
    }
  }
  return ids.sort((a, b) => a - b);
}

/** One snapshot. Throws NOT_FOUND when it does not exist, or has expired; CORRUPT when it says that it is another. */
export async function readSnapshot(store: TargetStore, table: string, id: number): Promise<Snapshot> {
  const path = snapshotPath(table, id);
  const snapshot = decodeSnapshot(await readAll(store, path), path);
  if (snapshot.id === id) return snapshot;
  throw new LakeliftError('CORRUPT', `the snapshot says that its id is ${String(snapshot.id)}`, { file: path });
}

/** The snapshot id in a hint file. Throws CORRUPT when there is none in it. */
export async function readHint(store: TargetStore, path: string): Promise<number> {
  const text = new TextDecoder().decode(await readAll(store, path));
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw damaged(path);
}

/** The manifests of a list. */
export async function readManifestList(store: TargetStore, table: string, name: string): Promise<ListedManifest[]> {
  const path = manifestPath(table, name);
  return decodeManifestList(await readAll(store, path), path);
}

/** The manifests that make up a snapshot: those live before it, then those it added. */
export async function readSnapshotManifests(
  store: TargetStore,
  table: string,
  snapshot: Snapshot,
): Promise<ListedManifest[]> {
  const base = await readManifestList(store, table, snapshot.baseManifestList);
  return [...base, ...(await readManifestList(store, table, snapshot.deltaManifestList))];
}

/** The entries of manifests, one manifest after the other in the order given. */
export async function* readManifests(
  store: TargetStore,
  table: string,
  manifests: readonly Pick<ListedManifest, 'name'>[],
): AsyncGenerator<readonly ManifestEntry[]> {
  for (let start = 0; start < manifests.length; start += PARALLEL) {
    const batch = manifests.slice(start, start + PARALLEL).map(({ name }) => manifestPath(table, name));
    yield* await Promise.all(batch.map(async (path) => decodeManifest(await readAll(store, path), path)));
  }
}
