import { changelogName, reachableFiles, tablePath } from '../lake/index.js';
import type { OpenUpload, TargetStore } from '../stores/index.js';
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
 * Throws LOCKED while a run is under way.
 */
export async function collectGarbage(ctx: GarbageContext, options: { readonly apply: boolean }): Promise<Garbage> {
  const lock = acquireLock(ctx.statePath);
  try {
    const journal = openJournal(ctx.statePath);
    try {
      const garbage = await findGarbage(ctx.target, journal);
      if (options.apply) await remove(ctx.target, journal, garbage);
      return garbage;
    } finally {
      journal.close();
    }
  } finally {
    lock.release();
  }
}

async function findGarbage(target: TargetStore, journal: Journal): Promise<Garbage> {
  const tables = journal.tables().filter((table) => table.target === target.url);
  const strays: string[] = [];
  const uploads = new Map<string, OpenUpload>();
  for (const open of journal.uploads(target.url)) uploads.set(`${open.path}\n${open.uploadId}`, open);
  for (const table of tables) {
    const outputs = journal.outputs(table.id);
    const paths = new Set([...outputs.values()].map(({ path }) => path));
    // Should another writer have replaced their snapshot, the next round commits them again.
    const published = journal.publication(table.id)?.added.flatMap((name) => outputs.get(name)?.path ?? []) ?? [];
    const kept = new Set(published.flatMap((path) => [path, changelogName(path)]));
    const isOurs = (path: string): boolean => !kept.has(path) && (paths.has(path) || OUR_FILE.test(path));
    strays.push(...(await straysOf(target, table, isOurs)));
    for (const open of await target.openUploads(tablePath(table.database, table.table))) {
      if (isOurs(open.path) || OUR_METADATA.test(open.path)) uploads.set(`${open.path}\n${open.uploadId}`, open);
    }
  }
  strays.push(...(await unpublishedStrays(target, journal)));
  return { strays: [...new Set(strays)].sort(), uploads: [...uploads.values()] };
}

async function straysOf(
  target: TargetStore,
  table: JournaledTable,
  isOurs: (path: string) => boolean,
): Promise<string[]> {
  const path = tablePath(table.database, table.table);
  const kept = await reachableFiles(target, path);
  // Before its schema is there, nobody but this journal's run has written to the table.
  const published = (await target.stat(`${path}/schema/schema-0`)) !== undefined;
  const isStray = (file: string): boolean =>
    !kept.has(file) && (isOurs(file) || (!published && file.startsWith(`${path}/manifest/`)));
  const strays: string[] = [];
  for await (const page of target.listFiles(path)) strays.push(...page.map((file) => file.path).filter(isStray));
  return strays;
}

/** Files that were to be published in tables of any writer, and were not. */
async function unpublishedStrays(target: TargetStore, journal: Journal): Promise<string[]> {
  const kept = new Map<string, ReadonlySet<string>>();
  const strays: string[] = [];
  for (const { path, database, table } of journal.unpublished(target.url)) {
    const folder = tablePath(database, table);
    if (!kept.has(folder)) kept.set(folder, await reachableFiles(target, folder));
    if (!kept.get(folder)!.has(path) && (await target.stat(path)) !== undefined) strays.push(path);
  }
  return strays;
}

async function remove(target: TargetStore, journal: Journal, garbage: Garbage): Promise<void> {
  for (const stray of garbage.strays) await target.delete(stray);
  const noted = journal.unpublished(target.url).map(({ path }) => path);
  journal.forgetUnpublished(target.url, noted);
  for (const upload of garbage.uploads) {
    await target.abortUpload(upload);
    journal.forgetUploads(target.url, upload.path);
  }
}
