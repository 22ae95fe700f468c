import { LakeliftError } from '../../errors/error.js';
import { sourceFile } from '../../stores/index.js';
import type { SourceStore } from '../../stores/index.js';
import { unescapePathPart } from '../partition-name.js';

/** A directory `key=value/key=value` of a table. */
export interface FoundPartition {
  readonly values: string[];
  /** Path in the source. */
  readonly path: string;
}

/**
 * The partition directories below a table's, as MSCK REPAIR TABLE finds them: one level for each key, in the keys' order. A table without
 * a directory has none. Directories in `known` belong to partitions already described and are passed over, with all below them.
 * Throws REFUSED for anything visible that is no partition of these keys: its rows would be lost without a word.
 */
export async function* findPartitions(
  source: SourceStore,
  table: string,
  keys: readonly string[],
  known: ReadonlySet<string>,
): AsyncGenerator<FoundPartition> {
  yield* below(source, { values: [], path: table }, keys, known);
}

async function* below(
  source: SourceStore,
  at: FoundPartition,
  keys: readonly string[],
  known: ReadonlySet<string>,
): AsyncGenerator<FoundPartition> {
  const key = keys[at.values.length];
  if (key === undefined) {
    yield at;
    return;
  }
  for await (const { path, name, isDirectory } of visible(source, at.path)) {
    if (known.has(path)) continue;
    const split = name.indexOf('=');
    if (!isDirectory || split < 1 || unescapePathPart(name.slice(0, split)).toLowerCase() !== key) {
      throw new LakeliftError('REFUSED', `a directory ${key}=<value> was expected`, {
        file: sourceFile(path),
        next: 'move it out of the table, or name it as a partition with ALTER TABLE ... ADD PARTITION ... LOCATION',
      });
    }
    const value = unescapePathPart(name.slice(split + 1));
    yield* below(source, { values: [...at.values, value], path }, keys, known);
  }
}

/** Entries that Hadoop readers take notice of. */
async function* visible(
  source: SourceStore,
  directory: string,
): AsyncGenerator<{ path: string; name: string; isDirectory: boolean }> {
  try {
    for await (const page of source.list(directory)) {
      for (const { path, kind } of page) {
        const name = path.slice(path.lastIndexOf('/') + 1);
        if (!/^[._]/.test(name)) yield { path, name, isDirectory: kind === 'directory' };
      }
    }
  } catch (error) {
    if (!(error instanceof LakeliftError) || error.code !== 'NOT_FOUND') throw error;
  }
}
