/** Larger blocks are taken for damage: Hadoop's buffers are 256 KiB, users set some MiB. */
const MAX_BLOCK = 256 * 1024 * 1024;

/** Expands one chunk of at most `limit` bytes. Throws for a damaged one. */
type ExpandChunk = (chunk: Uint8Array, limit: number) => Uint8Array;

/**
 * Expands Hadoop's framing of block codecs: the expanded length of a block, then chunks with their own length until it is reached, all lengths
 * of four bytes, the highest first. Data comes in pieces; throws RangeError for damage, `consumed` tells how far.
 * Source: org.apache.hadoop.io.compress.BlockDecompressorStream.
 */
export class HadoopBlocks {
  private pending = Buffer.alloc(0) as Buffer;
  /** Of the block under way, not yet expanded. */
  private left = 0;
  private ended = false;
  consumed = 0;

  constructor(private readonly expandChunk: ExpandChunk) {}

  *expand(piece: Buffer, last: boolean): Generator<Buffer> {
    this.pending = this.pending.length === 0 ? piece : Buffer.concat([this.pending, piece]);
    for (;;) {
      if (this.left === 0) {
        if (this.pending.length < 4) break;
        this.left = this.length(0);
        this.drop(4);
        // A block of nothing is the end, behind which Hadoop does not read on.
        if (this.left === 0) this.ended = true;
      }
      if (this.ended) {
        if (this.pending.length > 0) throw new RangeError('something follows its end');
        break;
      }
      if (this.pending.length < 4) break;
      const size = this.length(0);
      if (this.pending.length < 4 + size) break;
      // No codec makes one byte of input more than 255 of output.
      const bytes = this.expandChunk(this.pending.subarray(4, 4 + size), Math.min(this.left, size * 255 + 64));
      this.left -= bytes.length;
      this.drop(4 + size);
      if (bytes.length > 0) yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    if (last && (this.pending.length > 0 || this.left > 0)) throw new RangeError('it ends early');
  }

  private length(at: number): number {
    const length = this.pending.readUInt32BE(at);
    if (length > MAX_BLOCK) throw new RangeError(`a block claims ${length} bytes`);
    return length;
  }

  private drop(count: number): void {
    this.pending = this.pending.subarray(count);
    this.consumed += count;
  }
}
