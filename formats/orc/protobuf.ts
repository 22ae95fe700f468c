import { LakeliftError } from '../../errors/error.js';

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** A varint as it was read: a number as long as that is exact. */
type Raw = number | bigint | Uint8Array;

/**
 * One protobuf message, of which any field may be asked for by its number; unknown ones are left alone. Every length is checked
 * against the bytes there are. Throws CORRUPT naming the message. Source: protobuf.dev, "Encoding".
 */
export class Message {
  private readonly fields = new Map<number, Raw[]>();

  constructor(
    bytes: Uint8Array,
    private readonly what: string,
  ) {
    const reader = new Reader(bytes, what);
    while (!reader.atEnd) {
      const tag = reader.number();
      const field = Math.floor(tag / 8);
      const value = reader.value(tag % 8);
      const values = this.fields.get(field);
      if (values === undefined) this.fields.set(field, [value]);
      else values.push(value);
    }
  }

  has(field: number): boolean {
    return this.fields.has(field);
  }

  /** An unsigned integer; counts and lengths beyond 2^53 are damage. */
  uint(field: number): number | undefined {
    const value = this.last(field);
    if (value === undefined || typeof value === 'number') return value;
    throw this.corrupt(`field ${field} is no number, or out of range`);
  }

  sint(field: number): bigint | undefined {
    const value = this.last(field);
    if (value === undefined) return undefined;
    if (value instanceof Uint8Array) throw this.corrupt(`field ${field} is no number`);
    const zigzag = BigInt(value);
    return (zigzag >> 1n) ^ -(zigzag & 1n);
  }

  double(field: number): number | undefined {
    const value = this.bytes(field);
    if (value === undefined) return undefined;
    if (value.length !== 8) throw this.corrupt(`field ${field} is no double`);
    return new DataView(value.buffer, value.byteOffset, 8).getFloat64(0, true);
  }

  /** Repeated unsigned integers, packed or not. */
  uints(field: number): number[] {
    return (this.fields.get(field) ?? []).flatMap((value) => {
      if (typeof value === 'number') return [value];
      if (typeof value === 'bigint') throw this.corrupt(`field ${field} is out of range`);
      const reader = new Reader(value, this.what);
      const numbers: number[] = [];
      while (!reader.atEnd) numbers.push(reader.number());
      return numbers;
    });
  }

  bytes(field: number): Uint8Array | undefined {
    const value = this.last(field);
    return value === undefined ? undefined : this.asBytes(value, field);
  }

  text(field: number): string | undefined {
    const value = this.bytes(field);
    return value === undefined ? undefined : new TextDecoder().decode(value);
  }

  texts(field: number): string[] {
    return this.all(field).map((value) => new TextDecoder().decode(value));
  }

  /** Repeated bytes, texts or messages, as they stand in the message. */
  all(field: number): Uint8Array[] {
    return (this.fields.get(field) ?? []).map((value) => this.asBytes(value, field));
  }

  message(field: number, what: string): Message | undefined {
    const value = this.bytes(field);
    return value === undefined ? undefined : new Message(value, what);
  }

  messages(field: number, what: string): Message[] {
    return this.all(field).map((value) => new Message(value, what));
  }

  private last(field: number): Raw | undefined {
    return this.fields.get(field)?.at(-1);
  }

  private asBytes(value: Raw, field: number): Uint8Array {
    if (value instanceof Uint8Array) return value;
    throw this.corrupt(`field ${field} is a number`);
  }

  private corrupt(why: string): LakeliftError {
    return new LakeliftError('CORRUPT', `the ${this.what} is damaged: ${why}`);
  }
}

class Reader {
  private at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly what: string,
  ) {}

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  value(wireType: number): Raw {
    switch (wireType) {
      case VARINT:
        return this.varint();
      case FIXED64:
        return this.take(8);
      case BYTES:
        return this.take(this.number());
      case FIXED32:
        return this.take(4);
      default:
        throw this.corrupt(`wire type ${wireType}`);
    }
  }

  number(): number {
    const value = this.varint();
    if (typeof value === 'number') return value;
    throw this.corrupt('a number is out of range');
  }

  private varint(): number | bigint {
    let low = 0;
    let scale = 1;
    let high = 0n;
    for (let index = 0; index < 10; index++) {
      if (this.at >= this.bytes.length) throw this.corrupt('it is cut off');
      const byte = this.bytes[this.at++]!;
      // Seven groups of seven bits are exact as a number.
      if (index < 7) {
        low += (byte & 0x7f) * scale;
        scale *= 128;
      } else high |= BigInt(byte & 0x7f) << BigInt(index * 7);
      if (byte >= 0x80) continue;
      const value = BigInt.asUintN(64, high) + BigInt(low);
      return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
    }
    throw this.corrupt('a varint has no end');
  }

  private take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw this.corrupt('it is cut off');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  private corrupt(why: string): LakeliftError {
    return new LakeliftError('CORRUPT', `the ${this.what} is damaged: ${why}`);
  }
}
