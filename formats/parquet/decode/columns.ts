import { tableFromIPC } from 'apache-arrow';
import type { Data, DataType as ArrowType } from 'apache-arrow';
import { readParquet } from 'parquet-wasm';
import { LakeliftError } from '../../../errors/error.js';
import type { Field } from '../../types.js';
import { columnOf, inColumn } from '../../batch.js';
import type { DecodedBatch, DecodedColumn } from '../../batch.js';
import { findColumn, fitNode } from '../fit.js';
import { chunkRange, leafSpans } from '../metadata.js';
import type { ParquetFooter, SchemaNode } from '../metadata.js';
import type { ByteSource } from '../../byte-source.js';
import { valuesOf } from './nested.js';
import { physicalView } from './view.js';

/**
 * Decodes the table's columns a row group at a time; a column the file lacks is null in every row. Timestamps keep the file's own
 * precision, CHAR values are padded. Memory: the row group's decoded columns. Throws CORRUPT naming column and offset, REFUSED for
 * columns and values that are not of the table's types.
 */
export async function* decodeColumns(
  source: ByteSource,
  footer: ParquetFooter,
  columns: readonly Field[],
): AsyncGenerator<DecodedBatch> {
  for (const [index, { rowCount }] of footer.rowGroups.entries()) {
    if (rowCount === 0) continue;
    const decoded: DecodedColumn[] = [];
    for (const field of columns) decoded.push(await decodeColumn(source, footer, index, field));
    yield { rowCount, columns: decoded };
  }
}

/** One column of one row group; see `decodeColumns`. */
export async function decodeColumn(
  source: ByteSource,
  footer: ParquetFooter,
  rowGroup: number,
  field: Field,
): Promise<DecodedColumn> {
  const { name, type } = field;
  const { rowCount } = footer.rowGroups[rowGroup]!;
  const column = findColumn(footer.schema, name);
  if (column === undefined) return columnOf(field, rowCount, () => null);
  const node = footer.schema.children[column]!;
  // Throws for a type that is not the table's.
  fitNode(node, type);
  const { offset } = chunkRange(footer.rowGroups[rowGroup]!.columns[leafSpans(footer.schema)[column]!.start]!);
  return decodeView(await physicalView(source, footer, rowGroup, column), { field, node, rowCount, offset }, footer);
}

/** What of a view (view.ts) is wanted: rows of one column of the table, from the chunk at `offset` in the file. */
export interface ViewContent {
  readonly field: Field;
  readonly node: SchemaNode;
  /** Rows wanted: all there are, or so many from the row `from` on. */
  readonly rowCount: number;
  readonly from?: number;
  readonly offset: number;
}

/** The rows of a view, with the calendar and clock of the file's writer. Throws as `decodeColumns` does. */
export function decodeView(file: Uint8Array, content: ViewContent, { times = {} }: ParquetFooter): DecodedColumn {
  const { name, type } = content.field;
  const parts = decode(file, content);
  const values = inColumn(name, () => parts.map((part) => valuesOf(part, content.node, type, times)));
  return {
    name,
    type,
    forEach(use) {
      let row = 0;
      inColumn(name, () => {
        for (const [i, at] of values.entries()) repeat(parts[i]!.length, (index) => use(at(index), row++));
      });
    },
    at(row) {
      let [part, index] = [0, row];
      while (index >= parts[part]!.length) index -= parts[part++]!.length;
      return inColumn(name, () => values[part]!(index));
    },
  };
}

function decode(file: Uint8Array, { field, from, rowCount, offset }: ViewContent): readonly Data<ArrowType>[] {
  const rows = from === undefined ? {} : { offset: from, limit: rowCount };
  let parts: readonly Data<ArrowType>[];
  try {
    const table = tableFromIPC(readParquet(file, { batchSize: rowCount, ...rows }).intoIPCStream());
    parts = table.getChildAt(0)?.data ?? [];
  } catch (cause) {
    throw undecodable(field.name, offset, 'its pages cannot be decoded', cause);
  }
  const decoded = parts.reduce((sum, part) => sum + part.length, 0);
  if (decoded !== rowCount) throw otherRows(field.name, offset, decoded, rowCount);
  return parts;
}

/** CORRUPT: a column has not the rows its row group has. */
export const otherRows = (column: string, offset: number, rows: number, wanted: number): LakeliftError =>
  undecodable(column, offset, `${rows} values were decoded of ${wanted} rows`, undefined);

function undecodable(column: string, offset: number, what: string, cause: unknown): LakeliftError {
  return new LakeliftError('CORRUPT', `column ${column} is damaged: ${what}`, {
    column,
    offset,
    next: 'restore the file from a copy, or leave its table out with --tables',
    ...(cause === undefined ? {} : { cause }),
  });
}

function repeat(count: number, work: (index: number) => void): void {
  for (let index = 0; index < count; index++) work(index);
}
