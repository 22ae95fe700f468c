import { decimalConverter } from '../parquet/decode/decimal.js';
import type { ValueAt } from '../parquet/decode/values.js';
import type { Laid, LaidCodes, LaidTexts } from '../parquet/encode/laid-data.js';
import type { DataType } from '../types.js';
import { BitRle, ByteRle } from './byte-rle.js';
import { GREGORIAN_START, prolepticDay } from '../time/calendar.js';
import { IntRleV1 } from './int-rle.js';
import type { IntRle, Words } from './int-rle.js';
import { IntRleV2 } from './int-rle-v2.js';
import type { OrcType } from './schema.js';
import type { ByteStream } from './stream.js';
import type { StreamKind, StripeStreams } from './stripe.js';

/** Values that are not null. */
export interface Dense {
  /** Each by its number among them. */
  readonly at: ValueAt;
  /** All at once; undefined where they do not lie in memory as Paimon stores them, or one may not fit: `at` tells. */
  readonly laid?: () => Laid | undefined;
}

/** Gives the next `count` values that are not null. */
export type DenseReader = (count: number) => Dense;

/** Integers of a stream in the encoding of its column. */
export function integers(streams: StripeStreams, type: number, kind: StreamKind, signed: boolean): IntRle {
  const stream = streams.open(type, kind);
  return streams.encoding(type).version === 1 ? new IntRleV1(stream, signed) : new IntRleV2(stream, signed);
}

export function booleans(streams: StripeStreams, type: OrcType): DenseReader {
  const bits = new BitRle(streams.open(type.id, 'DATA'));
  return (count) => {
    const values = new Uint8Array(count);
    bits.read(values);
    return { at: (i) => values[i] === 1, laid: () => values };
  };
}

export function tinyInts(streams: StripeStreams, type: OrcType): DenseReader {
  const bytes = new ByteRle(streams.open(type.id, 'DATA'));
  return (count) => {
    const values = new Int8Array(count);
    bytes.read(new Uint8Array(values.buffer));
    return numbers(values, () => Int32Array.from(values));
  };
}

/** SHORT, INT, LONG: the last as bigints. */
export function ints(streams: StripeStreams, type: OrcType): DenseReader {
  const data = streams.open(type.id, 'DATA');
  const decoder = streams.encoding(type.id).version === 1 ? new IntRleV1(data, true) : new IntRleV2(data, true);
  if (type.kind === 'LONG') {
    return (count) => {
      const values = new BigInt64Array(decoder.read(count).buffer);
      return numbers(values);
    };
  }
  const limit = type.kind === 'SHORT' ? 0x8000 : 0x8000_0000;
  return (count) => {
    return numbers(lowWords(decoder.borrow(count), count, limit, data));
  };
}

/** Days since 1970. */
export function dates(streams: StripeStreams, type: OrcType, proleptic: boolean): DenseReader {
  const data = streams.open(type.id, 'DATA');
  const decoder = streams.encoding(type.id).version === 1 ? new IntRleV1(data, true) : new IntRleV2(data, true);
  return (count) => {
    const days = lowWords(decoder.borrow(count), count, 0x8000_0000, data);
    if (proleptic || areGregorian(days)) return numbers(days);
    // What does not fit is for `at` to show.
    return { at: (i) => prolepticDay(days[i]!), laid: () => days.map(prolepticDay) };
  };
}

function areGregorian(days: Int32Array): boolean {
  for (let i = 0; i < days.length; i++) if (days[i]! < GREGORIAN_START) return false;
  return true;
}

/** Integers of less than 64 bits. */
function lowWords(words: Words, count: number, limit: number, stream: ByteStream): Int32Array {
  const values = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const low = words[2 * i]!;
    if (words[2 * i + 1] !== low >> 31 || low < -limit || low >= limit)
      throw stream.corrupt('an integer is out of range');
    values[i] = low;
  }
  return values;
}

function numbers(
  values: Int8Array | Exclude<Laid, Uint8Array | LaidTexts | LaidCodes>,
  laid: () => Laid | undefined = () => values as Laid,
): Dense {
  return { at: (i) => values[i]!, laid };
}

export function floats(streams: StripeStreams, type: OrcType): DenseReader {
  const data = streams.open(type.id, 'DATA');
  return (count) => numbers(new Float32Array(data.copy(count * 4).buffer));
}

export function doubles(streams: StripeStreams, type: OrcType): DenseReader {
  const data = streams.open(type.id, 'DATA');
  return (count) => numbers(new Float64Array(data.copy(count * 8).buffer));
}

/**
 * Unscaled values in the scale of `to`. Each value has its own scale in the file, or, in files of version 2, the type's. Throws
 * REFUSED where digits would be lost.
 */
export function decimals(
  streams: StripeStreams,
  type: OrcType,
  to: DataType & { kind: 'DECIMAL' },
  asLongs: boolean,
): DenseReader {
  if (asLongs && type.precision > 0 && type.precision <= 18) {
    const decoder = new IntRleV2(streams.open(type.id, 'DATA'), true);
    const convert = decimalConverter(type.scale, to);
    return (count) => {
      const values = new BigInt64Array(decoder.read(count).buffer);
      return {
        at: (i) => convert(values[i]!),
        laid: () => (type.scale === to.scale ? laidDecimals(values, to.precision) : undefined),
      };
    };
  }
  const data = streams.open(type.id, 'DATA');
  const scales = integers(streams, type.id, 'SECONDARY', true);
  const converters = new Map<number, (unscaled: bigint) => bigint>();
  return (count) => {
    const { near, far } = longVarints(data, count);
    const otherScales = unlike(scales.borrow(count), count, to.scale);
    const laid = (): Laid | undefined =>
      otherScales === undefined && far.size === 0 ? laidDecimals(near, to.precision) : undefined;
    const at: ValueAt = (i) => {
      const scale = otherScales === undefined ? to.scale : otherScales[2 * i]!;
      let convert = converters.get(scale);
      if (convert === undefined) {
        if (scale < 0 || scale > MAX_SCALE) throw data.corrupt(`a decimal of scale ${scale}`);
        convert = decimalConverter(scale, to);
        converters.set(scale, convert);
      }
      return convert(far.get(i) ?? near[i]!);
    };
    return { at, laid };
  };
}

/** A copy of scales, unless all are `scale`. */
function unlike(words: Words, count: number, scale: number): Words | undefined {
  for (let i = 0; i < count; i++) if (words[2 * i] !== scale) return words.slice(0, 2 * count);
  return undefined;
}

/** As Paimon stores decimals of that precision; undefined when one may have more digits. */
function laidDecimals(values: BigInt64Array, precision: number): Laid | undefined {
  if (precision > 18) return undefined;
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  // Some values below the limit are taken for too large, as numbers of more than 53 bits are rounded.
  const limit = 10 ** precision * (1 - 2 ** -50);
  for (let i = 0; i < words.length; i += 2) {
    if (Math.abs(words[i + 1]! * 2 ** 32 + (words[i]! >>> 0)) >= limit) return undefined;
  }
  if (precision > 9) return values;
  const narrow = new Int32Array(values.length);
  for (let i = 0; i < narrow.length; i++) narrow[i] = words[2 * i]!;
  return narrow;
}

/** Hive's decimals have up to 38 digits; in 0.11 they were not limited. */
const MAX_SCALE = 1000;
const MAX_DIGIT_GROUPS = 500;

/** Zigzag varints of any length. Most fit two words, and are kept without making a bigint of each, which takes many times as long. */
function longVarints(stream: ByteStream, count: number): { near: BigInt64Array; far: ReadonlyMap<number, bigint> } {
  const near = new BigInt64Array(count);
  const words = new Int32Array(near.buffer);
  const far = new Map<number, bigint>();
  for (let i = 0; i < count; i++) {
    if (shortVarint(stream, words, i)) continue;
    const value = longVarint(stream);
    near[i] = value;
    if (near[i] !== value) far.set(i, value);
  }
  return { near, far };
}

/** Puts a zigzag varint of at most eight bytes into the words at `index`; false when it may be longer, and is still to be read. */
function shortVarint(stream: ByteStream, words: Words, index: number): boolean {
  const { bytes } = stream;
  let { at } = stream;
  if (bytes.length - at < 8) return false;
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 56; shift += 7) {
    const byte = bytes[at++]!;
    if (shift < 28) low |= (byte & 0x7f) << shift;
    else high |= (byte & 0x7f) << (shift - 28);
    if (byte >= 0x80) continue;
    stream.at = at;
    const sign = -(low & 1);
    words[2 * index] = ((low >>> 1) | (high << 27)) ^ sign;
    words[2 * index + 1] = (high >>> 5) ^ sign;
    return true;
  }
  return false;
}

function longVarint(stream: ByteStream): bigint {
  let zigzag = 0n;
  for (let group = 0; group < MAX_DIGIT_GROUPS; group++) {
    const byte = stream.byte();
    zigzag |= BigInt(byte & 0x7f) << BigInt(group * 7);
    if (byte < 0x80) return (zigzag & 1n) === 0n ? zigzag >> 1n : -(zigzag >> 1n) - 1n;
  }
  throw stream.corrupt('a decimal has no end');
}
