import { POWERS } from './powers.js';
import { ambiguous } from './reader.js';
import type { FieldReader } from './reader.js';

/** What Double.parseDouble takes besides hexadecimal: blanks around are dropped, a type's letter may follow. */
const DECIMAL =
  /^[\0-\x20]*([+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?=[fFdD]?[\0-\x20]*$)))[fFdD]?[\0-\x20]*$/;
const NAMED_WITH_LETTER = /(?:NaN|Infinity)[fFdD]/;
const HEXADECIMAL = /^[\0-\x20]*[+-]?0[xX](?:[\da-fA-F]+\.?|[\da-fA-F]*\.[\da-fA-F]+)[pP][+-]?\d+[fFdD]?[\0-\x20]*$/;

/**
 * FLOAT and DOUBLE as Java parses them; what it does not is null. Hexadecimal floats are refused.
 * Source: org.apache.hadoop.hive.serde2.lazy.LazyDouble, LazyFloat, LazyUtils.isNumberMaybe.
 */
export function floatReader(kind: 'FLOAT' | 'DOUBLE'): FieldReader {
  return (bytes, from, to) => {
    const simple = simpleDecimal(bytes, from, to);
    if (simple !== undefined) {
      if (kind === 'DOUBLE') return simple;
      if (!mayBeMiddle(simple)) return Math.fround(simple);
    }
    if (!maybeNumber(bytes, from, to)) return null;
    return parseFloatText(bytes.toString('latin1', from, to), kind);
  };
}

/** A text as java.lang.Double.parseDouble and Float.parseFloat take it; null where they do not. Throws REFUSED for hexadecimal ones. */
export function parseFloatText(text: string, kind: 'FLOAT' | 'DOUBLE'): number | null {
  const number = DECIMAL.exec(text)?.[1];
  if (number === undefined || NAMED_WITH_LETTER.test(text)) {
    if (HEXADECIMAL.test(text)) throw ambiguous(text, { kind });
    return null;
  }
  const double = Number(number);
  return kind === 'DOUBLE' ? double : nearestFloat(double, number);
}

/** Digits with at most one point, as the nearest double; undefined for anything else. */
function simpleDecimal(bytes: Buffer, from: number, to: number): number | undefined {
  const negative = bytes[from] === 0x2d;
  const start = negative ? from + 1 : from;
  if (to <= start) return undefined;
  let value = 0;
  let point = -1;
  for (let at = start; at < to; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit === -2 && point < 0) point = at;
    else return undefined;
  }
  if (point >= 0 && to - start === 1) return undefined;
  const power = point < 0 ? 1 : POWERS[to - 1 - point];
  // One division of two doubles that are exact gives the nearest one (Clinger, How to read floating point numbers accurately).
  if (value > Number.MAX_SAFE_INTEGER || power === undefined) return Number(bytes.toString('latin1', from, to));
  return negative ? -value / power : value / power;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Texts that Hive does not even try: among them `f`, `1 ` is one it does. */
function maybeNumber(bytes: Buffer, from: number, to: number): boolean {
  switch (to - from) {
    case 0:
      return false;
    case 1:
      return isDigit(bytes[from]);
    case 2:
      return isDigit(bytes[from]) || isDigit(bytes[from + 1]);
    case 4:
      return bytes[from] !== 0x4e && bytes[from] !== 0x6e;
    default:
      return true;
  }
}

/**
 * The float nearest to a decimal text, of which `double` is the nearest double. Rounding twice goes wrong only where the double lies
 * in the middle between two floats and the text does not.
 */
function nearestFloat(double: number, text: string): number {
  const float = Math.fround(double);
  if (float === double || !Number.isFinite(double) || !mayBeMiddle(double)) return float;
  const other = neighbour(float, double > float);
  const middle =
    Number.isFinite(float) && Number.isFinite(other) ? float / 2 + other / 2 : OVERFLOW * Math.sign(double);
  if (double !== middle) return float;
  const order = compareToDouble(text, double);
  if (order === 0) return float;
  return order > 0 ? Math.max(float, other) : Math.min(float, other);
}

const bitsOf = new Float64Array(1);
const words = new Uint32Array(bitsOf.buffer);
/** The smallest float with all of its 24 bits. */
const NORMAL = 2 ** -126;

/** Whether a double may lie in the middle between two floats: of the bits that a float lacks only the highest is set, or the float has fewer bits. */
function mayBeMiddle(double: number): boolean {
  const size = Math.abs(double);
  if (size < NORMAL || size > LARGEST) return size !== 0;
  bitsOf[0] = double;
  return (words[0]! & 0x1fff_ffff) === 0x1000_0000;
}

/** Between the largest float and the next power of two. */
const OVERFLOW = 2 ** 128 - 2 ** 103;

/** The next float above or below. */
function neighbour(float: number, above: boolean): number {
  if (!Number.isFinite(float)) return Math.sign(float) * LARGEST;
  if (float === 0) return above ? SMALLEST : -SMALLEST;
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, float);
  bits.setInt32(0, bits.getInt32(0) + (float > 0 === above ? 1 : -1));
  return bits.getFloat32(0);
}

const LARGEST = 2 ** 128 - 2 ** 104;
const SMALLEST = 2 ** -149;

/** Sign of the exact value of a decimal text minus a double of float size. */
function compareToDouble(text: string, double: number): number {
  const [, sign, whole, fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:[eE](.*))?$/.exec(text)!;
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  // A double in the range of floats is a whole number of 2^-1074; both sides are scaled up to whole numbers.
  const scale = Number(exponent) - fraction.length;
  const left = scale >= 0 ? digits * 10n ** BigInt(scale) : digits;
  const right = scale >= 0 ? 1n : 10n ** BigInt(-scale);
  const difference = left * 2n ** SHIFT - BigInt(double * 2 ** Number(SHIFT)) * right;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** Middles of floats are whole numbers of 2^-150. */
const SHIFT = 150n;
