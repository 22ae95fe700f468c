import { LakeliftError } from '../errors/error.js';
import type { DataType, Scalar } from '../formats/index.js';
import { bitSetBytes, COMPACT_DECIMAL, COMPACT_TIMESTAMP, NANOS_PER_MILLI } from './binary-row-layout.js';

const WIDE_DECIMAL_BYTES = 16;
const INLINE_BYTES = 7;

const padded = (length: number): number => Math.ceil(length / 8) * 8;

/** Writes a row in its manifest form. Throws INTERNAL when a value is not of its type. */
export function writeBinaryRow(types: readonly DataType[], values: readonly Scalar[]): Uint8Array {
  if (types.length !== values.length) {
    throw new LakeliftError('INTERNAL', `${values.length} values for a row of ${types.length} fields`);
  }
  const row = new RowWriter(types.length);
  types.forEach((type, index) => {
    row.set(index, type, values[index]!);
  });
  return row.finish();
}

class RowWriter {
  private readonly fixedLength: number;
  private readonly fixed: DataView;
  private readonly pieces: Uint8Array[] = [];
  private variableLength = 0;

  constructor(private readonly arity: number) {
    this.fixedLength = bitSetBytes(arity) + arity * 8;
    this.fixed = new DataView(new ArrayBuffer(this.fixedLength));
  }

  set(index: number, type: DataType, value: Scalar): void {
    const slot = bitSetBytes(this.arity) + index * 8;
    if (value === null) {
      const bit = index + 8;
      this.fixed.setUint8(bit >> 3, this.fixed.getUint8(bit >> 3) | (1 << (bit & 7)));
      this.reserveForNull(slot, type);
      return;
    }
    switch (type.kind) {
      case 'BOOLEAN':
        this.fixed.setUint8(slot, expect(value, 'boolean') ? 1 : 0);
        return;
      case 'TINYINT':
        this.fixed.setInt8(slot, expect(value, 'number'));
        return;
      case 'SMALLINT':
        this.fixed.setInt16(slot, expect(value, 'number'), true);
        return;
      case 'INT':
      case 'DATE':
        this.fixed.setInt32(slot, expect(value, 'number'), true);
        return;
      case 'BIGINT':
        this.fixed.setBigInt64(slot, expect(value, 'bigint'), true);
        return;
      case 'FLOAT':
        this.fixed.setFloat32(slot, expect(value, 'number'), true);
        return;
      case 'DOUBLE':
        this.fixed.setFloat64(slot, expect(value, 'number'), true);
        return;
      case 'STRING':
      case 'CHAR':
      case 'VARCHAR':
      case 'BYTES':
        this.setBytes(slot, expectBytes(value));
        return;
      case 'DECIMAL':
        this.setDecimal(slot, type.precision, expect(value, 'bigint'));
        return;
      case 'TIMESTAMP':
      case 'TIMESTAMP_LTZ':
        this.setTimestamp(slot, type.precision, expect(value, 'bigint'));
        return;
      default:
        throw new LakeliftError('INTERNAL', `a ${type.kind} value cannot be written into a row`);
    }
  }

  /** Java reserves the space of wide values even when they are null; hashes and bytes match only if we do too. */
  private reserveForNull(slot: number, type: DataType): void {
    if (type.kind === 'DECIMAL' && type.precision > COMPACT_DECIMAL) {
      this.place(slot, new Uint8Array(WIDE_DECIMAL_BYTES), 0);
    } else if ((type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ') && type.precision > COMPACT_TIMESTAMP) {
      this.place(slot, new Uint8Array(8), 0);
    }
  }

  private setBytes(slot: number, bytes: Uint8Array): void {
    if (bytes.length > INLINE_BYTES) {
      this.place(slot, bytes, bytes.length);
      return;
    }
    bytes.forEach((byte, index) => {
      this.fixed.setUint8(slot + index, byte);
    });
    this.fixed.setUint8(slot + 7, 0x80 | bytes.length);
  }

  private setDecimal(slot: number, precision: number, unscaled: bigint): void {
    if (precision <= COMPACT_DECIMAL) {
      this.fixed.setBigInt64(slot, unscaled, true);
      return;
    }
    const bytes = twosComplement(unscaled);
    const reserved = new Uint8Array(WIDE_DECIMAL_BYTES);
    reserved.set(bytes);
    this.place(slot, reserved, bytes.length);
  }

  private setTimestamp(slot: number, precision: number, nanos: bigint): void {
    const ofMilli = ((nanos % NANOS_PER_MILLI) + NANOS_PER_MILLI) % NANOS_PER_MILLI;
    const millis = (nanos - ofMilli) / NANOS_PER_MILLI;
    if (precision <= COMPACT_TIMESTAMP) {
      this.fixed.setBigInt64(slot, millis, true);
      return;
    }
    const piece = new Uint8Array(8);
    new DataView(piece.buffer).setBigInt64(0, millis, true);
    this.place(slot, piece, Number(ofMilli));
  }

  /** Appends a piece and points the slot at it; the slot's low half is `detail` (a length, or nanoseconds). */
  private place(slot: number, piece: Uint8Array, detail: number): void {
    this.fixed.setUint32(slot, detail, true);
    this.fixed.setUint32(slot + 4, this.fixedLength + this.variableLength, true);
    this.pieces.push(piece);
    this.variableLength += padded(piece.length);
  }

  finish(): Uint8Array {
    const bytes = new Uint8Array(4 + this.fixedLength + this.variableLength);
    new DataView(bytes.buffer).setInt32(0, this.arity);
    bytes.set(new Uint8Array(this.fixed.buffer), 4);
    let offset = 4 + this.fixedLength;
    for (const piece of this.pieces) {
      bytes.set(piece, offset);
      offset += padded(piece.length);
    }
    return bytes;
  }
}

function expect(value: Scalar, kind: 'boolean'): boolean;
function expect(value: Scalar, kind: 'number'): number;
function expect(value: Scalar, kind: 'bigint'): bigint;
function expect(value: Scalar, kind: string): Scalar {
  if (typeof value === kind) return value;
  throw new LakeliftError('INTERNAL', `a row takes a ${kind} here, not ${String(value)}`);
}

function expectBytes(value: Scalar): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new LakeliftError('INTERNAL', `a row takes bytes here, not ${String(value)}`);
}

/** Shortest big-endian two's complement of at most 16 bytes, as java.math.BigInteger.toByteArray gives it. */
function twosComplement(value: bigint): Uint8Array {
  let length = 1;
  while (length < WIDE_DECIMAL_BYTES && BigInt.asIntN(length * 8, value) !== value) length++;
  if (BigInt.asIntN(length * 8, value) !== value) throw new LakeliftError('INTERNAL', 'a decimal exceeds 16 bytes');
  const hex = BigInt.asUintN(length * 8, value).toString(16);
  return Uint8Array.from(Buffer.from(hex.padStart(length * 2, '0'), 'hex'));
}
