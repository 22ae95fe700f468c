import { batchOfRows, valueAt } from '../../formats/index.js';
import type { DecodedBatch, Field, Value } from '../../formats/index.js';
import { csvField, csvOf, jsonOf, objectOf } from './text.js';

/** Rows of a piece of output. */
const PIECE_ROWS = 8192;

/** At most `limit` rows, in batches of bounded size. */
export async function* limited(
  batches: AsyncIterable<DecodedBatch>,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<DecodedBatch> {
  let left = limit;
  if (left === 0) return;
  for await (const { rowCount, columns } of batches) {
    const values = columns.map(valueAt);
    for (let from = 0; from < rowCount && left > 0; from += PIECE_ROWS) {
      const count = Math.min(PIECE_ROWS, rowCount - from, left);
      const rows: Value[][] = Array.from({ length: count }, (_, row) => values.map((at) => at(from + row)));
      yield batchOfRows(rows, columns);
      left -= count;
    }
    if (left === 0) return;
  }
}

/** One JSON object a line. */
export async function* jsonLines(batches: AsyncIterable<DecodedBatch>): AsyncGenerator<string> {
  for await (const batch of batches) {
    yield textOf(batch, (row, columns) => objectOf(columns.map(({ name, type }, i) => [name, jsonOf(row[i]!, type)])));
  }
}

/** CSV with a header. */
export async function* csvLines(
  fields: readonly Field[],
  batches: AsyncIterable<DecodedBatch>,
): AsyncGenerator<string> {
  yield `${fields.map(({ name }) => csvField(name)).join(',')}\n`;
  for await (const batch of batches) {
    yield textOf(batch, (row, columns) => columns.map(({ type }, i) => csvOf(row[i]!, type)).join(','));
  }
}

function textOf(
  { rowCount, columns }: DecodedBatch,
  line: (row: readonly Value[], columns: readonly Field[]) => string,
): string {
  const values = columns.map(valueAt);
  let text = '';
  for (let row = 0; row < rowCount; row++)
    text += `${line(
      values.map((at) => at(row)),
      columns,
    )}\n`;
  return text;
}
