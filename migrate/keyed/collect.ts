import { LakeliftError, placed } from '../../errors/index.js';
import { rowBytes, SortKeyWriter } from '../../formats/index.js';
import type { DecodedBatch, Field, RecordSorter, RowsInput, Scalar } from '../../formats/index.js';
import { bucketOf } from '../../lake/index.js';

/** How the rows of a partition are sorted. */
export interface RowOrder {
  /** Data columns that tell rows apart within the partition, in the order of the primary key. */
  readonly key: readonly Field[];
  /** Data columns whose largest values win among rows with one key. */
  readonly sequence: readonly Field[];
  readonly buckets: number;
}

/** Bytes before a row: the length of what tells rows apart of its sort key. */
export const PAYLOAD_HEAD = 4;
/** The last bytes of a sort key: the row's number. */
export const NUMBER_BYTES = 8;

/**
 * Adds all rows to a sorter, to come out by bucket, key, sequence fields, and the order in which they came. Returns their number.
 * Throws REFUSED, naming column and file, for a key that is null.
 */
export async function collectRows(
  inputs: AsyncIterable<RowsInput>,
  order: RowOrder,
  sorter: RecordSorter,
): Promise<number> {
  let rows = 0;
  for await (const { batches, path } of inputs) {
    try {
      for await (const batch of batches) {
        addBatch(batch, order, rows, sorter);
        rows += batch.rowCount;
      }
    } catch (error) {
      throw placed(error, { file: path });
    }
  }
  return rows;
}

function addBatch(
  batch: DecodedBatch,
  { key, sequence, buckets }: RowOrder,
  before: number,
  sorter: RecordSorter,
): void {
  const keys = key.map((field) => valuesOf(batch, field));
  const sequences = sequence.map((field) => valuesOf(batch, field));
  const types = key.map(({ type }) => type);
  const rows = rowBytes(batch);
  const writer = new SortKeyWriter();
  for (let row = 0; row < batch.rowCount; row++) {
    const values = keys.map((column, index) => present(column[row]!, key[index]!));
    writer.reset();
    writer.uint32(bucketOf(types, values, buckets));
    values.forEach((value, index) => writer.value(value, types[index]!));
    const keyLength = writer.length;
    sequences.forEach((column, index) => writer.nullable(column[row]!, sequence[index]!.type));
    writer.count(before + row);
    sorter.add(writer.bytes, PAYLOAD_HEAD + rows.size(row), (target, offset) => {
      new DataView(target.buffer, target.byteOffset).setUint32(offset, keyLength, true);
      rows.copy(row, target, offset + PAYLOAD_HEAD);
    });
  }
}

function valuesOf(batch: DecodedBatch, { name }: Field): Scalar[] {
  const values: Scalar[] = [];
  batch.columns.find((column) => column.name === name)!.forEach((value) => values.push(value as Scalar));
  return values;
}

function present(value: Scalar, { name }: Field): Exclude<Scalar, null> {
  if (value !== null) return value;
  throw new LakeliftError('REFUSED', `the column ${name} of the primary key is null in a row`, {
    column: name,
    next: 'correct or remove the rows in Hive, or choose another --primary-key',
  });
}
