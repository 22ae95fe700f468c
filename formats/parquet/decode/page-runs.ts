import type { ByteSource } from '../../byte-source.js';
import { chunkRange } from '../metadata.js';
import type { ColumnChunk, SchemaNode } from '../metadata.js';
import { PageWalker } from '../pages.js';
import type { Page } from '../pages.js';
import { viewOf } from './view.js';

/** Decoded bytes from which a part is enough. */
export const PART = 8 * 1024 * 1024;
/** Bytes read of a chunk at a time. */
const WINDOW = 4 * 1024 * 1024;

/** Pages of a chunk that follow each other. */
export interface PageRun {
  /** The pages as a file of their own (view.ts). */
  readonly view: Uint8Array;
  /** Rows, in a column that is not nested. */
  readonly values: number;
  /** Bytes of its pages' bodies once decompressed. */
  readonly uncompressed: number;
  /** Bytes of its values: more than of the pages, where these refer to a dictionary. */
  readonly decoded: number;
}

/** The data pages of a chunk in runs that are just enough for a part, each with the chunk's dictionary before it. */
export async function* pageRuns(source: ByteSource, chunk: ColumnChunk, node: SchemaNode): AsyncGenerator<PageRun> {
  const range = chunkRange(chunk);
  const run = new Run(chunk, node);
  const walker = new PageWalker(chunk, (page) => run.pages.push(page));
  for (let at = 0; at < range.length; at += WINDOW) {
    const length = Math.min(WINDOW, range.length - at);
    const bytes = await source.read({ offset: range.offset + at, length });
    walker.update(bytes);
    run.held.push(bytes);
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
  readonly held = new Windows();
  readonly pages: Page[] = [];
  #dictionary: readonly Uint8Array[] = [];
  /** Decoded bytes of a value, on average. */
  #width: number;
  #taken: Uint8Array[] = [];
  #values = 0;
  #uncompressed = 0;
  #decoded = 0;
  /** A large dictionary is decoded for every part: these are larger then. */
  #enough = PART;

  constructor(
    private readonly chunk: ColumnChunk,
    private readonly node: SchemaNode,
  ) {
    this.#width = chunk.type === 'FIXED_LEN_BYTE_ARRAY' ? (node.typeLength ?? 0) : WIDTHS[chunk.type];
  }

  /** Takes the pages that are held whole, and returns runs of them as they become enough. */
  *take(): Generator<PageRun> {
    while (this.pages.length > 0 && this.pages[0]!.end <= this.held.end) {
      const page = this.pages.shift()!;
      const bytes = this.held.takeTo(page.end);
      if (page.isDictionary) {
        this.#dictionary = bytes;
        if (page.entries > 0) this.#width += page.uncompressed / page.entries;
        this.#enough = Math.max(PART, page.uncompressed);
        continue;
      }
      this.#taken.push(...bytes);
      this.#values += page.values;
      this.#uncompressed += page.uncompressed;
      this.#decoded += Math.max(page.uncompressed, page.values * this.#width);
      if (this.#decoded >= this.#enough) yield this.rest()!;
    }
  }

  /** What was taken and not handed on; undefined for no values. */
  rest(): PageRun | undefined {
    if (this.#values === 0) return undefined;
    const [values, uncompressed, decoded] = [this.#values, this.#uncompressed, this.#decoded];
    const bytes = [...this.#dictionary, ...this.#taken];
    const { path, type, encodings, codec } = this.chunk;
    const dictionary = sizeOf(this.#dictionary);
    const part: ColumnChunk = {
      ...{ path, type, encodings, codec },
      numValues: values,
      totalCompressedSize: sizeOf(bytes),
      totalUncompressedSize: Math.ceil(decoded) + dictionary,
      dataPageOffset: 1 + dictionary,
      ...(dictionary === 0 ? {} : { dictionaryPageOffset: 1 }),
    };
    [this.#taken, this.#values, this.#uncompressed, this.#decoded] = [[], 0, 0, 0];
    return { view: viewOf(this.node, values, [{ chunk: part, bytes }]), values, uncompressed, decoded };
  }
}

/** Bytes of a chunk as they were read, from the first that was not taken. */
class Windows {
  /** Where they end in the chunk. */
  end = 0;
  readonly #windows: Uint8Array[] = [];
  #start = 0;

  push(bytes: Uint8Array): void {
    this.#windows.push(bytes);
    this.end += bytes.length;
  }

  /** Takes the bytes before a place in the chunk, as they lie in their windows: a page may be large, and is not copied. */
  takeTo(end: number): Uint8Array[] {
    const taken: Uint8Array[] = [];
    while (this.#start < end) {
      const window = this.#windows.shift()!;
      const bytes = window.subarray(0, end - this.#start);
      taken.push(bytes);
      this.#start += bytes.length;
      if (bytes.length < window.length) this.#windows.unshift(window.subarray(bytes.length));
    }
    return taken;
  }
}

const sizeOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);
