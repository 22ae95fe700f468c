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
import { changesOf } from './changes.js';
import type { Change } from './changes.js';
import { encodeKeyed } from './keyed-json.js';
import { winners } from './winners.js';

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
  /** As in `KeyedOutput`. */
  readonly level: number;
  readonly sequenceFrom: number;
}

/** Rows in sorted form held in memory; more go to files in the folder of temporary files. */
const SORT_BYTES = 64 << 20;
const BATCH_ROWS = 8192;
const BATCH_BYTES = 8 << 20;

/**
 * Sorts the rows of a partition and writes the file of each bucket that has any: rows in the order of their keys, no key twice. Of rows
 * with one key, the winner is written; where it deletes its key, only on a level below which there may be something to delete. A bucket
 * without rows has a result of 0 rows and no file.
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
    const changes = changesOf(
      winners(sorter.sorted(), { ...rules, duplicates: key.duplicates }),
      columns,
      key.opColumn,
    );
    const buckets = new Buckets(changes, task.level === MAX_LEVEL);
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

/** Changes, a bucket at a time. */
class Buckets {
  /** Rows so far, with those that winners stand for. */
  seen = 0;
  #next: Change | undefined;

  /** `final`: there is nothing below to delete. */
  constructor(
    private readonly all: Generator<Change, void>,
    private readonly final: boolean,
  ) {
    this.#advance();
  }

  has(bucket: number): boolean {
    return this.#next?.bucket === bucket;
  }

  *of(bucket: number): Generator<Change> {
    for (let next = this.#next; next?.bucket === bucket; next = this.#next) {
      yield next;
      this.#advance();
    }
  }

  #advance(): void {
    for (;;) {
      const { done, value } = this.all.next();
      this.#next = done === true ? undefined : value;
      if (this.#next === undefined) return;
      this.seen += 1 + this.#next.superseded;
      if (!this.final || this.#next.kind !== ROW_KIND.delete) return;
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
  #deleted = 0;

  constructor(
    private readonly task: KeyedTask,
    private readonly fields: readonly Field[],
    private readonly rows: Iterable<Change>,
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

  #row({ number, values, kind }: Change): Value[] {
    const sequence = number + BigInt(this.task.sequenceFrom);
    if (kind === ROW_KIND.delete) this.#deleted += 1;
    const key = this.#keyIndexes.map((index) => values[index]!);
    this.#first ??= key;
    this.#last = key;
    this.#minSequence = this.#minSequence === undefined || sequence < this.#minSequence ? sequence : this.#minSequence;
    this.#maxSequence = sequence > this.#maxSequence ? sequence : this.#maxSequence;
    return [...key, sequence, kind, ...values, ...this.task.partition];
  }

  range(): Omit<KeyedFile, 'bucket'> {
    const { schema, level } = this.task;
    return {
      level,
      minKey: encodeKey(schema, this.#first as Scalar[]),
      maxKey: encodeKey(schema, this.#last as Scalar[]),
      minSequence: this.#minSequence!,
      maxSequence: this.#maxSequence,
      deletedRows: this.#deleted,
    };
  }
}
