import { expandChunk } from './compression.js';
import type { OrcCompression } from './compression.js';
import { corruptData } from './corrupt.js';
import type { LakeliftError } from '../../errors/error.js';

const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * The bytes of one stream, a chunk expanded at a time. Decoders call `need(n)` and then read n bytes at `bytes[at]`, moving `at`.
 * A stream that the stripe lacks is an empty one. Everything throws CORRUPT with the offset in the file.
 */
export class ByteStream {
  bytes = NOTHING;
  at = 0;
  /** The low and high halves of the last `varint`. */
  low = 0;
  high = 0;
  private next = 0;

  constructor(
    private readonly stored: Uint8Array,
    private readonly compression: OrcCompression,
    /** Of the stream's first byte in the file. */
    private readonly offset: number,
    /** For messages: the stream's kind. */
    private readonly name: string,
  ) {
    if (compression.codec !== 'NONE') return;
    this.bytes = stored;
    this.next = stored.length;
  }

  /** Makes the next `count` bytes lie in one piece. */
  need(count: number): void {
    while (this.bytes.length - this.at < count) {
      const rest = this.bytes.subarray(this.at);
      const chunk = this.expandNext();
      this.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      this.at = 0;
    }
  }

  byte(): number {
    if (this.at === this.bytes.length) this.need(1);
    return this.bytes[this.at++]!;
  }

  /** The next `count` bytes, as a view or a copy. Grows with the bytes there are, whatever `count` claims. */
  take(count: number): Uint8Array {
    if (count <= this.bytes.length - this.at) {
      this.at += count;
      return this.bytes.subarray(this.at - count, this.at);
    }
    const parts: Uint8Array[] = [];
    for (let missing = count; missing > 0;) {
      if (this.at === this.bytes.length) this.need(1);
      const part = this.bytes.subarray(this.at, this.at + missing);
      this.at += part.length;
      missing -= part.length;
      parts.push(part);
    }
    return Buffer.concat(parts, count);
  }

  /** Reads an unsigned base 128 varint of up to 64 bits into `low` and `high`. */
  varint(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte();
      const group = byte & 0x7f;
      if (shift < 28) low |= group << shift;
      else if (shift === 28) {
        low |= group << 28;
        high = group >> 4;
      } else high |= group << (shift - 32);
      if (byte >= 0x80) continue;
      this.low = low;
      this.high = high;
      return;
    }
    throw this.corrupt('a varint has no end');
  }

  /** The same, zigzag decoded: signed, as 64 bits of two's complement. */
  signedVarint(): void {
    this.varint();
    const sign = -(this.low & 1);
    this.low = ((this.low >>> 1) | (this.high << 31)) ^ sign;
    this.high = (this.high >>> 1) ^ sign;
  }

  corrupt(why: string): LakeliftError {
    return corruptData(`its ${this.name} stream: ${why}`, this.offset + this.next);
  }

  private expandNext(): Uint8Array {
    if (this.next >= this.stored.length) throw this.corrupt('it ends too early');
    const { bytes, end } = expandChunk(this.stored, this.next, this.compression, this.offset);
    this.next = end;
    return bytes;
  }
}
