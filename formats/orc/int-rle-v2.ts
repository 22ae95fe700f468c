import { unpackBits } from './bit-packing.js';
import { IntRle } from './int-rle.js';

/** Index = the five bits in a header. Source: ORC specification v1, "5 bit width encoding table". */
const WIDTHS = Array.from({ length: 32 }, (_, code) =>
  code < 24 ? code + 1 : [26, 28, 30, 32, 40, 48, 56, 64][code - 24]!,
);

/** The width patches are packed with. */
const patchBits = (bits: number): number => WIDTHS.find((width) => width >= bits)!;

/** Version 2: short repeat, direct, patched base and delta. Source: ORC specification v1. */
export class IntRleV2 extends IntRle {
  protected decodeRun(): number {
    const first = this.stream.byte();
    switch (first >> 6) {
      case 0:
        return this.shortRepeat(first);
      case 1:
        return this.direct(first);
      case 2:
        return this.patchedBase(first);
      default:
        return this.delta(first);
    }
  }

  private shortRepeat(first: number): number {
    const length = (first & 7) + 3;
    this.unpack(0, 1, 8 * (((first >> 3) & 7) + 1), this.signed);
    const { run, start } = this;
    const low = run[start]!;
    const high = run[start + 1]!;
    for (let at = start + 2; at < start + 2 * length; at += 2) {
      run[at] = low;
      run[at + 1] = high;
    }
    return length;
  }

  private direct(first: number): number {
    const length = this.runLength(first);
    this.unpack(0, length, WIDTHS[(first >> 1) & 31]!, this.signed);
    return length;
  }

  /** Small values in few bits, with the missing high bits of the few large ones in a list; all above a base. */
  private patchedBase(first: number): number {
    const { stream, run, start } = this;
    const length = this.runLength(first);
    const width = WIDTHS[(first >> 1) & 31]!;
    const third = stream.byte();
    const fourth = stream.byte();
    const patchWidth = WIDTHS[third & 31]!;
    const gapWidth = (fourth >> 5) + 1;
    const patches = fourth & 31;
    if (patchWidth + gapWidth > 64) throw stream.corrupt('patches are wider than 64 bits');
    const [baseLow, baseHigh] = this.base((third >> 5) + 1);
    this.unpack(0, length, width);
    const patch = new Int32Array(2 * patches);
    this.unpackTo(patch, 0, patches, patchBits(patchWidth + gapWidth));
    let at = 0;
    for (let i = 0; i < patches; i++) {
      const entry = join(patch[2 * i]!, patch[2 * i + 1]!);
      at += Number(entry >> BigInt(patchWidth));
      if (at >= length) throw stream.corrupt('a patch lies outside of its run');
      const bits = BigInt.asIntN(64, (entry & ((1n << BigInt(patchWidth)) - 1n)) << BigInt(width));
      run[start + 2 * at]! |= Number(BigInt.asIntN(32, bits));
      run[start + 2 * at + 1]! |= Number(bits >> 32n);
    }
    for (let i = start; i < start + 2 * length; i += 2) {
      const low = (run[i]! + baseLow) | 0;
      run[i + 1]! += baseHigh + (low >>> 0 < baseLow >>> 0 ? 1 : 0);
      run[i] = low;
    }
    return length;
  }

  /** The base of a patched run: sign and magnitude in `bytes` bytes, highest first. */
  private base(bytes: number): [number, number] {
    const word = new Int32Array(2);
    this.unpackTo(word, 0, 1, 8 * bytes);
    const stored = join(word[0]!, word[1]!);
    const sign = 1n << BigInt(8 * bytes - 1);
    const value = (stored & sign) === 0n ? stored : -(stored & ~sign);
    return [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
  }

  /** A first value, a first difference, and further differences of the same sign. */
  private delta(first: number): number {
    const { stream, run, start } = this;
    const length = this.runLength(first);
    const code = (first >> 1) & 31;
    this.putVarint(0);
    stream.signedVarint();
    const { low, high } = stream;
    if (code === 0) {
      for (let i = 1; i < length; i++) this.putNext(i, low, high);
      return length;
    }
    if (length < 2) return length;
    this.putNext(1, low, high);
    this.unpack(2, length - 2, WIDTHS[code]!);
    const falling = high < 0;
    for (let i = 2; i < length; i++) {
      const [stepLow, stepHigh] = [run[start + 2 * i]!, run[start + 2 * i + 1]!];
      if (falling) this.putNext(i, -stepLow | 0, stepLow === 0 ? -stepHigh | 0 : ~stepHigh);
      else this.putNext(i, stepLow, stepHigh);
    }
    return length;
  }

  private runLength(first: number): number {
    return (((first & 1) << 8) | this.stream.byte()) + 1;
  }

  /** Unpacks the values of the run from the `first` on. */
  private unpack(first: number, count: number, width: number, signed = false): void {
    this.unpackTo(this.run, this.start / 2 + first, count, width, signed);
  }

  private unpackTo(words: Int32Array, start: number, count: number, width: number, signed = false): void {
    const { stream } = this;
    const bytes = Math.ceil((count * width) / 8);
    stream.need(bytes);
    unpackBits(stream.bytes, stream.at, words, start, count, width, signed);
    stream.at += bytes;
  }
}

/** 64 unsigned bits. */
const join = (low: number, high: number): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
