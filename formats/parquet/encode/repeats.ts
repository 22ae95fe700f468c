import { Type } from 'apache-arrow';
import type { Data, DataType as ArrowType } from 'apache-arrow';

/** Values looked at, at most twice as many. */
const SAMPLE = 4096;
/** As many of the sample are different when the column has some 40,000 different values, or more. */
const MOSTLY_DIFFERENT = 0.95;

/**
 * Whether the values of a column repeat, so that a dictionary is worth its while. Where nearly all differ, one costs more time than all the rest of the
 * encoding, and as it is given up when it is full, indexes for most of the values it took are larger than the values, compressed. Nested columns are
 * taken to repeat.
 */
export function repeats(parts: readonly Data<ArrowType>[]): boolean {
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const step = Math.max(1, Math.floor(total / SAMPLE));
  const seen = new Set<unknown>();
  let looked = 0;
  let at = 0;
  for (const part of parts) {
    const keyAt = keys(part);
    if (keyAt === undefined) return true;
    for (; at < part.length; at += step) {
      if (part.nullCount > 0 && !part.getValid(at)) continue;
      looked += 1;
      seen.add(keyAt(at));
    }
    at -= part.length;
  }
  return looked === 0 || seen.size <= looked * MOSTLY_DIFFERENT;
}

/** Something that is equal for equal values; undefined for types that have no dictionary or are nested. */
function keys(part: Data<ArrowType>): ((index: number) => unknown) | undefined {
  const values = part.values as Uint8Array & Record<number, number | bigint>;
  const text = (from: number, to: number) =>
    Buffer.from(values.buffer, values.byteOffset + from, to - from).toString('latin1');
  switch (part.typeId) {
    case Type.Int:
    case Type.Float:
      return (index) => values[index];
    case Type.Binary:
      return (index) => text(part.valueOffsets[index]!, part.valueOffsets[index + 1]!);
    default:
      return undefined;
  }
}
