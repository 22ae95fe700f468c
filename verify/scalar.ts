import type { Scalar } from '../formats/index.js';

/** Order of two values of one type; undefined where none is defined (NaN, null, different representations). */
export function compareScalars(a: Scalar, b: Scalar): number | undefined {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  if (a === null || b === null || a instanceof Uint8Array || b instanceof Uint8Array) return undefined;
  if (typeof a !== typeof b || Number.isNaN(a) || Number.isNaN(b)) return undefined;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A value for people; bytes as text where they are UTF-8, else in hex. */
export function showScalar(value: Scalar | undefined): string {
  if (value === undefined) return 'unknown';
  if (!(value instanceof Uint8Array)) return String(value);
  try {
    return JSON.stringify(new TextDecoder('utf-8', { fatal: true }).decode(value));
  } catch {
    return `0x${Buffer.from(value).toString('hex')}`;
  }
}
