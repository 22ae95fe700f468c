import { tmpdir } from 'node:os';
import { LakeliftError } from '../../errors/index.js';
import { batchOfRows, fileStatistics, RecordSorter, writeRows } from '../../formats/index.js';
import type { DecodedBatch, Field, FileStorage, RowsInput, Scalar, Value, WrittenTarget } from '../../formats/index.js';
import { encodeKey, keyValueFields, MAX_LEVEL, ROW_KIND, trimmedKey } from '../../lake/index.js';
import type { KeyedFile, TableSchema } from '../../lake/index.js';
import type { TargetStore } from '../../stores/index.js';
import type { OutputResult, TaskInput } from '../output.js';
import type { KeyPlan } from '../plan-types.js';
import { encodeStatistics } from '../statistics-json.js';
import type { OnUpload } from '../uploads.js';
import { collectRows } from './collect.js';
import { encodeKeyed } from './keyed-json.js';
import { winners } from './winners.js';
import type { Winner } from './winners.js';

/** All files of one partition of a primary-key table to write; pure data. */
export interface KeyedTask {
  /** One for each bucket, in the order of the buckets. */
  readonly outputs: readonly { readonly path: string; readonly bucket: number }[];
  readonly inputs: readonly TaskInput[];
  /** Data columns of the table, without partition keys. */
  readonly columns: readonly Field[];
  /** Of all inputs. */
  readonly storage: FileStorage;
  readonly schema: TableSchema;
  readonly key: KeyPlan;
  /** The values of the partition keys. */
  readonly partition: readonly Scalar[];
}

/** Rows in sorted form held in memory; more go to files in the folder of temporary files. */
const SORT_BYTES = 64 << 20;
const BATCH_ROWS = 8192;
const BATCH_BYTES = 8 << 20;

/**
 * Sorts the rows of a partition and writes the file of each bucket that has any: rows in the order of their keys, no key twice. Of rows
 * with one key, the winner is written. A bucket without rows has a result of 0 rows and no file.
 */
export async function writeBuckets(
  task: KeyedTask,
  rows: AsyncIterable<RowsInput>,
  target: TargetStore,
  onUpload: OnUpload,
): Promise<OutputResult[]> {
  const { schema, columns, key } = task;
  const keyFields = trimmedKey(schema);
  const sequence = columns.filter(({ name }) => key.sequenceFields.includes(name));
  const sorter = new RecordSorter(SORT_BYTES, tmpdir());
  try {
    const order = { key: keyFields, sequence: inOrder(sequence, key.sequenceFields), buckets: key.buckets };
    const read = await collectRows(rows, order, sorter);
    const rules = { columns, key: keyFields.map(({ name }) => name), hasSequence: sequence.length > 0 };
    const buckets = new Buckets(winners(sorter.sorted(), { ...rules, duplicates: key.duplicates }));
    const results: OutputResult[] = [];
    for (const { path, bucket } of task.outputs) {
      results.push(await writeBucket(task, path, bucket, buckets, target, onUpload));
    }
    if (buckets.seen === read) return results;
    throw new LakeliftError('INTERNAL', `${buckets.seen} rows were sorted of ${read}`, { file: task.inputs[0]!.path });
  } finally {
    sorter.close();
  }
}

const inOrder = (fields: readonly Field[], names: readonly string[]): Field[] =>
  [...fields].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));

/** Winners, a bucket at a time. */
class Buckets {
  /** Rows so far, with those that winners stand for. */
  seen = 0;
  #next: IteratorResult<Winner, void>;

  constructor(private readonly all: Generator<Winner, void>) {
    this.#next = all.next();
  }

  has(bucket: number): boolean {
    return this.#next.done !== true && this.#next.value.bucket === bucket;
  }

  *of(bucket: number): Generator<Winner> {
    while (this.has(bucket)) {
      const winner = this.#next.value as Winner;
      this.seen += 1 + winner.superseded;
      yield winner;
      this.#next = this.all.next();
    }
  }
}

async function writeBucket(
  task: KeyedTask,
  path: string,
  bucket: number,
  buckets: Buckets,
  target: TargetStore,
  onUpload: OnUpload,
): Promise<OutputResult> {
  if (!buckets.has(bucket)) {
    return { length: 0, crc32c: '00000000', rows: 0, statistics: '[]', sourceChecksum: 'none' };
  }
  const fields = keyValueFields(task.schema);
  const file = new BucketRows(task, fields, buckets.of(bucket));
  let written: WrittenTarget | undefined;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    written = yield* writeRows([{ path, batches: file.batches() }], fields);
  }
  const put = await target.put(path, bytes(), { onUpload: (id) => onUpload(id, path) });
  if (written === undefined)
    throw new LakeliftError('INTERNAL', 'the target did not read the whole file', { file: path });
  const statistics = encodeStatistics(fileStatistics(written.footer, task.schema.fields));
  const keyed = encodeKeyed({ bucket, ...file.range() });
  return { ...put, rows: written.rowCount, statistics, sourceChecksum: 'none', keyed };
}

/** The rows of one bucket as its file holds them, and what its manifest entry says of them. */
class BucketRows {
  readonly #keyIndexes: readonly number[];
  #first: readonly Value[] | undefined;
  #last: readonly Value[] = [];
  #minSequence: bigint | undefined;
  #maxSequence = 0n;

  constructor(
    private readonly task: KeyedTask,
    private readonly fields: readonly Field[],
    private readonly rows: Iterable<Winner>,
  ) {
    this.#keyIndexes = trimmedKey(task.schema).map(({ name }) => task.columns.findIndex((c) => c.name === name));
  }

  async *batches(): AsyncGenerator<DecodedBatch> {
    let batch: Value[][] = [];
    let bytes = 0;
    for (const winner of this.rows) {
      batch.push(this.#row(winner));
      bytes += winner.bytes;
      if (batch.length < BATCH_ROWS && bytes < BATCH_BYTES) continue;
      yield batchOfRows(batch, this.fields);
      batch = [];
      bytes = 0;
    }
    if (batch.length > 0) yield batchOfRows(batch, this.fields);
  }

  #row({ number, values }: Winner): Value[] {
    const key = this.#keyIndexes.map((index) => values[index]!);
    this.#first ??= key;
    this.#last = key;
    this.#minSequence = this.#minSequence === undefined || number < this.#minSequence ? number : this.#minSequence;
    this.#maxSequence = number > this.#maxSequence ? number : this.#maxSequence;
    return [...key, number, ROW_KIND.insert, ...values, ...this.task.partition];
  }

  range(): Omit<KeyedFile, 'bucket'> {
    const { schema } = this.task;
    return {
      level: MAX_LEVEL,
      minKey: encodeKey(schema, this.#first as Scalar[]),
      maxKey: encodeKey(schema, this.#last as Scalar[]),
      minSequence: this.#minSequence!,
      maxSequence: this.#maxSequence,
      deletedRows: 0,
    };
  }
}
