import type { ManifestEntry } from './manifest.js';

/** What identifies a data file in a table: the same for the entry that adds it and the one that deletes it. */
export function entryKey({ partition, bucket, level, fileName }: ManifestEntry): string {
  return [Buffer.from(partition).toString('hex'), bucket, level, fileName].join('/');
}

/**
 * What is left once every deletion has met its addition, in whatever order they come: files that are live, and deletions of files added
 * in manifests that were not given. A name is added and deleted once, never again (org.apache.paimon.manifest.FileEntry.mergeEntries).
 */
export async function mergeEntries(
  manifests: AsyncIterable<readonly ManifestEntry[]>,
): Promise<Map<string, ManifestEntry>> {
  const left = new Map<string, ManifestEntry>();
  for await (const entries of manifests) {
    for (const entry of entries) {
      const key = entryKey(entry);
      const met = left.get(key);
      if (met === undefined || met.kind === entry.kind) left.set(key, entry);
      else left.delete(key);
    }
  }
  return left;
}

/** The files that are live after merging. */
export function additions(merged: ReadonlyMap<string, ManifestEntry>): ManifestEntry[] {
  return [...merged.values()].filter(({ kind }) => kind === 'add');
}
