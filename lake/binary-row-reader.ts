import { LakeliftError } from '../errors/error.js';
import type { DataType, Scalar } from '../formats/index.js';
import { bitSetBytes, COMPACT_DECIMAL, COMPACT_TIMESTAMP, NANOS_PER_MILLI } from './binary-row-layout.js';

/**
 * Reads a row in its manifest form. Nested values come back as null, as no statistics or partition holds them.
 * Throws CORRUPT when the bytes are not such a row.
 */
export function readBinaryRow(types: readonly DataType[], bytes: Uint8Array): Scalar[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getInt32(0) !== types.length) {
    throw new LakeliftError('CORRUPT', `a row of ${bytes.length} bytes does not have ${types.length} fields`);
  }
  const row = new DataView(bytes.buffer, bytes.byteOffset + 4, bytes.byteLength - 4);
  if (row.byteLength < bitSetBytes(types.length) + types.length * 8) {
    throw new LakeliftError('CORRUPT', `a row of ${bytes.length} bytes is too short for ${types.length} fields`);
  }
  return types.map((type, index) => {
    const bit = index + 8;
    const isNull = (row.getUint8(bit >> 3) & (1 << (bit & 7))) !== 0;
    return isNull ? null : readSlot(row, bitSetBytes(types.length) + index * 8, type);
  });
}

function readSlot(row: DataView, slot: number, type: DataType): Scalar {
  switch (type.kind) {
    case 'BOOLEAN':
      return row.getUint8(slot) !== 0;
    case 'TINYINT':
      return row.getInt8(slot);
    case 'SMALLINT':
      return row.getInt16(slot, true);
    case 'INT':
    case 'DATE':
      return row.getInt32(slot, true);
    case 'BIGINT':
      return row.getBigInt64(slot, true);
    case 'FLOAT':
      return row.getFloat32(slot, true);
    case 'DOUBLE':
      return row.getFloat64(slot, true);
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
    case 'BYTES':
      return readBytes(row, slot);
    case 'DECIMAL':
      return type.precision <= COMPACT_DECIMAL ? row.getBigInt64(slot, true) : readWideDecimal(row, slot);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      if (type.precision <= COMPACT_TIMESTAMP) return row.getBigInt64(slot, true) * NANOS_PER_MILLI;
      return readFineTimestamp(row, slot);
    default:
      return null;
  }
}

function readBytes(row: DataView, slot: number): Uint8Array {
  const mark = row.getUint8(slot + 7);
  if ((mark & 0x80) !== 0) return piece(row, slot, mark & 0x7f);
  return piece(row, row.getUint32(slot + 4, true), row.getUint32(slot, true));
}

function readWideDecimal(row: DataView, slot: number): bigint {
  const bytes = piece(row, row.getUint32(slot + 4, true), row.getUint32(slot, true));
  if (bytes.length === 0) throw new LakeliftError('CORRUPT', 'a decimal in a row has no bytes');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

function readFineTimestamp(row: DataView, slot: number): bigint {
  const offset = row.getUint32(slot + 4, true);
  piece(row, offset, 8);
  return row.getBigInt64(offset, true) * NANOS_PER_MILLI + BigInt(row.getUint32(slot, true));
}

/** A copy of `length` bytes at `offset` of the row. */
function piece(row: DataView, offset: number, length: number): Uint8Array {
  if (offset + length > row.byteLength) {
    throw new LakeliftError('CORRUPT', `a row of ${row.byteLength} bytes points at ${offset}+${length}`);
  }
  return new Uint8Array(row.buffer, row.byteOffset + offset, length).slice();
}
