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

/** What lakelift itself writes as data; other names are not ours to remove. */
const OUR_DATA = /\/data-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-0\.parquet$/;

/**
 * Finds what crashed runs left behind, and with `apply` removes it: data files under the journal's finished tables that nothing refers
 * to, and open uploads of the journal's files. Files of tables still to be resumed are kept. Throws LOCKED while a run is under way.
 */
export async function collectGarbage(ctx: GarbageContext, options: { readonly apply: boolean }): Promise<Garbage> {
  const lock = acquireLock(ctx.statePath);
  const journal = openJournal(ctx.statePath);
  try {
    const tables = journal.tables().filter((table) => table.target === ctx.target.url);
    const strays: string[] = [];
    const uploads = new Map<string, OpenUpload>();
    for (const table of tables) {
      strays.push(...(await straysOf(ctx.target, journal, table)));
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

async function straysOf(target: TargetStore, journal: Journal, table: JournaledTable): Promise<string[]> {
  const path = tablePath(table.database, table.table);
  const kept = await reachableFiles(target, path);
  // A table on its way to DONE will need what it has copied.
  if (table.state !== 'DONE') for (const output of journal.outputs(table.id).values()) kept.add(output.path);
  const strays: string[] = [];
  for await (const page of target.listFiles(`${path}/`)) {
    strays.push(...page.map((file) => file.path).filter((file) => OUR_DATA.test(file) && !kept.has(file)));
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
