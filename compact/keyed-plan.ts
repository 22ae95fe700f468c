import { maxLevelOf, partitionPath } from '../lake/index.js';
import type { LakeTable, LiveFile } from '../lake/index.js';
import { fileIdentityOf } from '../migrate/index.js';
import { grouped } from './grouped.js';
import type { Merge } from './plan.js';

/** Part of every name: changes when what goes into a merged file changes. */
const LAYOUT = 1;

/** Full compactions: all files of each bucket that readers have to merge become one on the highest level. */
export function bucketMerges(path: string, lake: LakeTable, files: readonly LiveFile[]): Merge[] {
  const { schema } = lake;
  const buckets = grouped(files, ({ partition, entry }) => `${partitionPath(schema, partition)}\n${entry.bucket}`);
  return [...buckets].flatMap((inputs): Merge[] => {
    const level = inputs.reduce((highest, { entry }) => Math.max(highest, entry.level), maxLevelOf(schema));
    if (inputs.every(({ entry }) => entry.level === level && entry.keyed.deletedRows === 0)) return [];
    const names = inputs.map(({ fileName }) => fileName).sort();
    const fileName = `data-${fileIdentityOf([path, names, schema.id, level, LAYOUT])}-0.parquet`;
    return [{ fileName, inputs, schema, keyed: { bucket: inputs[0]!.entry.bucket, level } }];
  });
}
