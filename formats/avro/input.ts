import { LakeliftError } from '../../errors/error.js';

/** Reads Avro's binary encoding from bytes in memory. Every reading throws CORRUPT when the bytes end early. */
export class AvroInput {
  private position = 0;
  private readonly view: DataView;

  /** `start`: where the bytes lie in `file`, for messages; of a compressed block every offset is its start. */
  constructor(
    private readonly input: Uint8Array,
    private readonly start: number,
    private readonly file?: string,
  ) {
    this.view = new DataView(input.buffer, input.byteOffset, input.length);
  }

  /** Bytes read so far. */
  get read(): number {
    return this.position;
  }

  get done(): boolean {
    return this.position >= this.input.length;
  }

  /** A view of the next bytes. */
  raw(length: number): Uint8Array {
    return this.input.subarray(this.advance(length), this.position);
  }

  bytes(): Uint8Array {
    return this.raw(this.size());
  }

  skip(length: number): void {
    this.advance(length);
  }

  boolean(): boolean {
    const byte = this.input[this.advance(1)]!;
    if (byte > 1) throw this.corrupt(`has the boolean ${byte}`);
    return byte === 1;
  }

  float(): number {
    return this.view.getFloat32(this.advance(4), true);
  }

  double(): number {
    return this.view.getFloat64(this.advance(8), true);
  }

  int(): number {
    const value = this.long();
    if (value !== BigInt.asIntN(32, value)) throw this.corrupt('has an int of more than 32 bits');
    return Number(value);
  }

  /** Seven bits a byte, lowest first, zigzag. */
  long(): bigint {
    // Most numbers are short: four bytes fit the 32-bit operations of JavaScript.
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt((low >>> 1) ^ -(low & 1));
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw this.corrupt('has a number of more than 64 bits');
  }

  /** A length or count. */
  size(): number {
    const size = Number(this.long());
    if (size < 0) throw this.corrupt('has a negative length');
    return size;
  }

  /** Items in the next block of an array or map, 0 at its end; a negative count is followed by the block's size in bytes. */
  blockCount(): number {
    const count = Number(this.long());
    if (count >= 0) return count;
    this.long();
    return -count;
  }

  /** The metadata of a container file: names with bytes. */
  bytesMap(): Map<string, Uint8Array> {
    const map = new Map<string, Uint8Array>();
    for (let count = this.blockCount(); count > 0; count = this.blockCount()) {
      for (; count > 0; count--) map.set(new TextDecoder().decode(this.bytes()), this.bytes());
    }
    return map;
  }

  corrupt(what: string): LakeliftError {
    return new LakeliftError('CORRUPT', `the Avro data ${what}`, {
      offset: this.start + this.position,
      next: 'restore the file from a copy, or leave its table out with --tables',
      ...(this.file === undefined ? {} : { file: this.file }),
    });
  }

  private byte(): number {
    return this.input[this.advance(1)]!;
  }

  private advance(length: number): number {
    const from = this.position;
    if (length < 0 || from + length > this.input.length) throw this.corrupt('ends early');
    this.position = from + length;
    return from;
  }
}
