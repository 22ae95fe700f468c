import { RowDigest, type Field } from '../formats/index.js';
import { partitionPath, scanTable, type LakeTable } from '../lake/index.js';
import type { TargetStore } from '../stores/index.js';
import type { PartitionPair } from './layout.js';

/**
 * Whether the rows of a partition are those in its files, as they are when each bucket's files lie in one level above 0; else readers
 * merge files, and rows in them may be superseded or delete others.
 */
export function isMerged({ live }: PartitionPair): boolean {
  const levels = new Map<number, number>();
  return live.every(({ entry }) => {
    const { bucket, level, deletedRows } = entry.keyed;
    const known = levels.get(bucket) ?? level;
    levels.set(bucket, known);
    return level > 0 && known === level && deletedRows === 0;
  });
}

/** The digest of a partition's rows as readers of the table see them, files merged by key. */
export async function digestMerged(
  target: TargetStore,
  lake: LakeTable,
  { path }: PartitionPair,
  columns: readonly Field[],
): Promise<RowDigest> {
  const digest = new RowDigest();
  const names = columns.map(({ name }) => name);
  const partition: (values: LakeTable['files'][number]['partition']) => boolean = (values) =>
    partitionPath(lake.schema, values) === path;
  for await (const batch of scanTable(target, lake, { columns: names, partition })) digest.add(batch);
  return digest;
}
