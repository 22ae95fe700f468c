import { LakeliftError } from '../errors/error.js';
import { isUnion } from './avro-encoder.js';
import type { AvroSchema, AvroValue } from './avro-schema.js';

/** Reads values in Avro's binary encoding. Every reading throws CORRUPT when the bytes end early. */
export class AvroDecoder {
  private position = 0;

  constructor(
    private readonly input: Uint8Array,
    private readonly path: string,
  ) {}

  get offset(): number {
    return this.position;
  }

  get done(): boolean {
    return this.position >= this.input.length;
  }

  raw(length: number): Uint8Array {
    if (length < 0 || this.position + length > this.input.length) throw this.corrupt('ends early');
    const bytes = this.input.subarray(this.position, this.position + length);
    this.position += length;
    return bytes;
  }

  bytes(): Uint8Array {
    return this.raw(Number(this.long()));
  }

  long(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.input[this.position++];
      if (byte === undefined) throw this.corrupt('ends early');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw this.corrupt('has a number of more than 64 bits');
  }

  bytesMap(): Map<string, Uint8Array> {
    const map = new Map<string, Uint8Array>();
    for (let count = this.blockCount(); count > 0; count = this.blockCount()) {
      for (; count > 0; count--) map.set(new TextDecoder().decode(this.bytes()), this.bytes());
    }
    return map;
  }

  value(schema: AvroSchema): AvroValue {
    if (typeof schema === 'string') return this.primitive(schema);
    if (isUnion(schema)) {
      const branch = schema[Number(this.long())];
      if (branch === undefined) throw this.corrupt('has an unknown union branch');
      return this.value(branch);
    }
    if (schema.type === 'record') {
      const record: Record<string, AvroValue> = {};
      for (const field of schema.fields) record[field.name] = this.value(field.type);
      return record;
    }
    if (schema.type === 'array') {
      const items: AvroValue[] = [];
      for (let count = this.blockCount(); count > 0; count = this.blockCount()) {
        for (; count > 0; count--) items.push(this.value(schema.items));
      }
      return items;
    }
    return this.primitive(schema.type);
  }

  private primitive(type: string): AvroValue {
    switch (type) {
      case 'null':
        return null;
      case 'boolean':
        return this.raw(1)[0] === 1;
      case 'int':
        return Number(this.long());
      case 'long':
        return this.long();
      case 'bytes':
        // A plain copy: a Buffer's own slice would keep the whole block.
        return new Uint8Array(this.bytes());
      case 'string':
        return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.bytes());
      case 'float':
        return Buffer.from(this.raw(4)).readFloatLE();
      case 'double':
        return Buffer.from(this.raw(8)).readDoubleLE();
      default:
        throw new LakeliftError('REFUSED', `the Avro type ${type} is not supported`, { file: this.path });
    }
  }

  /** Items in the next block of an array or map; a negative count is followed by the block's size in bytes. */
  private blockCount(): number {
    const count = Number(this.long());
    if (count >= 0) return count;
    this.long();
    return -count;
  }

  private corrupt(what: string): LakeliftError {
    return new LakeliftError('CORRUPT', `the Avro data ${what}`, { file: this.path, offset: this.position });
  }
}
