import { Binary, Bool, Float32, Float64, Int32, Int64, makeData } from 'apache-arrow';
import type { Data, DataType as ArrowType } from 'apache-arrow';
import { codedData } from './coded.js';
import type { Entries } from './coded.js';
import type { LeafPart } from './leaves.js';

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

/** A leaf of a column that is not nested. `present` has a byte (0 or 1) a row; absent, none is null. */
export function laidPart(laid: Laid, present?: Uint8Array): LeafPart {
  const data = laidData(laid);
  return present === undefined ? { slots: data.length, data } : { slots: present.length, definition: present, data };
}

function laidData(laid: Laid): Data<ArrowType> {
  if ('codes' in laid) return codedData(laid.codes, laid.entries);
  if ('offsets' in laid) {
    const { bytes, offsets } = laid;
    return makeData({ type: new Binary(), length: offsets.length - 1, valueOffsets: offsets, data: bytes });
  }
  const { length } = laid;
  if (laid instanceof Uint8Array) return makeData({ type: new Bool(), length, data: packed(laid) });
  if (laid instanceof Float32Array) return makeData({ type: new Float32(), length, data: laid });
  if (laid instanceof Float64Array) return makeData({ type: new Float64(), length, data: laid });
  if (laid instanceof BigInt64Array) return makeData({ type: new Int64(), length, data: laid });
  return makeData({ type: new Int32(), length, data: laid });
}

/** Lowest bit first. */
function packed(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array((flags.length + 7) >> 3);
  for (let i = 0; i < flags.length; i++) bits[i >> 3]! |= flags[i]! << (i & 7);
  return bits;
}
