import type { ByteSource } from './byte-source.js';

/** Read from the source at once. */
const WINDOW = 4 * 1024 * 1024;

/** Reads a file from front to back through a window, so that small pieces do not cost a request each. */
export class SourceWindow {
  private bytes: Uint8Array = new Uint8Array();
  private start = 0;

  constructor(private readonly source: ByteSource) {}

  get length(): number {
    return this.source.length;
  }

  /**
   * Bytes at an offset, fewer at the end of the file. The view is good until the next call. Memory: the longer of `length` and 4 MiB.
   */
  async at(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.min(length, this.source.length - offset);
    if (offset < this.start || offset + wanted > this.start + this.bytes.length) {
      const window = Math.min(Math.max(wanted, WINDOW), this.source.length - offset);
      this.bytes = await this.source.read({ offset, length: window });
      this.start = offset;
    }
    return this.bytes.subarray(offset - this.start, offset - this.start + wanted);
  }
}
