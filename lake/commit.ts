import { LakeliftError } from '../errors/error.js';
import { readAll, type TargetStore } from '../stores/index.js';
import { damaged } from './damaged.js';
import type { DataFile } from './data-file.js';
import { readHint } from './history.js';
import { additionOf } from './manifest.js';
import { dataFilePath } from './partition.js';
import { hintPath, schemaPath, snapshotPath } from './paths.js';
import { putSchema } from './put-schema.js';
import type { TableSchema } from './schema.js';
import { BATCH_COMMIT, decodeSnapshot, encodeSnapshot, type Snapshot } from './snapshot.js';
import { ManifestWriter, type WrittenList } from './write-manifests.js';

/** The same again is the same commit. With another time it is another run's, whose plan has the same id, as it is of the same source. */
export interface TableCommit {
  /** Written as the commit user. */
  readonly user: string;
  /** Milliseconds since the epoch. */
  readonly timeMillis: number;
}

/** 'already': the table was complete before. */
export interface CreatedTable {
  readonly outcome: 'created' | 'already';
  readonly snapshotId: number;
}

const FIRST = 1;

/**
 * Makes a table of data files that are durable already, in one snapshot. The schema is written last: readers see no table before it.
 * After a crash the same call goes on where the last one ended, as every name and byte follows from the arguments.
 * Throws TARGET_FOREIGN when another writer's table is there, INTERNAL when a file is given twice.
 */
export async function createTable(
  store: TargetStore,
  path: string,
  schema: TableSchema,
  files: readonly DataFile[],
  commit: TableCommit,
): Promise<CreatedTable> {
  refuseTwice(schema, path, files);
  const state = await stateOf(store, path, commit);
  if (state !== 'visible') {
    // What an earlier try wrote is compared with what it meant to write: nobody has read it yet.
    const writer = new ManifestWriter(store, path, schema, commit.user);
    const manifests = await writer.manifests(files.map((file) => additionOf(schema, file, 'append')));
    const base = await writer.list('base', []);
    const delta = await writer.list('delta', manifests);
    const snapshot = encodeSnapshot(firstSnapshot(schema, files, commit, base, delta));
    const file = snapshotPath(path, FIRST);
    const made = await store.createIfAbsent(file, snapshot);
    const there = made === 'exists' ? await readAll(store, file) : snapshot;
    if (Buffer.compare(there, snapshot) !== 0) {
      await stateOf(store, path, commit);
      throw damaged(file);
    }
  }
  for (const hint of ['EARLIEST', 'LATEST'] as const) {
    const file = hintPath(path, hint);
    const made = await store.createIfAbsent(file, new TextEncoder().encode(String(FIRST)));
    if (made === 'exists') await readHint(store, file);
  }
  const made = await putSchema(store, path, schema);
  if (made === 'other') throw await overtaken(store, path, state);
  return { outcome: made === 'created' ? 'created' : 'already', snapshotId: FIRST };
}

/** How far this commit has come; 'begun' with its snapshot. Throws TARGET_FOREIGN when somebody else's table is there. */
async function stateOf(store: TargetStore, path: string, commit: TableCommit): Promise<'absent' | 'begun' | 'visible'> {
  // The schema is looked for first: where it is there, a snapshot of ours was there before it.
  const schema = schemaPath(path, 0);
  const hasSchema = (await store.stat(schema)) !== undefined;
  const first = await firstOf(store, path, commit);
  if (first === 'absent') {
    if (hasSchema) throw foreign(store, schema);
    return 'absent';
  }
  if (first === 'foreign') throw foreign(store, snapshotPath(path, FIRST));
  return hasSchema ? 'visible' : 'begun';
}

/** Whose the first snapshot of a table is. */
async function firstOf(
  store: TargetStore,
  path: string,
  { user, timeMillis }: TableCommit,
): Promise<'absent' | 'own' | 'foreign'> {
  const file = snapshotPath(path, FIRST);
  if ((await store.stat(file)) === undefined) return 'absent';
  const there = decodeSnapshot(await readAll(store, file), file);
  return there.commitUser === user && there.timeMillis === timeMillis ? 'own' : 'foreign';
}

/**
 * Takes back the first snapshot of a table that never became visible, so that another plan's can be made in its place. Does nothing when
 * the table has a schema, or when the snapshot is not of this commit. After a crash the same call goes on.
 */
export async function withdrawTable(store: TargetStore, path: string, commit: TableCommit): Promise<void> {
  if ((await store.stat(schemaPath(path, 0))) !== undefined) return;
  if ((await firstOf(store, path, commit)) === 'own') await removeFirst(store, path);
}

function firstSnapshot(
  schema: TableSchema,
  files: readonly DataFile[],
  commit: TableCommit,
  base: WrittenList,
  delta: WrittenList,
): Snapshot {
  const rows = files.reduce((sum, file) => sum + file.rowCount, 0);
  return {
    id: FIRST,
    schemaId: schema.id,
    baseManifestList: base.name,
    baseManifestListSize: base.size,
    deltaManifestList: delta.name,
    deltaManifestListSize: delta.size,
    commitUser: commit.user,
    commitIdentifier: BATCH_COMMIT,
    commitKind: 'APPEND',
    timeMillis: commit.timeMillis,
    totalRecordCount: rows,
    deltaRecordCount: rows,
    nextRowId: 0,
  };
}

/**
 * Another writer made a table between our snapshot and our schema. What was no table when this call began is taken back, so that theirs has
 * no rows of ours; only a snapshot that was committed on ours meanwhile keeps them, and the error says so.
 */
async function overtaken(
  store: TargetStore,
  path: string,
  state: 'absent' | 'begun' | 'visible',
): Promise<LakeliftError> {
  const next = snapshotPath(path, FIRST + 1);
  const isBuiltOn = async (): Promise<boolean> => (await store.stat(next)) !== undefined;
  if (state !== 'visible' && !(await isBuiltOn())) {
    await removeFirst(store, path);
    if (!(await isBuiltOn())) return foreign(store, schemaPath(path, 0));
  }
  const message = 'another writer made a table here while this run committed, and it holds rows of this run';
  return new LakeliftError('TARGET_FOREIGN', message, {
    file: `${store.url.replace(/\/+$/, '')}/${path}`,
    next: 'Drop that table, after saving what the other writer needs of it, and run the same command again.',
  });
}

async function removeFirst(store: TargetStore, path: string): Promise<void> {
  for (const hint of ['LATEST', 'EARLIEST'] as const) await store.delete(hintPath(path, hint));
  await store.delete(snapshotPath(path, FIRST));
}

function refuseTwice(schema: TableSchema, path: string, files: readonly DataFile[]): void {
  const seen = new Set<string>();
  for (const file of files) {
    const place = dataFilePath(schema, path, file.partition, file.fileName, file.keyed?.bucket);
    if (seen.has(place)) throw new LakeliftError('INTERNAL', 'a data file is committed twice', { file: place });
    seen.add(place);
  }
}

function foreign(store: TargetStore, file: string): LakeliftError {
  return new LakeliftError('TARGET_FOREIGN', 'the target already has a table here that this run did not write', {
    file: `${store.url.replace(/\/+$/, '')}/${file}`,
    next: 'Choose another target, drop that table, or go on with the state file of the run that wrote it.',
  });
}
