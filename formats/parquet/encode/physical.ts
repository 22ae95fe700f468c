import { LakeliftError } from '../../../errors/error.js';
import { typeName } from '../../type-name.js';
import type { DataType } from '../../types.js';

/**
 * Nanoseconds in the unit Paimon stores a timestamp type in: milliseconds up to precision 3, else microseconds. Throws REFUSED when
 * digits would be lost or 64 bits do not hold the value. Source: org.apache.paimon.format.parquet.writer.ParquetRowDataWriter.
 */
export function storedTimestamp(nanos: bigint, type: DataType & { kind: 'TIMESTAMP' | 'TIMESTAMP_LTZ' }): bigint {
  const unit = type.precision <= 3 ? 1_000_000n : 1_000n;
  const stored = nanos / unit;
  if (stored * unit !== nanos) {
    throw new LakeliftError('REFUSED', `a timestamp has ${nanos % unit} ns that ${typeName(type)} cannot hold`, {
      next: 'round the column to microseconds in Hive, or leave the table out with --tables',
    });
  }
  if (BigInt.asIntN(64, stored) === stored) return stored;
  throw new LakeliftError('REFUSED', `a timestamp is too far from 1970 for ${typeName(type)}`, {
    next: 'correct the value in Hive, or leave the table out with --tables',
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
