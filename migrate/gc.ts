import { changelogName, reachableFiles, SAFE_AGE, tablePath } from '../lake/index.js';
import type { FileStat, OpenUpload, TargetStore } from '../stores/index.js';
import type { Journal, JournaledTable } from './journal.js';
import { openJournal } from './journal.js';
import { acquireLock } from './lock.js';

export interface GarbageContext {
  readonly target: TargetStore;
  readonly statePath: string;
}

export interface Garbage {
  /** Store paths of files no snapshot refers to. */
  readonly strays: readonly string[];
  readonly uploads: readonly OpenUpload[];
  /** Store paths of files and uploads that may be another journal's, and that are too young to be nobody's. */
  readonly kept: readonly string[];
}

export interface GarbageOptions {
  readonly apply: boolean;
  /** Milliseconds; 0 takes what may be another journal's as well, however young. A day unless given. */
  readonly olderThan?: number;
}

/** A UUID of version 8: lakelift's names have it, other writers' (Paimon's own in Java and Python) are random, of version 4. */
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const OUR_FILE = new RegExp(`/((?:data|changelog)-${UUID}-0\\.[a-z]+|manifest/manifest(-list)?-${UUID}-\\d+)$`);
/** Names that every writer gives; the temporary files of lakelift's own tell whose they are. */
const OUR_METADATA = /\/(schema\/schema-\d+|snapshot\/(snapshot-\d+|EARLIEST|LATEST))$/;

/**
 * Finds what stopped runs left behind, and with `apply` removes it: data files and manifests under the journal's tables that no snapshot
 * refers to, files written into other tables and never published, and unfinished uploads of lakelift's files. What an unfinished table
 * had copied so far is among it and is copied again by the next run. Files of other writers, who may be about to commit them, are left alone.
 *
 * What the journal has noted of its rounds and compactions is its own: the lock shows that none of them is under way. What else has lakelift's
 * names may be that of a run with another journal, perhaps on another machine, and so may all of a table that is not published, as migrations of one
 * source give their files the same names. It counts only when nothing of the kind in its table is younger than `olderThan`, so that a run that
 * is under way keeps all it has written. Throws LOCKED while a run of this journal is under way.
 */
export async function collectGarbage(ctx: GarbageContext, options: GarbageOptions): Promise<Garbage> {
  const lock = acquireLock(ctx.statePath);
  try {
    const journal = openJournal(ctx.statePath);
    try {
      return await collect(ctx.target, journal, options);
    } finally {
      journal.close();
    }
  } finally {
    lock.release();
  }
}

async function collect(target: TargetStore, journal: Journal, options: GarbageOptions): Promise<Garbage> {
  const { apply, olderThan = SAFE_AGE } = options;
  const uploads = journal.uploads(target.url);
  const unpublished = journal.unpublished(target.url);
  const noted = unpublished.map(({ path }) => path);
  const found: Garbage[] = [{ strays: await straysAmong(target, unpublished), uploads, kept: [] }];
  if (apply) {
    await remove(target, journal, found[0]!);
    journal.forgetUnpublished(target.url, noted);
  }
  const seen = new Set([...noted, ...uploads.map(({ uploadId }) => uploadId)]);
  for (const table of journal.tables().filter((one) => one.target === target.url)) {
    const garbage = await garbageOf(target, journal, table, seen, olderThan);
    // At once: the longer between the two, the sooner may a run that goes on after days commit what was found.
    if (apply) await remove(target, journal, garbage);
    found.push(garbage);
  }
  return {
    strays: found.flatMap(({ strays }) => strays).sort(),
    uploads: found.flatMap((one) => one.uploads),
    kept: found.flatMap(({ kept }) => kept).sort(),
  };
}

/** What is left in a table, but for the paths and ids in `seen`. */
async function garbageOf(
  target: TargetStore,
  journal: Journal,
  table: JournaledTable,
  seen: ReadonlySet<string>,
  olderThan: number,
): Promise<Garbage> {
  const path = tablePath(table.database, table.table);
  const { own, published } = notedFiles(journal, table);
  // Other writers make the schema first.
  const visible = (await target.stat(`${path}/schema/schema-0`)) !== undefined;
  const isOurs = (file: string): boolean =>
    !published.has(file) &&
    !seen.has(file) &&
    (own.has(file) || OUR_FILE.test(file) || (!visible && file.startsWith(`${path}/manifest/`)));
  const files: FileStat[] = [];
  // Listed before what refers to them is read: a commit in between keeps its files.
  for await (const page of target.listFiles(path)) files.push(...page.filter((file) => isOurs(file.path)));
  const open = (await target.openUploads(path)).filter(
    (upload) => !seen.has(upload.uploadId) && (isOurs(upload.path) || OUR_METADATA.test(upload.path)),
  );
  const reached = await reachableFiles(target, path);
  const left = files.filter((file) => !reached.has(file.path));
  const mayBeOthers = (one: { readonly path: string }): boolean => !visible || !own.has(one.path);
  const others = [...left, ...open].filter(mayBeOthers);
  const youngest = others.reduce((latest, { mtime }) => Math.max(latest, mtime), 0);
  const goes = (one: { readonly path: string }): boolean => !isYoung(youngest, olderThan) || !mayBeOthers(one);
  return {
    strays: left.filter(goes).map((file) => file.path),
    uploads: open.filter(goes).map((upload) => ({ path: upload.path, uploadId: upload.uploadId })),
    kept: others.filter((one) => !goes(one)).map((one) => one.path),
  };
}

/** 0 means any, whatever the store's clock says. */
const isYoung = (mtime: number, age: number): boolean => age > 0 && mtime > Date.now() - age;

/** Store paths that the journal has of a table. */
function notedFiles(journal: Journal, { id }: JournaledTable): Record<'own' | 'published', ReadonlySet<string>> {
  const outputs = journal.outputs(id);
  const withChangelogs = (paths: string[]) => new Set(paths.flatMap((path) => [path, changelogName(path)]));
  // Should another writer have replaced their snapshot, the next round commits them again.
  const published = journal.publication(id)?.added.flatMap((name) => outputs.get(name)?.path ?? []) ?? [];
  return {
    own: withChangelogs([...outputs.values()].map(({ path }) => path)),
    published: withChangelogs(published),
  };
}

/** Those that are there of files that were to be published in tables of any writer, and were not. */
async function straysAmong(target: TargetStore, unpublished: ReturnType<Journal['unpublished']>): Promise<string[]> {
  const kept = new Map<string, ReadonlySet<string>>();
  const strays: string[] = [];
  for (const { path, database, table } of unpublished) {
    const folder = tablePath(database, table);
    if (!kept.has(folder)) kept.set(folder, await reachableFiles(target, folder));
    if (!kept.get(folder)!.has(path) && (await target.stat(path)) !== undefined) strays.push(path);
  }
  return strays;
}

async function remove(target: TargetStore, journal: Journal, { strays, uploads }: Garbage): Promise<void> {
  for (const stray of strays) await target.delete(stray);
  for (const upload of uploads) {
    await target.abortUpload(upload);
    journal.forgetUploads(target.url, upload.path);
  }
}
