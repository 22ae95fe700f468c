import type { PartitionPair } from './layout.js';
import type { Difference } from './model.js';

/**
 * Whether the rows of a primary-key table are those in its files, as they are when each bucket's files lie in one level above 0; else
 * readers merge files, and rows in them may be superseded or delete others. A difference for each partition of which nobody can tell.
 */
export function unmergedFiles(pairs: readonly PartitionPair[]): Difference[] {
  return pairs.flatMap(({ path, live }) => {
    const levels = new Map<number, number>();
    const isPlain = live.every(({ entry: { bucket, level, deletedRows } }) => {
      const known = levels.get(bucket) ?? level;
      levels.set(bucket, known);
      return level > 0 && known === level && deletedRows === 0;
    });
    if (isPlain) return [];
    return [{ message: 'rows changed by key since the last full compaction are not compared', partition: path }];
  });
}
