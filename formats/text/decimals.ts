import type { DataType } from '../types.js';
import { POWERS } from './powers.js';
import { ambiguous } from './reader.js';
import type { FieldReader } from './reader.js';

/** Digits a Hive decimal holds, and the most after its point. */
const MAX_DIGITS = 38;
const NUMBER = /^([+-]?)(\d*)(?:(\.)(\d*))?(?:[eE]([+-]?)(\d+))?$/;

/**
 * DECIMAL: more digits than 38 are rounded away first, then the scale's, both half up; too many before the point is null. Blanks
 * around the number, which Hive 2.3 does not take and 3.1 does, are refused.
 * Source: org.apache.hadoop.hive.serde2.lazy.LazyHiveDecimal, org.apache.hadoop.hive.common.type.FastHiveDecimalImpl.fastSetFromBytes.
 */
export function decimalReader(type: DataType & { kind: 'DECIMAL' }): FieldReader {
  const limit = 10n ** BigInt(type.precision);
  return (bytes, from, to) => {
    const near = nearDecimal(bytes, from, to, type);
    if (near !== undefined) return BigInt(near);
    const text = bytes.toString('latin1', from, to);
    const bare = text.replace(/^ +| +$/g, '');
    const value = parseDecimal(bare, type.scale);
    if (value === null || value >= limit || value <= -limit) return null;
    if (bare !== text) throw ambiguous(text, type);
    return value;
  };
}

/** The unscaled value in the common case, up to 15 digits that need no rounding; undefined for all others. */
export function nearDecimal(
  bytes: Buffer,
  from: number,
  to: number,
  type: DataType & { kind: 'DECIMAL' },
): number | undefined {
  const negative = bytes[from] === 0x2d;
  const start = negative ? from + 1 : from;
  if (to - start > 15 || to <= start) return undefined;
  let value = 0;
  let point = -1;
  for (let at = start; at < to; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit === -2 && point < 0 && at > start) point = at;
    else return undefined;
  }
  const scale = point < 0 ? 0 : to - 1 - point;
  const shift = type.scale - scale;
  if (shift < 0 || to - start + shift > 15) return undefined;
  const unscaled = value * POWERS[shift]!;
  if (unscaled >= (POWERS[type.precision] ?? Infinity)) return undefined;
  return negative ? -unscaled : unscaled;
}

/** The unscaled value, null for what is no number or has more than 38 digits before its point. */
function parseDecimal(text: string, scale: number): bigint | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', point, fraction = '', exponentSign, exponent] = match;
  if (whole === '' && (point === undefined || fraction === '' || exponent !== undefined)) return null;
  // Three digits that count are too far away for any decimal.
  if (exponent !== undefined && exponent.replace(/^0+/, '').length > 2) return null;
  const head = whole.replace(/^0+/, '');
  if (head.length > MAX_DIGITS) return null;
  const kept = fraction.slice(0, MAX_DIGITS - head.length);
  let digits = BigInt(head + kept || '0');
  if (fraction.length > kept.length && fraction[kept.length]! >= '5') digits += 1n;
  if (digits >= TOO_LARGE) return null;
  const power = Number(exponent ?? 0) * (exponentSign === '-' ? -1 : 1);
  const unscaled = rescaled(digits, kept.length - power, scale);
  return unscaled === null || sign !== '-' ? unscaled : -unscaled;
}

const TOO_LARGE = 10n ** BigInt(MAX_DIGITS);

/** From a scale that may be negative or beyond 38. */
function rescaled(digits: bigint, from: number, to: number): bigint | null {
  if (from <= 0) {
    const whole = digits * 10n ** BigInt(-from);
    return whole >= TOO_LARGE ? null : whole * 10n ** BigInt(to);
  }
  const held = from > MAX_DIGITS ? halfUp(digits, from - MAX_DIGITS) : digits;
  const scale = Math.min(from, MAX_DIGITS);
  return to >= scale ? held * 10n ** BigInt(to - scale) : halfUp(held, scale - to);
}

function halfUp(digits: bigint, dropped: number): bigint {
  const divisor = 10n ** BigInt(dropped);
  return (digits * 2n + divisor) / (divisor * 2n);
}
