import type { ByteStream } from './stream.js';

/** Integers are held as 64 bits of two's complement in two words, low before high, as a BigInt64Array over the same bytes reads them. */
export type Words = Int32Array;

/** Values of the longest run. */
const LONGEST_RUN = 512;

/** Decodes run length encoded integers a run at a time. */
export abstract class IntRle {
  /** Room for a run of which not all is asked for yet. */
  private readonly held: Words = new Int32Array(2 * LONGEST_RUN);
  /** Where the run goes that is decoded: there, or to its place among the words that are read, from the word `start` on. */
  protected run: Words = this.held;
  protected start = 0;
  private used = 0;
  private length = 0;
  private lent: Words = new Int32Array(0);

  constructor(
    protected readonly stream: ByteStream,
    protected readonly signed: boolean,
  ) {}

  /** The next `count` integers. Throws CORRUPT. */
  read(count: number): Words {
    return this.readTo(new Int32Array(2 * count), count);
  }

  /** The same, in words that the next call overwrites. */
  borrow(count: number): Words {
    if (this.lent.length < 2 * count) this.lent = new Int32Array(2 * count);
    return this.readTo(this.lent, count);
  }

  private readTo(words: Words, count: number): Words {
    for (let at = 0; at < count;) {
      if (this.used === this.length) {
        if (count - at >= LONGEST_RUN) {
          this.run = words;
          this.start = 2 * at;
          at += this.decodeRun();
          continue;
        }
        this.run = this.held;
        this.start = 0;
        this.length = this.decodeRun();
        this.used = 0;
      }
      const taken = Math.min(count - at, this.length - this.used);
      words.set(this.held.subarray(2 * this.used, 2 * (this.used + taken)), 2 * at);
      this.used += taken;
      at += taken;
    }
    return words;
  }

  /** The next `count` integers, which must lie in 0 to 2^31 - 1: lengths and dictionary indexes. */
  readSizes(count: number): Int32Array {
    const words = this.borrow(count);
    const sizes = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const low = words[2 * i]!;
      if (low < 0 || words[2 * i + 1] !== 0) throw this.stream.corrupt('a length or index is out of range');
      sizes[i] = low;
    }
    return sizes;
  }

  /** Decodes one run into `run` and returns its length, at least 1. */
  protected abstract decodeRun(): number;

  /** Puts the stream's next varint at `index` of the run. */
  protected putVarint(index: number): void {
    const { stream } = this;
    if (this.signed) stream.signedVarint();
    else stream.varint();
    const at = this.start + 2 * index;
    this.run[at] = stream.low;
    this.run[at + 1] = stream.high;
  }

  /** Sets the value at `index` to the one before it plus a 64-bit difference. */
  protected putNext(index: number, low: number, high: number): void {
    const { run } = this;
    const at = this.start + 2 * index;
    const before = run[at - 2]!;
    const sum = (before + low) | 0;
    run[at] = sum;
    run[at + 1] = run[at - 1]! + high + (sum >>> 0 < before >>> 0 ? 1 : 0);
  }
}

/** Version 1: runs of 3 to 130 values with a fixed difference, or up to 128 literal ones. Source: ORC specification v1. */
export class IntRleV1 extends IntRle {
  protected decodeRun(): number {
    const header = this.stream.byte();
    if (header >= 0x80) {
      const length = 0x100 - header;
      for (let i = 0; i < length; i++) this.putVarint(i);
      return length;
    }
    const length = header + 3;
    const delta = (this.stream.byte() << 24) >> 24;
    this.putVarint(0);
    for (let i = 1; i < length; i++) this.putNext(i, delta, delta >> 31);
    return length;
  }
}
