import { batchOfRows, writeRows } from '../formats/index.js';
import type { DecodedBatch, Scalar, Value } from '../formats/index.js';
import { encodeKey, keyValueFields, ROW_KIND, scanBucket, trimmedKey } from '../lake/index.js';
import type { AddedFile, KeyedFile, LakeTable, TableSchema } from '../lake/index.js';
import type { OnUpload } from '../migrate/index.js';
import type { TargetStore } from '../stores/index.js';
import { outputPath, putOutput } from './output.js';
import type { Merge } from './plan.js';

/**
 * Writes the file that takes the place of all files of a bucket: the newest row of each key, with its sequence number, deletions left
 * out. Undefined, and no file, when no row is left. Throws what reading the bucket throws.
 */
export async function writeBucket(
  target: TargetStore,
  lake: LakeTable,
  merge: Merge & Required<Pick<Merge, 'keyed'>>,
  onUpload: OnUpload,
): Promise<AddedFile | undefined> {
  const { schema, inputs, keyed } = merge;
  const fields = keyValueFields(schema);
  const rows = new KeyedRows(schema, scanBucket(target, lake, inputs));
  const first = await rows.next();
  if (first === undefined) return undefined;
  const path = outputPath(lake.path, merge);
  async function* batches(): AsyncGenerator<DecodedBatch> {
    for (let batch: Value[][] | undefined = first; batch !== undefined; batch = await rows.next()) {
      yield batchOfRows(batch, fields);
    }
  }
  const file = writeRows([{ path, batches: batches() }], fields);
  const added = await putOutput(target, path, merge, file, schema.fields, onUpload);
  return { ...added, keyed: { ...keyed, ...rows.range(), deletedRows: 0 } };
}

/** The rows of a bucket as its new file holds them, and what its manifest entry says of them. */
class KeyedRows {
  readonly #keys: readonly number[];
  #first: readonly Value[] = [];
  #last: readonly Value[] = [];
  #minSequence: bigint | undefined;
  #maxSequence = 0n;

  constructor(
    private readonly schema: TableSchema,
    private readonly merged: AsyncGenerator<DecodedBatch>,
  ) {
    this.#keys = trimmedKey(schema).map((key) => schema.fields.findIndex(({ name }) => name === key.name));
  }

  /** The next rows; undefined when there are none. */
  async next(): Promise<Value[][] | undefined> {
    const { done, value: batch } = await this.merged.next();
    if (done === true) return undefined;
    const rows = Array.from({ length: batch.rowCount }, (): Value[] => []);
    for (const column of batch.columns) column.forEach((value, row) => rows[row]!.push(value));
    return rows.map((row) => this.#keyed(row));
  }

  #keyed(row: readonly Value[]): Value[] {
    const key = this.#keys.map((index) => row[index]!);
    const sequence = row.at(-1) as bigint;
    if (this.#minSequence === undefined) this.#first = key;
    this.#last = key;
    if (this.#minSequence === undefined || sequence < this.#minSequence) this.#minSequence = sequence;
    if (sequence > this.#maxSequence) this.#maxSequence = sequence;
    return [...key, sequence, ROW_KIND.insert, ...row.slice(0, -1)];
  }

  range(): Pick<KeyedFile, 'minKey' | 'maxKey' | 'minSequence' | 'maxSequence'> {
    return {
      minKey: encodeKey(this.schema, this.#first as Scalar[]),
      maxKey: encodeKey(this.schema, this.#last as Scalar[]),
      minSequence: this.#minSequence!,
      maxSequence: this.#maxSequence,
    };
  }
}
