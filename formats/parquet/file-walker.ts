import { chunkRange } from './metadata.js';
import type { ColumnChunk, ParquetFooter } from './metadata.js';
import { PageWalker } from './pages.js';

/**
 * Follows the pages of all column chunks while a whole file passes by, first byte to last, so that a damaged file is noticed before
 * its copy becomes visible. `update` and `finish` throw CORRUPT with the offset in the file.
 */
export class FileWalker {
  private readonly chunks: readonly ColumnChunk[];
  private next = 0;
  private walker: PageWalker | undefined;
  private position = 0;

  constructor(footer: ParquetFooter) {
    this.chunks = footer.rowGroups
      .flatMap((group) => group.columns)
      // Where there are no values the footer may point anywhere.
      .filter((chunk) => chunk.totalCompressedSize > 0 && chunk.numValues > 0)
      .sort((a, b) => chunkRange(a).offset - chunkRange(b).offset);
  }

  /** Takes the next bytes of the file. */
  update(bytes: Uint8Array): void {
    const start = this.position;
    const end = start + bytes.length;
    for (;;) {
      const chunk = this.chunks[this.next];
      if (chunk === undefined) break;
      const { offset, length } = chunkRange(chunk);
      if (offset >= end) break;
      this.walker ??= new PageWalker(chunk);
      this.walker.update(bytes.subarray(Math.max(offset - start, 0), Math.min(offset + length - start, bytes.length)));
      if (offset + length > end) break;
      this.endChunk();
    }
    this.position = end;
  }

  /** To be called after the last byte. */
  finish(): void {
    while (this.next < this.chunks.length) this.endChunk();
  }

  private endChunk(): void {
    (this.walker ?? new PageWalker(this.chunks[this.next]!)).finish();
    this.walker = undefined;
    this.next += 1;
  }
}
