import type { ByteStream } from './stream.js';

/** Byte run length encoding: runs of 3 to 130 equal bytes, or up to 128 literal ones. Source: ORC specification v1. */
export class ByteRle {
  private left = 0;
  /** The byte that is repeated, or -1 within literals. */
  private repeated = -1;

  constructor(private readonly stream: ByteStream) {}

  /** Fills `target` with the next bytes. Throws CORRUPT. */
  read(target: Uint8Array): void {
    const { stream } = this;
    for (let at = 0; at < target.length;) {
      if (this.left === 0) this.header();
      const count = Math.min(this.left, target.length - at);
      if (this.repeated >= 0) target.fill(this.repeated, at, at + count);
      else {
        stream.need(count);
        target.set(stream.bytes.subarray(stream.at, stream.at + count), at);
        stream.at += count;
      }
      at += count;
      this.left -= count;
    }
  }

  private header(): void {
    const header = this.stream.byte();
    if (header < 0x80) {
      this.left = header + 3;
      this.repeated = this.stream.byte();
    } else {
      this.left = 0x100 - header;
      this.repeated = -1;
    }
  }
}

/** Booleans, most significant bit first, in run length encoded bytes. */
export class BitRle {
  private readonly bytes: ByteRle;
  /** Bits of a byte that was begun. */
  private pending = 0;
  private pendingBits = 0;

  constructor(stream: ByteStream) {
    this.bytes = new ByteRle(stream);
  }

  /** Fills `target` with the next bits, a byte (0 or 1) for each; returns how many are 1. Throws CORRUPT. */
  read(target: Uint8Array): number {
    const packed = new Uint8Array(Math.ceil((target.length - this.pendingBits) / 8));
    this.bytes.read(packed);
    let ones = 0;
    let next = 0;
    let at = 0;
    if (this.pendingBits === 0) {
      for (; at + 8 <= target.length; at += 8) {
        const byte = packed[next++]!;
        for (let k = 0; k < 8; k++) {
          const bit = (byte >> (7 - k)) & 1;
          target[at + k] = bit;
          ones += bit;
        }
      }
    }
    for (; at < target.length; at++) {
      if (this.pendingBits === 0) {
        this.pending = packed[next++]!;
        this.pendingBits = 8;
      }
      this.pendingBits -= 1;
      const bit = (this.pending >> this.pendingBits) & 1;
      target[at] = bit;
      ones += bit;
    }
    return ones;
  }
}
