import type { DecodedColumn } from '../../batch.js';
import type { ByteSource } from '../../byte-source.js';
import type { Field } from '../../types.js';
import { findColumn, fitNode } from '../fit.js';
import { chunkRange, leafSpans } from '../metadata.js';
import type { ColumnChunk, ParquetFooter, SchemaNode } from '../metadata.js';
import { PageWalker } from '../pages.js';
import type { Page } from '../pages.js';
import { decodeColumn, decodeView, otherRows } from './columns.js';
import { viewOf } from './view.js';
import type { ChunkBytes } from './view.js';

/** Rows of a column of a row group that follow each other. */
export interface ColumnPart {
  readonly firstRow: number;
  /** About what its values take decoded. */
  readonly bytes: number;
  /** Throws as `decodeColumns` does. */
  decode(): Promise<DecodedColumn>;
}

/** Decoded bytes from which a part is enough. */
const PART = 8 * 1024 * 1024;
/** Bytes read of a chunk at a time. */
const WINDOW = 4 * 1024 * 1024;

/**
 * One column of one row group in parts of whole pages, however large its chunk is. A column with values nested in each other is one part, as
 * its pages need not begin with a row. Memory: the pages of a part as they are in the file, and a window. Throws CORRUPT for damaged pages, at
 * the latest after the last part.
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
    yield { firstRow: 0, bytes: columnBytes(footer, rowGroup, column), decode };
    return;
  }
  // Throws for a type that is not the table's.
  fitNode(node, field.type);
  const { rowCount, columns } = footer.rowGroups[rowGroup]!;
  const chunk = columns[leafSpans(footer.schema)[column]!.start]!;
  const { offset } = chunkRange(chunk);
  let firstRow = 0;
  for await (const pages of pageRuns(source, chunk, node)) {
    const { values, decoded } = pages;
    if (values < 0 || firstRow + values > rowCount) throw otherRows(field.name, offset, firstRow + values, rowCount);
    const content = { field, node, rowCount: values, offset };
    const view = (): Uint8Array => viewOf(node, values, [pages.chunk]);
    const decode = (): Promise<DecodedColumn> => Promise.resolve(decodeView(view(), content, footer));
    yield { firstRow, bytes: decoded, decode };
    firstRow += values;
  }
  if (firstRow !== rowCount) throw otherRows(field.name, offset, firstRow, rowCount);
}

/** Bytes of a column's chunks in a row group before compression; 0 when the file lacks it. */
function columnBytes({ schema, rowGroups }: ParquetFooter, rowGroup: number, column: number | undefined): number {
  if (column === undefined) return 0;
  const { start, end } = leafSpans(schema)[column]!;
  return rowGroups[rowGroup]!.columns.slice(start, end).reduce((sum, chunk) => sum + chunk.totalUncompressedSize, 0);
}

interface PageRun {
  readonly chunk: ChunkBytes;
  /** Rows, in a column that is not nested. */
  readonly values: number;
  readonly decoded: number;
}

/** The data pages of a chunk in runs that are just enough for a part, each with the chunk's dictionary before it. */
async function* pageRuns(source: ByteSource, chunk: ColumnChunk, node: SchemaNode): AsyncGenerator<PageRun> {
  const range = chunkRange(chunk);
  const run = new Run(chunk, node);
  const walker = new PageWalker(chunk, (page) => run.pages.push(page));
  for (let at = 0; at < range.length; at += WINDOW) {
    const length = Math.min(WINDOW, range.length - at);
    const bytes = await source.read({ offset: range.offset + at, length });
    walker.update(bytes);
    run.held = Buffer.concat([run.held, bytes]);
    yield* run.take();
  }
  walker.finish();
  const rest = run.rest();
  if (rest !== undefined) yield rest;
}

/** Bytes of a value of each type, without its length; those of text are counted by pages and dictionaries. */
const WIDTHS = { BOOLEAN: 1, INT32: 4, INT64: 8, INT96: 12, FLOAT: 4, DOUBLE: 8, BYTE_ARRAY: 4 } as const;

/** Pages of a chunk that have been seen and not been handed on. */
class Run {
  held: Uint8Array = Buffer.alloc(0);
  readonly pages: Page[] = [];
  #start = 0;
  #dictionary: Uint8Array = Buffer.alloc(0);
  /** Decoded bytes of a value, on average. */
  #width: number;
  #taken: Uint8Array[] = [];
  #values = 0;
  #decoded = 0;
  /** A large dictionary is decoded for every part: these are larger then. */
  #enough = PART;

  constructor(
    private readonly chunk: ColumnChunk,
    node: SchemaNode,
  ) {
    this.#width = chunk.type === 'FIXED_LEN_BYTE_ARRAY' ? (node.typeLength ?? 0) : WIDTHS[chunk.type];
  }

  /** Takes the pages that are held whole, and returns runs of them as they become enough. */
  *take(): Generator<PageRun> {
    while (this.pages.length > 0 && this.pages[0]!.end <= this.#start + this.held.length) {
      const page = this.pages.shift()!;
      const length = page.end - this.#start;
      // A copy, so that a window is not kept for one page of it.
      const bytes = Buffer.from(this.held.subarray(0, length));
      this.held = this.held.subarray(length);
      this.#start = page.end;
      if (page.isDictionary) {
        this.#dictionary = bytes;
        if (page.entries > 0) this.#width += page.uncompressed / page.entries;
        this.#enough = Math.max(PART, page.uncompressed);
        continue;
      }
      this.#taken.push(bytes);
      this.#values += page.values;
      this.#decoded += Math.max(page.uncompressed, page.values * this.#width);
      if (this.#decoded >= this.#enough) yield this.rest()!;
    }
  }

  /** What was taken and not handed on; undefined for no values. */
  rest(): PageRun | undefined {
    if (this.#values === 0) return undefined;
    const [values, decoded] = [this.#values, this.#decoded];
    const bytes = Buffer.concat([this.#dictionary, ...this.#taken]);
    const { path, type, encodings, codec } = this.chunk;
    const dictionary = this.#dictionary.length;
    const part: ColumnChunk = {
      ...{ path, type, encodings, codec },
      numValues: values,
      totalCompressedSize: bytes.length,
      totalUncompressedSize: Math.ceil(decoded) + dictionary,
      dataPageOffset: 1 + dictionary,
      ...(dictionary === 0 ? {} : { dictionaryPageOffset: 1 }),
    };
    [this.#taken, this.#values, this.#decoded] = [[], 0, 0];
    return { chunk: { chunk: part, bytes }, values, decoded };
  }
}
