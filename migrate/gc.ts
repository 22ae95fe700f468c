import { reachableFiles, tablePath } from '../lake/index.js';
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

/** Data files by lakelift's names; others are not ours to remove. */
const OUR_DATA = /\/data-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-0\.parquet$/;

/**
 * Finds what stopped runs left behind, and with `apply` removes it: data files under the journal's tables that no snapshot refers to,
 * manifests of tables that were never published, and open uploads of the journal's files. What an unfinished table had copied so far
 * is among it and is copied again by the next run. Throws LOCKED while a run is under way.
 */
export async function collectGarbage(ctx: GarbageContext, options: { readonly apply: boolean }): Promise<Garbage> {
  const lock = acquireLock(ctx.statePath);
  const journal = openJournal(ctx.statePath);
  try {
    const tables = journal.tables().filter((table) => table.target === ctx.target.url);
    const strays: string[] = [];
    const uploads = new Map<string, OpenUpload>();
    for (const table of tables) {
      strays.push(...(await straysOf(ctx.target, table)));
      for (const { path } of journal.outputs(table.id).values()) {
        for (const open of await ctx.target.openUploads(path)) uploads.set(`${open.path}\n${open.uploadId}`, open);
      }
    }
    for (const open of journal.uploads(ctx.target.url)) uploads.set(`${open.path}\n${open.uploadId}`, open);
    const garbage = { strays: strays.sort(), uploads: [...uploads.values()] };
    if (options.apply) await remove(ctx.target, journal, garbage);
    return garbage;
  } finally {
    journal.close();
    lock.release();
  }
}

async function straysOf(target: TargetStore, table: JournaledTable): Promise<string[]> {
  const path = tablePath(table.database, table.table);
  const kept = await reachableFiles(target, path);
  // Before its schema is there, nobody but this journal's run has written to the table.
  const published = (await target.stat(`${path}/schema/schema-0`)) !== undefined;
  const isOurs = (file: string): boolean => OUR_DATA.test(file) || (!published && file.startsWith(`${path}/manifest/`));
  const strays: string[] = [];
  for await (const page of target.listFiles(path)) {
    strays.push(...page.map((file) => file.path).filter((file) => isOurs(file) && !kept.has(file)));
  }
  return strays;
}

async function remove(target: TargetStore, journal: Journal, garbage: Garbage): Promise<void> {
  for (const stray of garbage.strays) await target.delete(stray);
  for (const upload of garbage.uploads) {
    await target.abortUpload(upload);
    journal.forgetUploads(target.url, upload.path);
  }
}
