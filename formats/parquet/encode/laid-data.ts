import { Binary, Bool, Float32, Float64, Int32, Int64, makeData } from 'apache-arrow';
import type { Data, DataType as ArrowType } from 'apache-arrow';
import { codedData } from './coded.js';
import type { Entries } from './coded.js';
import type { Nulls } from './flat-data.js';

/** Texts one behind the other; each ends where the next begins. */
export interface LaidTexts {
  readonly bytes: Uint8Array;
  /** One more than there are texts. */
  readonly offsets: Int32Array;
}

/** Texts by their numbers among the entries of a dictionary. */
export interface LaidCodes {
  readonly codes: Int32Array;
  readonly entries: Entries;
}

/**
 * Values that are not null as they lie in memory, in the physical form Paimon stores their type in: whole numbers, days and small decimals in
 * 32 bits, long ones and timestamps in 64, booleans as a byte of 0 or 1 each.
 */
export type Laid = Uint8Array | Int32Array | BigInt64Array | Float32Array | Float64Array | LaidTexts | LaidCodes;

/** What `flatData` makes of the same values, without taking each into hand. `present` has a byte (0 or 1) a row; absent, none is null. */
export function laidData(laid: Laid, length: number, present?: Uint8Array): Data<ArrowType> {
  const nulls = nullsOf(present);
  if ('codes' in laid) return codedData(spread(laid.codes, present), laid.entries, nulls);
  if ('offsets' in laid) {
    const valueOffsets = present === undefined ? laid.offsets : spreadOffsets(laid.offsets, present);
    return makeData({ type: new Binary(), length, ...nulls, valueOffsets, data: laid.bytes });
  }
  if (laid instanceof Uint8Array) {
    return makeData({ type: new Bool(), length, ...nulls, data: packed(spread(laid, present)) });
  }
  if (laid instanceof Float32Array) {
    return makeData({ type: new Float32(), length, ...nulls, data: spread(laid, present) });
  }
  if (laid instanceof Float64Array) {
    return makeData({ type: new Float64(), length, ...nulls, data: spread(laid, present) });
  }
  if (laid instanceof BigInt64Array) {
    return makeData({ type: new Int64(), length, ...nulls, data: spread(laid, present) });
  }
  return makeData({ type: new Int32(), length, ...nulls, data: spread(laid, present) });
}

function nullsOf(present: Uint8Array | undefined): Nulls {
  if (present === undefined) return { nullCount: 0, nullBitmap: null };
  let nullCount = 0;
  for (let row = 0; row < present.length; row++) nullCount += 1 - present[row]!;
  return { nullCount, nullBitmap: packed(present) };
}

/** Lowest bit first. */
function packed(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array((flags.length + 7) >> 3);
  for (let i = 0; i < flags.length; i++) bits[i >> 3]! |= flags[i]! << (i & 7);
  return bits;
}

/** Gives each row a place; nulls are zeros. */
function spread<T extends Exclude<Laid, LaidTexts | LaidCodes>>(values: T, present: Uint8Array | undefined): T {
  if (present === undefined) return values;
  const placed = new (values.constructor as new (length: number) => T)(present.length);
  if (values instanceof Uint8Array) {
    for (let row = 0, next = 0; row < present.length; row++) if (present[row] === 1) placed[row] = values[next++]!;
    return placed;
  }
  // By words: a bigint for each value would take many times as long.
  const [from, to] = [values, placed].map(
    ({ buffer, byteOffset, byteLength }) => new Int32Array(buffer, byteOffset, byteLength >> 2),
  );
  const width = values.BYTES_PER_ELEMENT >> 2;
  for (let row = 0, next = 0; row < present.length; row++) {
    if (present[row] === 0) continue;
    for (let word = 0; word < width; word++) to![row * width + word] = from![next++]!;
  }
  return placed;
}

function spreadOffsets(offsets: Int32Array, present: Uint8Array): Int32Array {
  const placed = new Int32Array(present.length + 1);
  for (let row = 0, next = 0; row < present.length; row++) {
    next += present[row]!;
    placed[row + 1] = offsets[next]!;
  }
  return placed;
}
