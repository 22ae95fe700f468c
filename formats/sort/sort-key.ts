import { LakeliftError } from '../../errors/error.js';
import type { DataType, Scalar } from '../types.js';

/** Ends bytes of any length: less than every byte that may follow, as 0 within them is written as 0 and 255. */
const END = [0, 0];
const WIDE_BITS = 128n;

/**
 * Values as bytes that compare as the values do: those of several columns one after the other order rows by the first column, then the
 * next. Equal bytes are equal values; no value's bytes begin those of another of its type. Order of Paimon's generated comparators
 * (org.apache.paimon.codegen.SortCodeGenerator): bytes and text unsigned, -0.0 before 0.0, NaN last, null first.
 */
export class SortKeyWriter {
  #bytes = new Uint8Array(64);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  reset(): void {
    this.#length = 0;
  }

  /** What was written since `reset`; a view that the next write changes. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  /** A value that may be null. */
  nullable(value: Scalar, type: DataType): void {
    this.#room(1);
    this.#bytes[this.#length++] = value === null ? 0 : 1;
    if (value !== null) this.value(value, type);
  }

  /** Throws INTERNAL for a nested type. */
  value(value: Exclude<Scalar, null>, type: DataType): void {
    switch (type.kind) {
      case 'BOOLEAN':
        return this.uint32(value === true ? 1 : 0);
      case 'TINYINT':
      case 'SMALLINT':
      case 'INT':
      case 'DATE':
        return this.uint32(((value as number) ^ 0x80000000) >>> 0);
      case 'FLOAT':
      case 'DOUBLE':
        return this.#double(value as number);
      case 'BIGINT':
        return this.#bigint(value as bigint, 64n);
      case 'DECIMAL':
      case 'TIMESTAMP':
      case 'TIMESTAMP_LTZ':
        return this.#bigint(value as bigint, WIDE_BITS);
      case 'STRING':
      case 'CHAR':
      case 'VARCHAR':
      case 'BYTES':
        return this.#variable(value as Uint8Array);
      default:
        throw new LakeliftError('INTERNAL', `rows cannot be sorted by a ${type.kind}`);
    }
  }

  uint32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#length, value);
    this.#length += 4;
  }

  /** A whole number that is not negative. */
  count(value: number): void {
    this.#room(8);
    this.#view.setBigUint64(this.#length, BigInt(value));
    this.#length += 8;
  }

  #bigint(value: bigint, bits: 64n | typeof WIDE_BITS): void {
    this.#room(16);
    const shifted = value + (1n << (bits - 1n));
    if (bits === WIDE_BITS) {
      this.#view.setBigUint64(this.#length, BigInt.asUintN(64, shifted >> 64n));
      this.#length += 8;
    }
    this.#view.setBigUint64(this.#length, BigInt.asUintN(64, shifted));
    this.#length += 8;
  }

  #double(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, Number.isNaN(value) ? NaN : value);
    const high = this.#view.getInt32(this.#length);
    const low = this.#view.getInt32(this.#length + 4);
    // The bits of negative numbers grow downwards.
    const mask = high < 0 ? -1 : 0;
    this.#view.setInt32(this.#length, high ^ (mask | 0x80000000));
    this.#view.setInt32(this.#length + 4, low ^ mask);
    this.#length += 8;
  }

  #variable(value: Uint8Array): void {
    this.#room(2 * value.length + END.length);
    for (const byte of value) {
      this.#bytes[this.#length++] = byte;
      if (byte === 0) this.#bytes[this.#length++] = 0xff;
    }
    for (const byte of END) this.#bytes[this.#length++] = byte;
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
