import { placed } from '../../errors/error.js';
import type { Field } from '../types.js';
import { assemble } from './assemble.js';
import type { PlacedColumn, PlacedRowGroup, WrittenTarget } from './assemble.js';
import type { DecodedBatch } from '../batch.js';
import { bytesOf, columnData, encodeData } from './encode/column.js';
import type { ColumnData } from './encode/column.js';

/** A row group ends with the batch that brings it to this size: bytes before encoding, as Paimon's own limit counts them. */
const ROW_GROUP_BYTES = 128 * 1024 * 1024;
const ROW_GROUP_ROWS = 1024 * 1024;

/** The rows of one source file of an output. */
export interface RowsInput {
  readonly batches: AsyncIterable<DecodedBatch>;
  /** For messages. */
  readonly path: string;
}

/**
 * The bytes of one Parquet file that holds the rows of all inputs, in their order, as Paimon stores the table's types. Row groups
 * reach over the ends of inputs. Memory: one row group in physical form, and twice its largest column. Throws REFUSED for values
 * the table's type cannot hold, and what the inputs throw, naming the file.
 */
export function writeRows(
  inputs: Iterable<RowsInput> | AsyncIterable<RowsInput>,
  columns: readonly Field[],
): AsyncGenerator<Uint8Array, WrittenTarget> {
  return assemble(rowGroupsOf(inputs, columns));
}

async function* rowGroupsOf(
  inputs: Iterable<RowsInput> | AsyncIterable<RowsInput>,
  columns: readonly Field[],
): AsyncGenerator<PlacedRowGroup> {
  let open = new OpenRowGroup(columns);
  let written = 0;
  for await (const { batches, path } of inputs) {
    try {
      for await (const batch of batches) {
        open.add(batch);
        if (open.bytes < ROW_GROUP_BYTES && open.rowCount < ROW_GROUP_ROWS) continue;
        yield open.placed();
        written += 1;
        open = new OpenRowGroup(columns);
      }
    } catch (error) {
      throw placed(error, { file: path });
    }
  }
  // A file without rows has a schema all the same.
  if (open.rowCount > 0 || written === 0) yield open.placed();
}

/** Rows on their way into a row group, in the compact physical form rather than as values. */
class OpenRowGroup {
  rowCount = 0;
  bytes = 0;
  readonly #columns: readonly { readonly field: Field; readonly parts: ColumnData[] }[];

  constructor(columns: readonly Field[]) {
    this.#columns = columns.map((field) => ({ field, parts: [] }));
  }

  add(batch: DecodedBatch): void {
    this.#columns.forEach(({ field, parts }, index) => {
      const column = batch.columns[index]!;
      const values = { length: batch.rowCount, forEach: column.forEach.bind(column) };
      const part = column.data?.() ?? columnData(field, values);
      this.bytes += bytesOf(part);
      parts.push(part);
    });
    this.rowCount += batch.rowCount;
  }

  placed(): PlacedRowGroup {
    return { rowCount: this.rowCount, columns: this.#encoded() };
  }

  async *#encoded(): AsyncGenerator<PlacedColumn, void> {
    for (const { field, parts } of this.#columns) {
      const { schema, chunks } = encodeData(field, parts.length === 0 ? [columnData(field, [])] : parts);
      // What is encoded need not be held any longer.
      parts.length = 0;
      yield { node: schema, placed: chunks };
    }
  }
}
