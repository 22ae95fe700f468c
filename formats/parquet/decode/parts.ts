import type { DecodedColumn } from '../../batch.js';
import type { ByteSource } from '../../byte-source.js';
import type { Field } from '../../types.js';
import { findColumn, fitNode } from '../fit.js';
import { chunkRange, leafSpans } from '../metadata.js';
import type { ParquetFooter } from '../metadata.js';
import { decodeColumn, decodeView, otherRows } from './columns.js';
import { PART, pageRuns } from './page-runs.js';
import type { PageRun } from './page-runs.js';

/** Rows of a column of a row group that follow each other. */
export interface ColumnPart {
  readonly firstRow: number;
  /** About what its values take decoded. */
  readonly bytes: number;
  /** Throws as `decodeColumns` does. */
  decode(): Promise<DecodedColumn>;
}

/**
 * One column of one row group in parts, however large its chunk is: of whole pages, or of some rows of a page whose values are much more
 * than a part. A column with values nested in each other is one part, as its pages need not begin with a row. Memory: the pages of a part as
 * they are in the file, twice, and a window. Throws CORRUPT for damaged pages, at the latest after the last part.
 */
export async function* columnParts(
  source: ByteSource,
  footer: ParquetFooter,
  rowGroup: number,
  field: Field,
): AsyncGenerator<ColumnPart> {
  const column = findColumn(footer.schema, field.name);
  const node = column === undefined ? undefined : footer.schema.children[column]!;
  if (column === undefined || node?.type === undefined || node.repetition === 'REPEATED') {
    const decode = (): Promise<DecodedColumn> => decodeColumn(source, footer, rowGroup, field);
    yield { firstRow: 0, bytes: columnSize(footer, rowGroup, field).uncompressed, decode };
    return;
  }
  // Throws for a type that is not the table's.
  fitNode(node, field.type);
  const { rowCount, columns } = footer.rowGroups[rowGroup]!;
  const chunk = columns[leafSpans(footer.schema)[column]!.start]!;
  const { offset } = chunkRange(chunk);
  let firstRow = 0;
  for await (const pages of pageRuns(source, chunk, node)) {
    const { view, values, decoded } = pages;
    if (values < 0 || firstRow + values > rowCount) throw otherRows(field.name, offset, firstRow + values, rowCount);
    const step = rowsOfPart(pages);
    for (let from = 0; from < values; from += step) {
      const rows = step === values ? { rowCount: values } : { from, rowCount: Math.min(step, values - from) };
      const content = { field, node, offset, ...rows };
      const decode = (): Promise<DecodedColumn> => Promise.resolve(decodeView(view, content, footer));
      yield { firstRow: firstRow + from, bytes: (decoded * rows.rowCount) / values, decode };
    }
    firstRow += values;
  }
  if (firstRow !== rowCount) throw otherRows(field.name, offset, firstRow, rowCount);
}

/** For each part of a run its pages are decompressed again: of large pages there are not more parts than this. */
const MOST_PARTS = 16;

/** Rows of a run to be decoded at a time: all, unless values that are much more than a part come from one page. */
function rowsOfPart({ values, decoded, uncompressed }: PageRun): number {
  if (decoded <= 2 * PART) return Math.max(1, values);
  const parts = Math.ceil(decoded / PART);
  return Math.ceil(values / (uncompressed <= PART ? parts : Math.min(parts, MOST_PARTS)));
}

/** Bytes of a column's chunks in a row group, in the file and decompressed; 0 when the file lacks it. */
export function columnSize(
  { schema, rowGroups }: ParquetFooter,
  rowGroup: number,
  { name }: Field,
): { readonly compressed: number; readonly uncompressed: number } {
  const column = findColumn(schema, name);
  const { start, end } = column === undefined ? { start: 0, end: 0 } : leafSpans(schema)[column]!;
  const chunks = rowGroups[rowGroup]!.columns.slice(start, end);
  return {
    compressed: chunks.reduce((sum, chunk) => sum + chunk.totalCompressedSize, 0),
    uncompressed: chunks.reduce((sum, chunk) => sum + chunk.totalUncompressedSize, 0),
  };
}
