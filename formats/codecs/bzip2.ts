import { bzip2Block, BzipBits } from './bzip2-block.js';

/** A block expands from at most this many bytes: 900,000 symbols of up to 20 bits, and their tables. */
const LONGEST_BLOCK = 4 * 1024 * 1024;
const BLOCK = 0x314159265359;
const END = 0x177245385090;

/**
 * Expands bzip2 data that comes in pieces, streams behind each other as `bzip2` and Hadoop write them. Throws RangeError with a message for
 * data that is damaged or cut off; `consumed` tells how far. Source: en.wikipedia.org/wiki/Bzip2, github.com/dsnet/compress/doc/bzip2-format.pdf.
 */
export class Bzip2Expander {
  private bits = new BzipBits(Buffer.alloc(0));
  private before = 0;
  private blockSize = 0;
  private streamCrc = 0;
  private blockNumber = 0;

  /** Bytes of the data that have been expanded. */
  get consumed(): number {
    return this.before + (this.bits.position >>> 3);
  }

  /** Yields what becomes of the data so far; `last` when no more comes. */
  *expand(piece: Buffer, last: boolean): Generator<Buffer> {
    const used = this.bits.position >>> 3;
    this.before += used;
    this.bits = this.bits.continued(used, piece);
    while (last ? this.bits.left > 0 || this.blockSize > 0 : this.bits.left > LONGEST_BLOCK * 8) {
      if (this.blockSize === 0) this.begin();
      else {
        const block = this.next();
        if (block !== undefined) yield block;
      }
    }
  }

  private begin(): void {
    const level = this.bits.read(32) - 0x425a6830;
    if (level < 1 || level > 9) throw new RangeError('a stream of it does not begin as one');
    this.blockSize = level * 100_000;
    this.streamCrc = 0;
    this.blockNumber = 0;
  }

  /** The next block; undefined at the end of a stream. */
  private next(): Buffer | undefined {
    const magic = this.bits.read(24) * 2 ** 24 + this.bits.read(24);
    const crc = this.bits.read(32);
    if (magic === END) {
      if (crc !== this.streamCrc >>> 0) throw new RangeError('the checksum of a stream is another');
      this.bits.align();
      this.blockSize = 0;
      return undefined;
    }
    if (magic !== BLOCK) throw new RangeError('a block of it does not begin as one');
    this.blockNumber += 1;
    const { bytes, checksum } = bzip2Block(this.bits, this.blockSize);
    if (checksum !== crc) throw new RangeError(`the checksum of block ${this.blockNumber} is another`);
    this.streamCrc = ((this.streamCrc << 1) | (this.streamCrc >>> 31)) ^ crc;
    return bytes;
  }
}
