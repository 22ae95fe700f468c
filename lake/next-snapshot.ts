import { LakeliftError } from '../errors/error.js';
import type { TargetStore } from '../stores/index.js';
import type { DataFile } from './data-file.js';
import { readManifests, readSnapshotManifests } from './history.js';
import type { ListedManifest } from './manifest-list.js';
import { additionOf, deletionOf, type ManifestEntry } from './manifest.js';
import { additions, entryKey, mergeEntries } from './merge-entries.js';
import { mergeManifests } from './merge-manifests.js';
import type { LiveFile } from './read.js';
import type { TableSchema } from './schema.js';
import type { Snapshot } from './snapshot.js';
import { ManifestWriter } from './write-manifests.js';

/** A data file to add, with the schema it was written under. */
export interface AddedFile extends DataFile {
  readonly schema: TableSchema;
}

/** One change of a table: files that are durable already to add, live files to take away. */
export interface TableChange {
  readonly kind: 'APPEND' | 'COMPACT' | 'OVERWRITE';
  readonly add: readonly AddedFile[];
  readonly remove: readonly LiveFile[];
  /** Durable files of its change log, which no reader of the table's rows looks at. */
  readonly changelog?: readonly AddedFile[];
  /** User and identifier together name the commit: a snapshot that has them is this change. */
  readonly user: string;
  readonly identifier: bigint;
  /** Milliseconds since the epoch. */
  readonly timeMillis: number;
  /** The newest snapshot before this change was first tried; 0 for none. Only later ones are searched for it. */
  readonly since: number;
}

export interface Attempt {
  readonly snapshot: Snapshot;
  /** Names of lists that nothing refers to unless the snapshot is published. */
  readonly lists: readonly string[];
}

/**
 * The snapshot that puts a change on top of `latest`, with its manifests and lists written. Throws COMMIT_CONFLICT when a file to
 * remove is not live.
 */
export async function prepareSnapshot(
  store: TargetStore,
  path: string,
  schema: TableSchema,
  change: TableChange,
  latest: Snapshot | undefined,
): Promise<Attempt> {
  const id = (latest?.id ?? 0) + 1;
  const before = latest === undefined ? [] : await readSnapshotManifests(store, path, latest);
  const total = latest?.totalRecordCount;
  const live = change.remove.length > 0 || total === undefined ? await liveEntries(store, path, before) : undefined;
  const removed = change.remove.map((file) => {
    const entry = live?.get(entryKey(file.entry));
    if (entry === undefined) throw conflict('a file to remove is not part of the table any more', file.path);
    return deletionOf(entry);
  });
  const source = change.kind === 'COMPACT' ? 'compact' : 'append';
  const added = change.add.map((file) => additionOf(file.schema, file, source));
  const writer = new ManifestWriter(store, path, schema, `${change.user}\0${change.identifier}`);
  const delta = await writer.list(`delta ${id}`, await writer.manifests([...removed, ...added]));
  const base = await writer.list(`base ${id}`, await mergeManifests(store, path, schema, before, writer));
  const changelog = await changelogOf(writer, id, change.changelog ?? []);
  const deltaRecordCount = rowsOf(added) - rowsOf(removed);
  const snapshot: Snapshot = {
    ...carriedOver(latest, schema),
    id,
    schemaId: schema.id,
    baseManifestList: base.name,
    baseManifestListSize: base.size,
    deltaManifestList: delta.name,
    deltaManifestListSize: delta.size,
    commitUser: change.user,
    commitIdentifier: change.identifier,
    commitKind: change.kind,
    timeMillis: change.timeMillis,
    totalRecordCount: (total ?? rowsOf(live!.values())) + deltaRecordCount,
    deltaRecordCount,
    ...changelog,
  };
  const { changelogManifestList } = changelog;
  return {
    snapshot,
    lists: [delta.name, base.name, ...(changelogManifestList === undefined ? [] : [changelogManifestList])],
  };
}

/** What a snapshot says of its change log. */
async function changelogOf(
  writer: ManifestWriter,
  id: number,
  files: readonly AddedFile[],
): Promise<Pick<Snapshot, 'changelogManifestList' | 'changelogManifestListSize' | 'changelogRecordCount'>> {
  if (files.length === 0) return {};
  const entries = files.map((file) => additionOf(file.schema, file, 'append'));
  const list = await writer.list(`changelog ${id}`, await writer.manifests(entries));
  return {
    changelogManifestList: list.name,
    changelogManifestListSize: list.size,
    changelogRecordCount: rowsOf(entries),
  };
}

/** What a snapshot takes from the one before because no change of files touches it. */
function carriedOver(latest: Snapshot | undefined, schema: TableSchema): Partial<Snapshot> {
  const { watermark, indexManifest, statistics, nextRowId = 0 } = latest ?? {};
  return {
    ...(indexManifest === undefined ? {} : { indexManifest }),
    ...(watermark === undefined ? {} : { watermark }),
    // Statistics of the whole table stand until somebody analyzes it again, unless its columns are others.
    ...(statistics === undefined || latest?.schemaId !== schema.id ? {} : { statistics }),
    nextRowId,
  };
}

async function liveEntries(
  store: TargetStore,
  path: string,
  manifests: readonly ListedManifest[],
): Promise<Map<string, ManifestEntry>> {
  const live = additions(await mergeEntries(readManifests(store, path, manifests)));
  return new Map(live.map((entry) => [entryKey(entry), entry]));
}

function rowsOf(entries: Iterable<ManifestEntry>): number {
  let rows = 0;
  for (const entry of entries) rows += entry.rowCount;
  return rows;
}

/** COMMIT_CONFLICT: the table is not what the change was made for. */
export function conflict(message: string, file: string): LakeliftError {
  return new LakeliftError('COMMIT_CONFLICT', message, {
    file,
    next: 'run the same command again: it starts from the table as it is now',
  });
}
