import { LakeliftError } from '../errors/error.js';
import type { AvroRecord, AvroSchema, AvroValue } from './avro-schema.js';

/** Appends values in Avro's binary encoding to a growing buffer. */
export class AvroEncoder {
  private buffer = Buffer.allocUnsafe(1024);
  private size = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.size;
  }

  finish(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.buffer, 0, this.size);
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.size);
    this.size += bytes.length;
  }

  bytes(bytes: Uint8Array): void {
    this.long(bytes.length);
    this.raw(bytes);
  }

  /** A zig-zag varint; also Avro's int. */
  long(value: number | bigint): void {
    const wide = BigInt(value);
    let rest = BigInt.asUintN(64, (wide << 1n) ^ (wide >> 63n));
    this.reserve(10);
    while (rest > 0x7fn) {
      this.buffer[this.size++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.buffer[this.size++] = Number(rest);
  }

  bytesMap(entries: readonly (readonly [string, Uint8Array])[]): void {
    this.long(entries.length);
    for (const [key, value] of entries) {
      this.bytes(new TextEncoder().encode(key));
      this.bytes(value);
    }
    this.long(0);
  }

  /** Throws INTERNAL when the value does not fit the schema. */
  value(schema: AvroSchema, value: AvroValue): void {
    if (typeof schema === 'string') {
      this.primitive(schema, value);
    } else if (isUnion(schema)) {
      const branch = schema.findIndex((option) => (option === 'null') === (value === null));
      if (branch < 0) throw mismatch('union', value);
      this.long(branch);
      this.value(schema[branch]!, value);
    } else if (schema.type === 'record') {
      const record = value as AvroRecord;
      for (const field of schema.fields) this.value(field.type, record[field.name] ?? null);
    } else if (schema.type === 'array') {
      if (!isList(value)) throw mismatch('array', value);
      if (value.length > 0) this.long(value.length);
      for (const item of value) this.value(schema.items, item);
      this.long(0);
    } else {
      this.primitive(schema.type, value);
    }
  }

  private primitive(type: string, value: AvroValue): void {
    if (type === 'null' && value === null) return;
    if ((type === 'int' || type === 'long') && (typeof value === 'number' || typeof value === 'bigint')) {
      this.long(value);
    } else if (type === 'bytes' && value instanceof Uint8Array) {
      this.bytes(value);
    } else if (type === 'string' && typeof value === 'string') {
      this.bytes(new TextEncoder().encode(value));
    } else {
      throw mismatch(type, value);
    }
  }

  private reserve(length: number): void {
    if (this.size + length <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.size + length));
    this.buffer.copy(larger, 0, 0, this.size);
    this.buffer = larger;
  }
}

export function isUnion(schema: AvroSchema): schema is readonly AvroSchema[] {
  return Array.isArray(schema);
}

function isList(value: AvroValue): value is readonly AvroValue[] {
  return Array.isArray(value);
}

function mismatch(type: string, value: AvroValue): LakeliftError {
  return new LakeliftError('INTERNAL', `a value of type ${typeof value} does not fit the Avro type ${type}`);
}
