import type { Scalar } from './types.js';

/** Order of two values of one type; undefined where none is defined (NaN, null, different representations). */
export function compareScalars(a: Scalar, b: Scalar): number | undefined {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  if (a === null || b === null || a instanceof Uint8Array || b instanceof Uint8Array) return undefined;
  if (typeof a !== typeof b || Number.isNaN(a) || Number.isNaN(b)) return undefined;
  return a < b ? -1 : a > b ? 1 : 0;
}
