import {
  dataFilePath,
  parsePartitionValue,
  partitionPath,
  tablePath,
  type LakeTable,
  type LiveFile,
} from '../lake/index.js';
import type { FileStorage } from '../formats/index.js';
import type { VerifyInput, VerifySourceFile } from './model.js';

/** One partition with its files on both sides. */
export interface PartitionPair {
  /** `dt=2024-01-01/hr=3`, '' for an unpartitioned table. */
  readonly path: string;
  readonly sources: (VerifySourceFile & { readonly storage: FileStorage })[];
  /** Planned target files with the store paths of the source files that went into each. */
  readonly outputs: { readonly path: string; readonly inputs: readonly string[] }[];
  readonly live: LiveFile[];
}

/** Plan and lake side by side, by partition; a partition only one side knows is there too. */
export function pairPartitions(input: VerifyInput, lake: LakeTable): PartitionPair[] {
  const pairs = new Map<string, PartitionPair>();
  const at = (path: string): PartitionPair => {
    const known = pairs.get(path) ?? { path, sources: [], outputs: [], live: [] };
    pairs.set(path, known);
    return known;
  };
  const table = tablePath(input.database, input.table);
  const planned = input.partitions.map(({ values }) => {
    const scalars = input.partitionKeys.map((key, i) => parsePartitionValue(values[i] ?? '', key.type));
    return { scalars, path: partitionPath(lake.schema, scalars) };
  });
  for (const file of input.files) {
    const storage = input.storages[input.partitions[file.partition]!.storage]!;
    at(planned[file.partition]!.path).sources.push({ ...file, storage });
  }
  const live = new Set(lake.files.map(({ path }) => path));
  for (const output of input.outputs) {
    const { scalars, path } = planned[output.partition] ?? { scalars: [], path: '' };
    const file = dataFilePath(lake.schema, table, scalars, output.name, output.keyed?.bucket);
    // A bucket without rows has no file; whether one is missing, the rows tell.
    if (output.keyed !== undefined && !live.has(file)) continue;
    at(path).outputs.push({
      path: file,
      inputs: output.inputs.flatMap((index) => input.files[index]?.path ?? []),
    });
  }
  for (const file of lake.files) at(partitionPath(lake.schema, file.partition)).live.push(file);
  return [...pairs.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
