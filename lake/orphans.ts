import { LakeliftError } from '../errors/error.js';
import type { FileStat, TargetStore } from '../stores/index.js';
import { readSchemas } from './history.js';
import { reachableFiles } from './reachable.js';

/** A file in a table's directories that nothing refers to. */
export type Orphan = FileStat;

/** Milliseconds; Paimon's own: a writer may need as long to commit what it has written. */
export const SAFE_AGE = 86_400_000;

/** Where writers put files before a snapshot refers to them; what lies elsewhere is not looked at. */
const WRITTEN = /\/(manifest|index|bucket-(\d+|postpone))\/[^/]+$/;

/**
 * Files of a table, whoever wrote it, that no snapshot, tag, branch or changelog refers to, and that are older than `age` (milliseconds):
 * a younger one may be about to be committed. Nothing for what is no table. Throws REFUSED where not all references are known.
 * Source of the rule: org.apache.paimon.operation.OrphanFilesClean.
 */
export async function findOrphans(store: TargetStore, path: string, age: number, now: number): Promise<Orphan[]> {
  const schemas = await readSchemas(store, path);
  const schema = schemas.get(Math.max(...schemas.keys()));
  if (schema === undefined) return [];
  if (schema.options['index-file-in-data-file-dir'] === 'true') {
    throw new LakeliftError('REFUSED', 'the table keeps indexes beside data (index-file-in-data-file-dir)', {
      file: path,
      next: 'let Spark or Flink clean it: CALL sys.remove_orphan_files',
    });
  }
  // Listed before what refers to them is read: a commit in between keeps its files.
  const old: FileStat[] = [];
  for await (const page of store.listFiles(`${path}/`)) {
    old.push(...page.filter((file) => WRITTEN.test(file.path) && file.mtime < now - age));
  }
  if (old.length === 0) return [];
  const reached = await reachableFiles(store, path);
  return old.filter((file) => !reached.has(file.path));
}
