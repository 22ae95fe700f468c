import { LakeliftError } from '../errors/error.js';
import { readAll, type TargetStore } from '../stores/index.js';
import { readAvro } from './avro.js';
import { readBinaryRow } from './binary-row-reader.js';
import { decodeManifestList } from './manifest-list.js';
import { decodeManifest, type ManifestEntry } from './manifest.js';
import { additions, mergeEntries } from './merge-entries.js';
import { bucketPath } from './partition.js';
import { indexPath, manifestPath } from './paths.js';
import { partitionTypes, type TableSchema } from './schema.js';
import { decodeSnapshot, type Snapshot } from './snapshot.js';

/** The files one snapshot is made of, by store path. */
export interface SnapshotFiles {
  /** Data files it can read, with what belongs to them; its changelog files. */
  readonly data: ReadonlySet<string>;
  /** Data files whose addition or deletion its manifests tell of: those above, and others that earlier snapshots read. */
  readonly named: ReadonlySet<string>;
  /** Lists, manifests, index files and statistics. */
  readonly metadata: ReadonlySet<string>;
}

/**
 * Finds the files of a snapshot. With `lenient`, lists and manifests that are gone already are passed over: of a snapshot whose files are
 * being removed, those that can be found are found. Memory: the entries of its manifests.
 */
export async function snapshotFiles(
  store: TargetStore,
  path: string,
  schema: TableSchema,
  snapshot: Snapshot,
  lenient = false,
): Promise<SnapshotFiles> {
  const metadata = new Set<string>();
  async function read<T>(name: string, decode: (bytes: Uint8Array, file: string) => T[]): Promise<T[]> {
    const file = manifestPath(path, name);
    metadata.add(file);
    try {
      return decode(await readAll(store, file), file);
    } catch (error) {
      if (lenient && error instanceof LakeliftError && error.code === 'NOT_FOUND') return [];
      throw error;
    }
  }
  async function entriesOf(list: string | undefined): Promise<ManifestEntry[]> {
    const entries: ManifestEntry[] = [];
    const manifests = list === undefined ? [] : await read(list, decodeManifestList);
    for (const { name } of manifests) entries.push(...(await read(name, decodeManifest)));
    return entries;
  }
  const { baseManifestList, deltaManifestList, changelogManifestList, indexManifest, statistics } = snapshot;
  const entries = [...(await entriesOf(baseManifestList)), ...(await entriesOf(deltaManifestList))];
  const changelog = await entriesOf(changelogManifestList);
  const indexes = indexManifest === undefined ? [] : await read(indexManifest, (...file) => readAvro(...file).records);
  for (const record of indexes) metadata.add(indexPath(path, String(record['_FILE_NAME'])));
  if (statistics !== undefined) metadata.add(`${path}/statistics/${statistics}`);
  const live = additions(await mergeEntries(single(entries)));
  const data = new Set([...live, ...changelog].flatMap((entry) => entryPaths(schema, path, entry)));
  return { data, named: new Set([...entries.flatMap((entry) => entryPaths(schema, path, entry)), ...data]), metadata };
}

/** Store paths of a data file and of what belongs to it; none when it lies outside of its table, where it is nobody's to remove. */
export function entryPaths(schema: TableSchema, path: string, entry: ManifestEntry): string[] {
  const { partition, bucket, fileName, extraFiles, externalPath } = entry;
  if (externalPath !== undefined) return [];
  const directory = bucketPath(schema, path, readBinaryRow(partitionTypes(schema), partition), bucket);
  return [fileName, ...extraFiles].map((name) => `${directory}/${name}`);
}

async function* single<T>(entries: T): AsyncGenerator<T> {
  yield entries;
}

/** What keeps files of a table besides its own snapshots: tags, branches with their snapshots and tags, long-lived changelogs. */
export async function otherReferences(store: TargetStore, path: string): Promise<Snapshot[]> {
  const found: Snapshot[] = [];
  for (const directory of ['tag', 'branch', 'changelog']) {
    for await (const page of store.listFiles(`${path}/${directory}/`)) {
      for (const { path: file } of page) {
        if (REFERRING.test(file)) found.push(decodeSnapshot(await readAll(store, file), file));
      }
    }
  }
  return found;
}

/** Files that are snapshots: of the table, its branches, its tags and its changelogs. */
export const REFERRING = /\/(snapshot\/snapshot|tag\/tag|changelog\/changelog)-[^/]+$/;

/** The least snapshot that a consumer of the table, a stream that remembers how far it has read, wants next. */
export async function leastConsumed(store: TargetStore, path: string): Promise<number | undefined> {
  let least: number | undefined;
  for (const directory of ['consumer', 'branch']) {
    for await (const page of store.listFiles(`${path}/${directory}/`)) {
      for (const { path: file } of page) {
        if (!/\/consumer\/consumer-[^/]+$/.test(file)) continue;
        const next = nextOf(await readAll(store, file), file);
        least = Math.min(least ?? next, next);
      }
    }
  }
  return least;
}

/** Source: org.apache.paimon.consumer.Consumer. */
function nextOf(bytes: Uint8Array, file: string): number {
  try {
    const { nextSnapshot } = JSON.parse(new TextDecoder().decode(bytes)) as { nextSnapshot?: unknown };
    if (typeof nextSnapshot === 'number') return nextSnapshot;
  } catch {
    // Told below.
  }
  throw new LakeliftError('CORRUPT', 'a consumer does not say which snapshot it wants next', { file });
}
