import { inColumn } from '../batch.js';
import type { DecodedBatch, DecodedColumn } from '../batch.js';
import type { ByteSource } from '../byte-source.js';
import type { Field, Value } from '../types.js';
import { fitOrc, typeIds } from './fit.js';
import type { OrcMapping } from './fit.js';
import { columnReader } from './reader.js';
import type { ColumnReader } from './reader.js';
import { readStripeFooter, StripeStreams } from './stripe.js';
import type { OrcStripe, OrcTail } from './tail.js';

/** Rows of a batch, at most. */
const MAX_ROWS = 32_768;
/** Values of a batch, at most, where its rows are not nested: those of wide tables are fewer rows. */
const MAX_VALUES = 1024 * 1024;
/** Aimed at for a batch: compressed bytes of the stripe's share of rows. */
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Decodes the table's columns in batches of up to 32,768 rows; `columns` are all of the table's in order, as files without names are
 * mapped by position. A column or field the file lacks is null. Memory: the wanted streams of one stripe as they are stored, and one
 * batch. Throws CORRUPT naming column and offset, REFUSED for columns and values that are not of the table's types.
 */
export async function* decodeOrc(
  source: ByteSource,
  tail: OrcTail,
  columns: readonly Field[],
  mapping: OrcMapping = 'name',
): AsyncGenerator<DecodedBatch> {
  const nodes = fitOrc(tail, columns, mapping);
  const wanted = new Set(nodes.flatMap((node) => (node === undefined ? [] : [...typeIds(node)])));
  for (const stripe of tail.stripes) {
    if (stripe.rowCount === 0) continue;
    const footer = await readStripeFooter(source, tail, stripe);
    const streams = await StripeStreams.read(source, footer, tail.compression, wanted);
    const readers = nodes.map((node, i) =>
      inColumn(columns[i]!.name, () => (node === undefined ? absent : columnReader(streams, node, tail))),
    );
    const size = batchSize(stripe, wanted.size);
    for (let done = 0; done < stripe.rowCount; done += size) {
      const rowCount = Math.min(size, stripe.rowCount - done);
      yield { rowCount, columns: columns.map((field, i) => decoded(field, readers[i]!, rowCount)) };
    }
  }
}

const absent: ColumnReader = () => ({ at: () => null });

function decoded({ name, type }: Field, read: ColumnReader, rowCount: number): DecodedColumn {
  const { at, data } = inColumn(name, () => read(rowCount));
  return {
    name,
    type,
    forEach(use: (value: Value, row: number) => void) {
      inColumn(name, () => {
        for (let row = 0; row < rowCount; row++) use(at(row), row);
      });
    },
    data: () => inColumn(name, () => data?.()),
  };
}

/** Few rows at a time where they are large, or wide. */
function batchSize({ dataLength, rowCount }: OrcStripe, columns: number): number {
  const ofBytes = Math.floor((BATCH_BYTES * rowCount) / Math.max(dataLength, 1));
  const ofValues = Math.floor(MAX_VALUES / Math.max(columns, 1));
  return Math.max(1, Math.min(MAX_ROWS, ofBytes, ofValues));
}
