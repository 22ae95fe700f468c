import { LakeliftError } from '../../errors/error.js';
import { batchOfRows } from '../batch.js';
import type { DecodedBatch } from '../batch.js';
import type { ByteSource } from '../byte-source.js';
import type { Value } from '../types.js';
import { avroBlocks } from './container.js';
import type { AvroHeader } from './container.js';
import { avroWriter } from './convert.js';
import { fitAvro } from './fit.js';
import type { AvroTable } from './fit.js';
import { AvroInput } from './input.js';
import { requireSize } from './read.js';
import { parseAvroSchema } from './schema.js';

/** Rows of a batch, at most. */
const MAX_ROWS = 8192;

/**
 * Decodes the table's columns in batches of up to 8,192 rows. Memory: one block of the file and one batch. Throws CORRUPT naming the
 * offset, REFUSED for columns and values that are not of the table's types.
 */
export async function* decodeAvro(
  source: ByteSource,
  header: AvroHeader,
  table: AvroTable,
): AsyncGenerator<DecodedBatch> {
  const { columns } = table;
  const file = parseAvroSchema(header.schema);
  const read = fitAvro(file, table, avroWriter(header.metadata));
  for await (const { count, data, offset } of avroBlocks(source, header)) {
    if (count > 0) requireSize(file);
    const input = new AvroInput(data, offset);
    for (let done = 0; done < count; done += MAX_ROWS) {
      yield batchOfRows(readRows(input, read, Math.min(MAX_ROWS, count - done), offset), columns);
    }
    if (!input.done) throw input.corrupt('has a block of more bytes than records');
  }
}

function readRows(input: AvroInput, read: (input: AvroInput) => Value[], count: number, offset: number): Value[][] {
  const rows: Value[][] = [];
  try {
    for (let row = 0; row < count; row++) rows.push(read(input));
  } catch (error) {
    throw error instanceof LakeliftError && error.place.offset === undefined ? error.at({ offset }) : error;
  }
  return rows;
}
