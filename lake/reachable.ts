import { readAll, type TargetStore } from '../stores/index.js';
import { readAvro } from './avro.js';
import { readManifestList, readManifests, readSchemas } from './history.js';
import { indexPath, manifestPath } from './paths.js';
import type { TableSchema } from './schema.js';
import { entryPaths, REFERRING } from './snapshot-files.js';
import { decodeSnapshot, type Snapshot } from './snapshot.js';

/** Directories whose every file is metadata that stands for itself; what is a snapshot there refers to more. */
const METADATA = ['schema', 'snapshot', 'tag', 'branch', 'changelog', 'consumer', 'statistics'];

/**
 * Every store path that any snapshot, tag, branch, schema or hint of a table refers to; files that a snapshot deleted but an older one
 * still needs are among them. Empty when there is no table. Throws as `readTable` does.
 */
export async function reachableFiles(store: TargetStore, path: string): Promise<Set<string>> {
  const reached = new Set<string>();
  for (const directory of METADATA) {
    for await (const page of store.listFiles(`${path}/${directory}/`)) for (const file of page) reached.add(file.path);
  }
  const schemas = await readSchemas(store, path);
  const latest = schemas.get(Math.max(...schemas.keys()));
  const manifests = new Set<string>();
  for (const file of [...reached].filter((candidate) => REFERRING.test(candidate))) {
    const snapshot = decodeSnapshot(await readAll(store, file), file);
    await followSnapshot(store, path, snapshot, reached, manifests);
  }
  // Without a schema the table is half made; where its data files lie is then known to the run that goes on with it.
  if (latest !== undefined) await followManifests(store, path, latest, [...manifests], reached);
  for (const name of manifests) reached.add(manifestPath(path, name));
  return reached;
}

async function followSnapshot(
  store: TargetStore,
  path: string,
  snapshot: Snapshot,
  reached: Set<string>,
  manifests: Set<string>,
): Promise<void> {
  const { baseManifestList, deltaManifestList, changelogManifestList, indexManifest } = snapshot;
  for (const list of [baseManifestList, deltaManifestList, changelogManifestList]) {
    if (list === undefined || reached.has(manifestPath(path, list))) continue;
    reached.add(manifestPath(path, list));
    for (const { name } of await readManifestList(store, path, list)) manifests.add(name);
  }
  if (indexManifest === undefined || reached.has(manifestPath(path, indexManifest))) return;
  const index = manifestPath(path, indexManifest);
  reached.add(index);
  for (const record of readAvro(await readAll(store, index), index).records) {
    reached.add(indexPath(path, String(record['_FILE_NAME'])));
  }
}

async function followManifests(
  store: TargetStore,
  path: string,
  schema: TableSchema,
  manifests: readonly string[],
  reached: Set<string>,
): Promise<void> {
  const named = manifests.map((name) => ({ name }));
  for await (const entries of readManifests(store, path, named)) {
    for (const entry of entries) for (const file of entryPaths(schema, path, entry)) reached.add(file);
  }
}
