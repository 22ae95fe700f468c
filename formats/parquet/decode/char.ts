import type { DataType } from '../../types.js';
import { doesNotFit } from './leaf.js';

const SPACE = 0x20;

/**
 * A CHAR(length) value as Hive and Spark answer it: as many characters as the type says, filled up with spaces. Writers leave the
 * spaces out of the file or in it. Throws REFUSED when the text without its trailing spaces is longer than the type.
 */
export function padded(bytes: Uint8Array, length: number): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === SPACE) end -= 1;
  const missing = length - characters(bytes, end);
  if (missing < 0) throw doesNotFit(JSON.stringify(new TextDecoder().decode(bytes)), { kind: 'CHAR', length });
  const result = new Uint8Array(end + missing).fill(SPACE, end);
  result.set(bytes.subarray(0, end));
  return result;
}

/** A VARCHAR value as it is. Throws REFUSED when it has more characters than the type. */
export function withinLength(bytes: Uint8Array, type: DataType & { kind: 'CHAR' | 'VARCHAR' }): Uint8Array {
  // Characters are never more than bytes.
  if (bytes.length <= type.length) return bytes;
  const text = new TextDecoder().decode(bytes);
  if ([...text].length <= type.length) return bytes;
  throw doesNotFit(JSON.stringify(text), type);
}

/** Code points: all bytes but the continuation bytes of UTF-8. */
function characters(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let i = 0; i < end; i++) if ((bytes[i]! & 0xc0) !== 0x80) count += 1;
  return count;
}
