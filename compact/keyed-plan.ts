import { maxLevelOf, partitionPath } from '../lake/index.js';
import type { LakeTable, LiveFile } from '../lake/index.js';
import { grouped } from './grouped.js';
import { newFileName } from './new-file-name.js';
import type { Merge } from './plan.js';

/** Full compactions: all files of each bucket that readers have to merge become one on the highest level. */
export function bucketMerges(lake: LakeTable, files: readonly LiveFile[]): Merge[] {
  const { schema } = lake;
  const buckets = grouped(files, ({ partition, entry }) => `${partitionPath(schema, partition)}\n${entry.bucket}`);
  return [...buckets].flatMap((inputs): Merge[] => {
    const level = inputs.reduce((highest, { entry }) => Math.max(highest, entry.level), maxLevelOf(schema));
    if (inputs.every(({ entry }) => entry.level === level && entry.keyed.deletedRows === 0)) return [];
    return [{ fileName: newFileName(), inputs, schema, keyed: { bucket: inputs[0]!.entry.bucket, level } }];
  });
}
