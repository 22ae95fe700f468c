import type { DataType } from '../types.js';
import type { FieldReader } from './reader.js';

const LIMITS = { TINYINT: 2 ** 7, SMALLINT: 2 ** 15, INT: 2 ** 31 } as const;
/** Integers of this many digits are exact as numbers. */
const SAFE_DIGITS = 15;
const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;

/**
 * Whole numbers: an optional sign and digits; what follows a point is dropped when it is digits. No digit at all, blanks and overflows make null.
 * Source: org.apache.hadoop.hive.serde2.lazy.LazyInteger, LazyShort, LazyByte.
 */
function integerReader(kind: 'TINYINT' | 'SMALLINT' | 'INT'): FieldReader {
  const limit = LIMITS[kind];
  return (bytes, from, to) => {
    const negative = bytes[from] === MINUS;
    let at = negative || bytes[from] === PLUS ? from + 1 : from;
    if (isNoNumber(bytes, at, to)) return null;
    let value = 0;
    for (; at < to; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit === DOT && areDigits(bytes, at + 1, to)) break;
      if (digit < 0 || digit > 9) return null;
      value = value * 10 + digit;
      if (value > limit) return null;
    }
    if (negative) return value === 0 ? 0 : -value;
    return value === limit ? null : value;
  };
}

/** BIGINT, by the same rules. Source: org.apache.hadoop.hive.serde2.lazy.LazyLong. */
const longReader: FieldReader = (bytes, from, to) => {
  const near = nearLong(bytes, from, to);
  if (near !== undefined) return near === null ? null : BigInt(near);
  const end = endOfDigits(bytes, from, to);
  const exact = BigInt(bytes.toString('latin1', bytes[from] === PLUS ? from + 1 : from, end));
  return exact < MIN_LONG || exact > MAX_LONG ? null : exact;
};

/** A BIGINT that is exact as a number, or null; undefined when it has more digits. */
export function nearLong(bytes: Buffer, from: number, to: number): number | null | undefined {
  const negative = bytes[from] === MINUS;
  const start = negative || bytes[from] === PLUS ? from + 1 : from;
  if (isNoNumber(bytes, start, to)) return null;
  let value = 0;
  let at = start;
  for (; at < to; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit === DOT && areDigits(bytes, at + 1, to)) break;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  if (at - start > SAFE_DIGITS) return undefined;
  return negative ? -value : value;
}

/** Where the digits before a point end. */
function endOfDigits(bytes: Buffer, from: number, to: number): number {
  const point = bytes.subarray(from, to).indexOf(ZERO + DOT);
  return point < 0 ? to : from + point;
}

const PLUS = 0x2b;
const MINUS = 0x2d;
const ZERO = 0x30;
/** A point, counted from the digit zero. */
const DOT = -2;

/** Whether nothing, or nothing but a point, follows the sign. Source: LazyUtils.isNumberMaybe. */
const isNoNumber = (bytes: Buffer, at: number, to: number): boolean =>
  at >= to || (at + 1 === to && bytes[at] === ZERO + DOT);

function areDigits(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!(bytes[at]! >= ZERO && bytes[at]! <= ZERO + 9)) return false;
  return true;
}

/** Any of the four types. */
export function wholeNumberReader(type: DataType & { kind: keyof typeof LIMITS | 'BIGINT' }): FieldReader {
  return type.kind === 'BIGINT' ? longReader : integerReader(type.kind);
}
