import { isUtf8 } from 'node:buffer';
import { meaningOf } from '../annotation.js';
import type { ChunkStatistics, SchemaNode } from '../metadata.js';
import type { LeafValues } from './values.js';

/** Longer bounds are cut, as other writers do. */
const MOST_BYTES = 64;

/** Of a chunk: minimum and maximum of all its values. */
type Bounds = Pick<ChunkStatistics, 'minValue' | 'maxValue' | 'minExact' | 'maxExact'>;

/**
 * Bounds in the order of the node's type; none for floating point numbers, among which there may be NaN, and for decimals of fixed
 * length, and none for text that is not UTF-8, which readers cannot show. Source: parquet.thrift, ColumnOrder and Statistics.
 */
export function boundsOf(node: SchemaNode, values: LeafValues): Bounds {
  if (values.count === 0) return {};
  switch (node.type) {
    case 'BOOLEAN':
      return exact(Uint8Array.of(Math.min(...distinct(values))), Uint8Array.of(Math.max(...distinct(values))));
    case 'INT32':
      return ofWords(values.bytes, 1);
    case 'INT64':
      return ofWords(values.bytes, 2);
    case 'BYTE_ARRAY':
      return ofBytes(values as LeafValues & { kind: 'bytes' }, meaningOf(node).kind === 'STRING');
    default:
      return {};
  }
}

const exact = (minValue: Uint8Array, maxValue: Uint8Array): Bounds => ({
  minValue,
  maxValue,
  minExact: true,
  maxExact: true,
});

const distinct = ({ bytes }: LeafValues): number[] => [0, 1].filter((value) => bytes.includes(value));

/** Signed integers of one word or two, the lower one first. */
function ofWords(bytes: Uint8Array, size: 1 | 2): Bounds {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  const [min, max] = size === 1 ? ofInts(words) : ofLongs(words);
  const valueAt = (at: number): Uint8Array => bytes.slice(at * 4, (at + size) * 4);
  return exact(valueAt(min), valueAt(max));
}

/** Where the least and the greatest are. */
function ofInts(words: Int32Array): [min: number, max: number] {
  let [min, max] = [0, 0];
  let [least, greatest] = [words[0]!, words[0]!];
  for (let at = 1; at < words.length; at++) {
    const value = words[at]!;
    if (value < least) [min, least] = [at, value];
    else if (value > greatest) [max, greatest] = [at, value];
  }
  return [min, max];
}

/** The same of pairs of words, of which the lower ones are looked at where the higher ones are equal. */
function ofLongs(words: Int32Array): [min: number, max: number] {
  let [min, max] = [0, 0];
  let [minHigh, maxHigh] = [words[1]!, words[1]!];
  for (let at = 2; at < words.length; at += 2) {
    const high = words[at + 1]!;
    if (high > minHigh && high < maxHigh) continue;
    const low = words[at]! >>> 0;
    if (high < minHigh || (high === minHigh && low < words[min]! >>> 0)) {
      min = at;
      minHigh = high;
    } else if (high > maxHigh || (high === maxHigh && low > words[max]! >>> 0)) {
      max = at;
      maxHigh = high;
    }
  }
  return [min, max];
}

function ofBytes({ bytes, ends, count }: LeafValues & { kind: 'bytes' }, isText: boolean): Bounds {
  let min = bytes.subarray(0, ends[0]);
  let max = min;
  // What both begin with is looked at once.
  let common = min.length;
  for (let i = 1; i < count; i++) {
    const from = ends[i - 1]!;
    const to = ends[i]!;
    const start = sameBytes(bytes, from, Math.min(common, to - from), min);
    // Most differ from both in the next byte, and lie between them.
    const next = from + start < to ? bytes[from + start]! : -1;
    if (start < min.length && start < max.length && next > min[start]! && next < max[start]!) continue;
    const isLess = compareRange(bytes, from, to, min, start) < 0;
    if (isLess || compareRange(bytes, from, to, max, start) > 0) {
      if (isLess) min = bytes.subarray(from, to);
      else max = bytes.subarray(from, to);
      common = sameBytes(max, 0, Math.min(min.length, max.length), min);
    }
  }
  if (isText && !(isUtf8(min) && isUtf8(max))) return {};
  const maxValue = max.length <= MOST_BYTES ? max : above(max.subarray(0, MOST_BYTES), isText ? 0x7f : 0xff);
  if (maxValue === undefined) return {};
  const minValue = min.length <= MOST_BYTES ? min : min.subarray(0, isText ? wholeCharacters(min) : MOST_BYTES);
  const [minExact, maxExact] = [min.length <= MOST_BYTES, max.length <= MOST_BYTES];
  // Copies: the footer is kept longer than the values.
  return { minValue: minValue.slice(), maxValue: maxValue.slice(), minExact, maxExact };
}

/** How many bytes from `from` on, of at most `most`, are those `other` begins with. */
function sameBytes(bytes: Uint8Array, from: number, most: number, other: Uint8Array): number {
  let same = 0;
  while (same < most && bytes[from + same] === other[same]) same += 1;
  return same;
}

/** The order of `bytes[from..to)` and `other`, each byte unsigned, where the first `start` are equal. */
function compareRange(bytes: Uint8Array, from: number, to: number, other: Uint8Array, start: number): number {
  const common = Math.min(to - from, other.length);
  for (let i = start; i < common; i++) {
    const difference = bytes[from + i]! - other[i]!;
    if (difference !== 0) return difference;
  }
  return to - from - other.length;
}

/** As many of the first bytes as hold whole characters of UTF-8. */
function wholeCharacters(text: Uint8Array): number {
  let end = MOST_BYTES;
  while ((text[end]! & 0xc0) === 0x80) end -= 1;
  return end;
}

/** Something short that is greater than all that begins with `prefix`: it ends with a byte below `most`, one higher. */
function above(prefix: Uint8Array, most: number): Uint8Array | undefined {
  let last = prefix.length - 1;
  while (last >= 0 && prefix[last]! >= most) last -= 1;
  if (last < 0) return undefined;
  const bound = prefix.slice(0, last + 1);
  bound[last]! += 1;
  return bound;
}
