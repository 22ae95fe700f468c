import type { Field } from '../../formats/index.js';
import { MAX_LEVEL, parsePartitionValue } from '../../lake/index.js';
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
  return { ...request, buckets: request.buckets ?? Math.max(1, Math.ceil(largest / BUCKET_BYTES)) };
}

/** What of a request makes another table of the same source. */
export function identityOfKey(request: KeyRequest): unknown {
  const { columns, sequenceFields, duplicates, opColumn, changelogProducer } = request;
  const producer = changelogProducer === undefined ? [] : [changelogProducer];
  return [columns, sequenceFields, duplicates, opColumn ?? null, ...producer];
}

/** What speaks against a key besides Paimon's own rules: nulls in it, as a partition may be, and an operation column that is no text. */
export function keyRefusals(
  table: string,
  { opColumn }: KeyRequest,
  columns: readonly Field[],
  keys: readonly Field[],
  partitions: readonly { readonly values: readonly string[] }[],
): Refusal[] {
  const nulls = partitions.flatMap(({ values }) =>
    keys.flatMap(({ name, type }, index): Refusal[] => {
      if (parsePartitionValue(values[index] ?? '', type) !== null) return [];
      const reason = `the column ${name} of the primary key is null in a partition`;
      const next = 'give its rows a value there in Hive, or choose another --primary-key';
      return [{ reason, place: { table, column: name, partition: `${name}=${values[index] ?? ''}` }, next }];
    }),
  );
  if (opColumn === undefined) return nulls;
  const kind = columns.find(({ name }) => name === opColumn)?.type.kind;
  if (kind === 'STRING' || kind === 'VARCHAR' || kind === 'CHAR') return nulls;
  return [
    ...nulls,
    {
      reason: 'the operation column is no text column of the table',
      place: { table, column: opColumn },
      next: 'name a column of STRING, VARCHAR or CHAR',
    },
  ];
}

/** Source files as they are read for a primary-key table: by their rows. */
export function sortedFiles(files: readonly SourceFile[]): SourceFile[] {
  return files.map((file) => ({ ...file, lane: 'convert', reason: 'its rows are sorted by the primary key' }));
}

/** How the outputs of a table fit in with what is there of it. */
export interface KeyedRound {
  /** As in `groupOutputs`. */
  readonly round: number;
  /** More than the number of any row in the lake. */
  readonly sequenceFrom: number;
  /** Partitions, by index, of which nothing that is there is left. */
  readonly rewritten: ReadonlySet<number>;
}

/** Files of one partition in the order in which their rows count: by the time of their last change, then by path. */
export function inTimeOrder(a: Pick<SourceFile, 'mtime' | 'path'>, b: Pick<SourceFile, 'mtime' | 'path'>): number {
  return a.mtime - b.mtime || (a.path < b.path ? -1 : 1);
}

/** A file for each bucket of each partition that has rows, made of all the files of the partition. */
export function bucketOutputs(
  table: string,
  key: KeyPlan,
  partitions: readonly PlannedPartition[],
  files: readonly SourceFile[],
  earlier?: KeyedRound,
): OutputFile[] {
  const { round = 0, sequenceFrom = 0 } = earlier ?? {};
  const inputs = partitions.map((): number[] => []);
  files.forEach(({ partition, rowCount }, index) => {
    if (rowCount !== 0) inputs[partition]!.push(index);
  });
  return inputs.flatMap((unordered, partition) => {
    if (unordered.length === 0) return [];
    const indexes = unordered.sort((a, b) => inTimeOrder(files[a]!, files[b]!));
    const members = indexes.map((index) => files[index]!).map(({ path, length, mtime }) => [path, length, mtime]);
    const level = earlier === undefined || earlier.rewritten.has(partition) ? MAX_LEVEL : 0;
    return Array.from({ length: key.buckets }, (_, bucket): OutputFile => {
      const keyed = { bucket, level, sequenceFrom };
      const name = `data-${fileIdentityOf([table, members, key, keyed, LAYOUT, round])}-0.parquet`;
      return { name, partition, inputs: indexes, lane: 'convert', keyed };
    });
  });
}
