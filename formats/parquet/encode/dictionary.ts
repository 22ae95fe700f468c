import { Scratch } from './scratch.js';
import { joined } from './values.js';
import type { LeafValues } from './values.js';

/** A larger one is not kept: readers hold it in memory, as a whole. That of other writers. */
export const MOST_BYTES = 1024 * 1024;

export interface Dictionary {
  /** The different values, in the order in which they come first. */
  readonly values: LeafValues;
  /** Which of them each value is. */
  readonly indexes: Int32Array;
}

const [indexMemory, tableMemory] = [new Scratch(), new Scratch()];

/** The dictionary of some values, its indexes valid until the next is made; undefined where it would be too large. */
export function dictionaryOf(values: LeafValues): Dictionary | undefined {
  if (values.kind === 'bytes') return ofBytes(values);
  if (values.kind === 'fixed' && (values.width === 4 || values.width === 8)) return ofWords(values);
  return undefined;
}

type Fixed = LeafValues & { kind: 'fixed' };

function ofWords(values: Fixed): Dictionary | undefined {
  const { bytes, count, width } = values;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  const indexes = new Int32Array(indexMemory.take(4 * count), 0, count);
  const range = closeRange(words, width);
  const first = range === undefined ? byHash(words, width, indexes) : byDistance(words, width, indexes, range);
  if (first === undefined) return undefined;
  const kept = new Uint8Array(first.length * width);
  first.forEach((i, entry) => kept.set(bytes.subarray(i * width, (i + 1) * width), entry * width));
  return { values: { kind: 'fixed', count: first.length, width, bytes: kept }, indexes };
}

/** Whole numbers no further apart are told apart by a table of this length, without hashing. */
const CLOSE = 65_536;

/** The least of some whole numbers, and how far the greatest is from it; undefined where they are not close together. */
function closeRange(words: Int32Array, width: number): { least: number; distance: number } | undefined {
  const step = width >> 2;
  let [least, greatest] = [words[0]!, words[0]!];
  for (let at = 0; at < words.length; at += step) {
    const value = words[at]!;
    if (step === 2 && words[at + 1] !== value >> 31) return undefined;
    if (value < least) least = value;
    else if (value > greatest) greatest = value;
    if (greatest - least >= CLOSE) return undefined;
  }
  return { least, distance: greatest - least };
}

/** Sets the indexes; returns where each different value comes first. */
function byDistance(
  words: Int32Array,
  width: number,
  indexes: Int32Array,
  { least, distance }: { readonly least: number; readonly distance: number },
): number[] {
  const step = width >> 2;
  const entries = new Int32Array(distance + 1);
  const first: number[] = [];
  for (let i = 0, at = 0; i < indexes.length; i++, at += step) {
    const place = words[at]! - least;
    if (entries[place] === 0) entries[place] = first.push(i);
    indexes[i] = entries[place]! - 1;
  }
  return first;
}

/** The same of any values; undefined for too many different ones. */
function byHash(words: Int32Array, width: number, indexes: Int32Array): number[] | undefined {
  const isLong = width === 8;
  const step = width >> 2;
  const table = new HashTable(MOST_BYTES / width);
  const first: number[] = [];
  for (let i = 0, at = 0; i < indexes.length; i++, at += step) {
    const low = words[at]!;
    const high = isLong ? words[at + 1]! : 0;
    let slot = table.slotOf(Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b));
    let entry = table.entries[slot]!;
    while (entry !== 0) {
      const other = first[entry - 1]! * step;
      if (words[other] === low && (!isLong || words[other + 1] === high)) break;
      slot = table.next(slot);
      entry = table.entries[slot]!;
    }
    if (entry === 0) {
      if (first.length === table.capacity) return undefined;
      entry = table.entries[slot] = first.push(i);
    }
    indexes[i] = entry - 1;
  }
  return first;
}

function ofBytes({ bytes, ends, count }: LeafValues & { kind: 'bytes' }): Dictionary | undefined {
  const table = new HashTable(MOST_BYTES / 8);
  const first: number[] = [];
  const indexes = new Int32Array(indexMemory.take(4 * count), 0, count);
  let size = 0;
  for (let i = 0, from = 0; i < count; i++) {
    const to = ends[i]!;
    let hash = to - from;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    let slot = table.slotOf(hash);
    let entry = table.entries[slot]!;
    while (entry !== 0 && !isSame(bytes, ends, first[entry - 1]!, from, to)) {
      slot = table.next(slot);
      entry = table.entries[slot]!;
    }
    if (entry === 0) {
      size += 4 + to - from;
      if (size > MOST_BYTES || first.length === table.capacity) return undefined;
      first.push(i);
      entry = table.entries[slot] = first.length;
    }
    indexes[i] = entry - 1;
    from = to;
  }
  const texts = first.map((i) => bytes.subarray(i === 0 ? 0 : ends[i - 1]!, ends[i]!));
  return { values: joined(texts), indexes };
}

function isSame(bytes: Uint8Array, ends: Int32Array, other: number, from: number, to: number): boolean {
  const start = other === 0 ? 0 : ends[other - 1]!;
  if (ends[other]! - start !== to - from) return false;
  for (let i = 0; i < to - from; i++) if (bytes[start + i] !== bytes[from + i]) return false;
  return true;
}

/** Open addressing; an entry of 0 is free. At most half full. */
class HashTable {
  readonly entries: Int32Array;
  readonly #shift: number;

  constructor(readonly capacity: number) {
    const bits = Math.ceil(Math.log2(capacity)) + 1;
    this.entries = new Int32Array(tableMemory.take(4 * 2 ** bits), 0, 2 ** bits).fill(0);
    this.#shift = 32 - bits;
  }

  slotOf(hash: number): number {
    return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> this.#shift;
  }

  next(slot: number): number {
    return (slot + 1) & (this.entries.length - 1);
  }
}
