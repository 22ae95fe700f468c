import type { Field } from '../../formats/index.js';
import { parsePartitionValue } from '../../lake/index.js';
import { fileIdentityOf } from '../identity.js';
import type { KeyPlan, OutputFile, PlannedPartition, Refusal, SourceFile } from '../plan-types.js';

/** What a user asks of a table that is to have a primary key; column names in lower case. */
export interface KeyRequest extends Omit<KeyPlan, 'buckets'> {
  /** As many as the largest partition needs, unless given. */
  readonly buckets?: number;
}

/** Bytes of source files that one bucket is meant for, between the 200 MB and 1 GB that Paimon advises. */
const BUCKET_BYTES = 512 << 20;
/** Part of every output's name: changes when the way outputs are laid out changes, so that old files are never mistaken for new. */
const LAYOUT = 1;

/** The key with its number of buckets. */
export function keyPlanOf(request: KeyRequest, files: readonly SourceFile[]): KeyPlan {
  const sizes = new Map<number, number>();
  for (const { partition, length } of files) sizes.set(partition, (sizes.get(partition) ?? 0) + length);
  const largest = [...sizes.values()].reduce((most, size) => Math.max(most, size), 0);
  const { columns, sequenceFields, duplicates, buckets = Math.max(1, Math.ceil(largest / BUCKET_BYTES)) } = request;
  return { columns, buckets, sequenceFields, duplicates };
}

/** A key has no null: the partition of those refuses the table. */
export function nullPartitions(
  table: string,
  keys: readonly Field[],
  partitions: readonly { readonly values: readonly string[] }[],
): Refusal[] {
  return partitions.flatMap(({ values }) =>
    keys.flatMap(({ name, type }, index) => {
      if (parsePartitionValue(values[index] ?? '', type) !== null) return [];
      const reason = `the column ${name} of the primary key is null in a partition`;
      return [{ reason, place: { table, column: name, partition: `${name}=${values[index] ?? ''}` } }];
    }),
  );
}

/** Source files as they are read for a primary-key table: by their rows. */
export function sortedFiles(files: readonly SourceFile[]): SourceFile[] {
  return files.map((file) => ({ ...file, lane: 'convert', reason: 'its rows are sorted by the primary key' }));
}

/** A file for each bucket of each partition that has rows, made of all files of the partition. `round` as in `groupOutputs`. */
export function bucketOutputs(
  table: string,
  key: KeyPlan,
  partitions: readonly PlannedPartition[],
  files: readonly SourceFile[],
  round = 0,
): OutputFile[] {
  const inputs = partitions.map((): number[] => []);
  files.forEach(({ partition, rowCount }, index) => {
    if (rowCount !== 0) inputs[partition]!.push(index);
  });
  return inputs.flatMap((indexes, partition) => {
    if (indexes.length === 0) return [];
    const members = indexes.map((index) => files[index]!).map(({ path, length, mtime }) => [path, length, mtime]);
    return Array.from({ length: key.buckets }, (_, bucket): OutputFile => {
      const name = `data-${fileIdentityOf([table, members, key, bucket, LAYOUT, round])}-0.parquet`;
      return { name, partition, inputs: indexes, lane: 'convert', bucket };
    });
  });
}
