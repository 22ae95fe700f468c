import { unescapePathPart } from '../catalog/index.js';
import type { HivePartition } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';
import { sourceFile } from '../stores/index.js';
import type { SourceFileStat, SourceStore } from '../stores/index.js';
import { baseName, isHidden } from './scan.js';

export interface InferredDirectory {
  readonly keys: readonly string[];
  readonly values: HivePartition['values'];
  readonly path: string;
}

const NEXT = 'name a --metastore that knows the partitions of the table, or exclude the table';

/**
 * The leaf directories below a table's folder, `key=value` by `key=value`, Hive's %XX escapes undone. An unpartitioned table is its own
 * leaf. Throws REFUSED when files lie beside partition directories or when directories differ in their keys.
 */
export async function inferDirectories(source: SourceStore, table: string): Promise<InferredDirectory[]> {
  const leaves = await walk(source, { keys: [], values: [], path: table });
  const keys = leaves[0]?.keys.join('/') ?? '';
  for (const leaf of leaves) {
    if (leaf.keys.join('/') !== keys) {
      const found = `${keys || 'none'} and ${leaf.keys.join('/') || 'none'}`;
      throw new LakeliftError('REFUSED', `partition keys differ: ${found}`, {
        file: sourceFile(leaf.path),
        next: NEXT,
      });
    }
  }
  return leaves;
}

async function walk(source: SourceStore, at: InferredDirectory): Promise<InferredDirectory[]> {
  const entries: SourceFileStat[] = [];
  for await (const page of source.list(at.path)) entries.push(...page.filter(({ path }) => !isHidden(baseName(path))));
  const below = entries.filter(({ kind, path }) => kind === 'directory' && baseName(path).indexOf('=') > 0);
  if (below.length === 0) return [at];
  if (below.length !== entries.length) {
    throw new LakeliftError('REFUSED', 'partition directories lie beside other entries', {
      file: sourceFile(at.path),
      next: NEXT,
    });
  }
  const leaves: InferredDirectory[] = [];
  for (const { path } of below) {
    const name = baseName(path);
    const split = name.indexOf('=');
    const key = unescapePathPart(name.slice(0, split)).toLowerCase();
    const value = unescapePathPart(name.slice(split + 1));
    leaves.push(...(await walk(source, { keys: [...at.keys, key], values: [...at.values, value], path })));
  }
  return leaves;
}
