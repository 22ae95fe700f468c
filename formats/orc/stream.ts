import { expandChunk } from './compression.js';
import type { OrcCompression } from './compression.js';
import { corruptData } from './corrupt.js';
import type { LakeliftError } from '../../errors/error.js';

const NOTHING: Uint8Array = new Uint8Array(0);
/** Bytes that may be claimed without being there. */
const UNPROVEN = 16 * 1024 * 1024;

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
  /** Of the chunks before, to be used again. */
  private memory = NOTHING;

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
    while (this.bytes.length - this.at < count) this.expandNext();
  }

  byte(): number {
    if (this.at === this.bytes.length) this.need(1);
    return this.bytes[this.at++]!;
  }

  /** The next `count` bytes in memory of their own, which grows with the bytes there are, whatever `count` claims. */
  copy(count: number): Uint8Array<ArrayBuffer> {
    let copied = new Uint8Array(Math.min(count, UNPROVEN));
    for (let used = 0; used < count;) {
      if (this.at === this.bytes.length) this.need(1);
      const part = this.bytes.subarray(this.at, this.at + count - used);
      if (used + part.length > copied.length) copied = larger(copied, Math.min(count, 2 * (used + part.length)));
      copied.set(part, used);
      this.at += part.length;
      used += part.length;
    }
    return copied;
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

  /** Puts the next chunk behind what is left of the one before. */
  private expandNext(): void {
    if (this.next >= this.stored.length) throw this.corrupt('it ends too early');
    const { bytes, end } = expandChunk(this.stored, this.next, this.compression, this.offset, this.roomFor);
    this.next = end;
    const rest = this.bytes.subarray(this.at);
    if (bytes.buffer === this.memory.buffer) this.bytes = this.memory.subarray(0, rest.length + bytes.length);
    else this.bytes = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    this.at = 0;
  }

  /** In the stream's own memory, to which what is left is brought first. */
  private readonly roomFor = (size: number): Uint8Array => {
    const rest = this.bytes.subarray(this.at);
    const { length } = rest;
    if (this.memory.length < length + size) this.memory = new Uint8Array(length + size);
    this.memory.set(rest);
    this.bytes = this.memory.subarray(0, length);
    this.at = 0;
    return this.memory.subarray(length, length + size);
  };
}

function larger(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size);
  all.set(bytes);
  return all;
}
