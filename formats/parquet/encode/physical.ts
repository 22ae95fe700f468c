import { LakeliftError } from '../../../errors/error.js';
import { typeName } from '../../type-name.js';
import type { DataType } from '../../types.js';

const scratch = new BigInt64Array(1);
const scratchWords = new Int32Array(scratch.buffer);
/** Nanoseconds below this surely fit in 64 bits. */
const NEAR = 9.2e18;

/**
 * Puts nanoseconds into the 64 bits at `index`, in the unit Paimon stores a timestamp type in: milliseconds up to precision 3, else
 * microseconds. Throws REFUSED when digits would be lost or 64 bits do not hold the value.
 * Source: org.apache.paimon.format.parquet.writer.ParquetRowDataWriter.
 */
export function putTimestamp(words: Int32Array, index: number, nanos: bigint, type: Timestamp): void {
  const approximately = Number(nanos);
  if (approximately < -NEAR || approximately > NEAR) {
    scratch[0] = storedTimestamp(nanos, type);
    words[2 * index] = scratchWords[0]!;
    words[2 * index + 1] = scratchWords[1]!;
    return;
  }
  // Long division by words: all parts stay below 2^53, and no bigint is made.
  const unit = type.precision <= 3 ? 1e6 : 1e3;
  scratch[0] = nanos;
  const high = Math.floor(scratchWords[1]! / unit);
  const rest = (scratchWords[1]! - high * unit) * 2 ** 32 + (scratchWords[0]! >>> 0);
  const low = Math.floor(rest / unit);
  if (low * unit !== rest) throw tooFine(nanos, type);
  words[2 * index] = low;
  words[2 * index + 1] = high;
}

export type Timestamp = DataType & { kind: 'TIMESTAMP' | 'TIMESTAMP_LTZ' };

function storedTimestamp(nanos: bigint, type: Timestamp): bigint {
  const unit = type.precision <= 3 ? 1_000_000n : 1_000n;
  const stored = nanos / unit;
  if (stored * unit !== nanos) throw tooFine(nanos, type);
  if (BigInt.asIntN(64, stored) === stored) return stored;
  throw new LakeliftError('REFUSED', `a timestamp is too far from 1970 for ${typeName(type)}`, {
    next: 'correct the value in Hive, or leave the table out with --tables',
  });
}

function tooFine(nanos: bigint, type: Timestamp): LakeliftError {
  const unit = type.precision <= 3 ? 1_000_000n : 1_000n;
  return new LakeliftError('REFUSED', `a timestamp has ${nanos % unit} ns that ${typeName(type)} cannot hold`, {
    next: 'round the column to microseconds in Hive, or leave the table out with --tables',
  });
}

/** Writes the two's complement of `value` over all of `target`, highest byte first. */
export function bigEndian(value: bigint, target: Uint8Array): void {
  let rest = value;
  for (let i = target.length - 1; i >= 0; i--) {
    target[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}
