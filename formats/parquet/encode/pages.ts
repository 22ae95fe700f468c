import { compressZstd } from '../../codecs/zstd-compress.js';
import type { ColumnChunk, SchemaNode } from '../metadata.js';
import { ENCODINGS } from '../metadata.js';
import type { Encoding } from '../metadata.js';
import type { PlacedChunk } from '../stitch.js';
import { writeStruct } from '../thrift-compact.js';
import { i32, struct } from '../thrift-fields.js';
import type { ThriftValue } from '../thrift-compact.js';
import { boundsOf } from './bounds.js';
import { mergedDictionary, withoutCodes } from './coded.js';
import { ByteSink } from './byte-sink.js';
import type { Dictionary } from './dictionary.js';
import { dictionaryOf } from './dictionary.js';
import type { LeafPart } from './leaves.js';
import { writePlain } from './plain.js';
import { repeats } from './repeats.js';
import { writeHybrid, writeRun } from './rle.js';
import { gathered, positionOf } from './values.js';
import type { LeafValues } from './values.js';

/** A page ends with the slot that brings it to either; both are what other writers of Parquet have. */
const PAGE_SLOTS = 20_000;
const PAGE_BYTES = 1024 * 1024;

/** A leaf of a column's schema, with how deep in it its values lie. */
export interface LeafNode {
  readonly path: readonly string[];
  readonly node: SchemaNode;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/** The leaf's chunk: zstd, data pages of version 1, with a dictionary where values repeat. Source: parquet.thrift, PageHeader. */
export function encodeLeaf(leaf: LeafNode, parts: readonly LeafPart[]): PlacedChunk {
  const { values, dictionary } = encoded(parts);
  const slots = parts.reduce((sum, part) => sum + part.slots, 0);
  const levels = [
    level(parts, slots, leaf.maxRepetition, ({ repetition }) => repetition),
    level(parts, slots, leaf.maxDefinition, ({ definition }) => definition),
  ] as const;
  const chunk = new ChunkBytes();
  if (dictionary !== undefined) chunk.dictionaryPage(dictionary.values);
  const dataPageOffset = chunk.length;
  const encoding: Encoding = dictionary === undefined ? 'PLAIN' : 'RLE_DICTIONARY';
  let pages = 0;
  for (const range of pageRanges(leaf, levels, values, slots)) {
    chunk.dataPage(leaf, levels, range, dictionary ?? values);
    pages += 1;
  }
  const encodingStats: ColumnChunk['encodingStats'] = [
    ...(dictionary === undefined ? [] : [{ pageType: 2, encoding: 'PLAIN', count: 1 } as const]),
    { pageType: 0, encoding, count: pages },
  ];
  const meta: ColumnChunk = {
    path: leaf.path,
    type: leaf.node.type!,
    encodings: dictionary === undefined ? ['PLAIN', 'RLE'] : ['PLAIN', 'RLE', 'RLE_DICTIONARY'],
    codec: 'ZSTD',
    numValues: slots,
    totalUncompressedSize: chunk.uncompressed,
    totalCompressedSize: chunk.length,
    dataPageOffset,
    ...(dictionary === undefined ? {} : { dictionaryPageOffset: 0 }),
    statistics: { nullCount: slots - values.count, ...boundsOf(leaf.node, dictionary?.values ?? values) },
    encodingStats,
  };
  return { meta, bytes: chunk.bytes() };
}

/** The values, or what stands for them, and their dictionary where they repeat. */
function encoded(parts: readonly LeafPart[]): { values: LeafValues; dictionary?: Dictionary } {
  const merged = mergedDictionary(parts);
  if (merged !== undefined) {
    const { buffer, length } = merged.indexes;
    return { values: { kind: 'fixed', count: length, width: 4, bytes: new Uint8Array(buffer) }, dictionary: merged };
  }
  const values = gathered(parts.map(withoutCodes));
  const dictionary = repeats(values) ? dictionaryOf(values) : undefined;
  return dictionary === undefined ? { values } : { values, dictionary };
}

/** The levels of all slots; undefined where each is `most`. */
type Level = Uint8Array | undefined;

function level(parts: readonly LeafPart[], slots: number, most: number, of: (part: LeafPart) => Level): Level {
  if (parts.every((part) => of(part) === undefined)) return undefined;
  const all = new Uint8Array(slots);
  let at = 0;
  for (const part of parts) {
    const own = of(part);
    if (own === undefined) all.fill(most, at, at + part.slots);
    else all.set(own, at);
    at += part.slots;
  }
  return all;
}

/** Slots and values of a page, each from, and up to and not with. */
type PageRange = { readonly slots: readonly [number, number]; readonly values: readonly [number, number] };

function* pageRanges(leaf: LeafNode, levels: readonly [Level, Level], values: LeafValues, slots: number) {
  const [repetition, definition] = levels;
  let value = 0;
  for (let slot = 0; slot < slots;) {
    const [from, first] = [slot, value];
    const most = Math.min(slots, from + PAGE_SLOTS);
    const end = valueAtBytes(values, positionOf(values, first) + PAGE_BYTES);
    if (definition === undefined) {
      slot = Math.min(most, from + end - first);
      value += slot - from;
    } else {
      for (; slot < most && value < end; slot++) if (definition[slot] === leaf.maxDefinition) value += 1;
    }
    // Rows are not parted.
    for (; slot < slots && repetition !== undefined && repetition[slot] !== 0; slot++) {
      if (definition === undefined || definition[slot] === leaf.maxDefinition) value += 1;
    }
    yield { slots: [from, slot], values: [first, value] } satisfies PageRange;
  }
}

/** How many values begin before this byte; infinitely many when all end before it. */
function valueAtBytes(values: LeafValues, position: number): number {
  if (positionOf(values, values.count) < position) return Infinity;
  let [low, high] = [0, values.count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positionOf(values, middle) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

const LARGE_SINK = 16 * PAGE_BYTES;
let sink = new ByteSink();

/** One for all chunks, which are made one after the other; another after a page that was very large. */
function pageSink(): ByteSink {
  if (sink.capacity > LARGE_SINK) sink = new ByteSink();
  // Nothing of a page that ended with an error.
  sink.take();
  return sink;
}

/** The pages of a chunk. */
class ChunkBytes {
  length = 0;
  uncompressed = 0;
  readonly #pages: Uint8Array[] = [];
  readonly #sink = pageSink();

  bytes(): Uint8Array {
    return Buffer.concat(this.#pages, this.length);
  }

  dictionaryPage(values: LeafValues): void {
    writePlain(this.#sink, values, 0, values.count);
    this.#end(2, { 7: struct({ 1: i32(values.count), 2: i32(ENCODINGS.indexOf('PLAIN')) }) });
  }

  dataPage(
    { maxRepetition, maxDefinition }: LeafNode,
    [repetition, definition]: readonly [Level, Level],
    { slots, values: [from, to] }: PageRange,
    values: LeafValues | Dictionary,
  ): void {
    this.#levels(repetition, maxRepetition, slots);
    this.#levels(definition, maxDefinition, slots);
    const isPlain = 'kind' in values;
    if (isPlain) writePlain(this.#sink, values, from, to);
    else {
      const width = bitsFor(values.values.count - 1);
      this.#sink.byte(width);
      writeHybrid(this.#sink, values.indexes, from, to, width);
    }
    const rle = i32(ENCODINGS.indexOf('RLE'));
    const encoding = i32(ENCODINGS.indexOf(isPlain ? 'PLAIN' : 'RLE_DICTIONARY'));
    this.#end(0, { 5: struct({ 1: i32(slots[1] - slots[0]), 2: encoding, 3: rle, 4: rle }) });
  }

  #levels(levels: Level, most: number, [from, to]: readonly [number, number]): void {
    if (most === 0) return;
    const sink = this.#sink;
    const width = bitsFor(most);
    const start = sink.skip(4);
    if (levels === undefined) writeRun(sink, most, to - from, width);
    else writeHybrid(sink, levels, from, to, width);
    sink.setInt32(start, sink.length - start - 4);
  }

  #end(type: number, header: Record<number, ThriftValue>): void {
    const page = this.#sink.take();
    const compressed = compressZstd(page);
    const bytes = writeStruct(
      struct({ 1: i32(type), 2: i32(page.length), 3: i32(compressed.length), ...header }).fields,
    );
    this.#pages.push(bytes, compressed);
    this.length += bytes.length + compressed.length;
    this.uncompressed += bytes.length + page.length;
  }
}

/** Bits of the largest of some numbers; one at least, as not all readers take none. */
const bitsFor = (largest: number): number => Math.max(1, 32 - Math.clz32(largest));
