import type { Codec } from './metadata.js';

/** What a page's header says of the size of its values. */
export interface PageSize {
  readonly compressed: number;
  readonly uncompressed: number;
  /** Bytes of levels that go before the values as they are, in data pages of the second version. */
  readonly plainBytes: number;
  /** Whether the values are compressed by the chunk's codec; pages of the second version say so. */
  readonly isCompressed: boolean;
}

/**
 * Holds a page's stated size to what its body says itself, as far as that takes no decompressing: what is not compressed has one size,
 * and Snappy begins with the size of what it holds. Decoders that trust one of the two sizes read such a page, others do not.
 */
export class PageSizeCheck {
  private skip: number;
  private value = 0;
  private shift = 0;
  private isOpen: boolean;

  constructor(
    private readonly size: PageSize,
    codec: Codec,
  ) {
    this.skip = size.plainBytes;
    this.isOpen = size.isCompressed && codec === 'SNAPPY' && size.compressed > size.plainBytes;
    const isPlain = !size.isCompressed || codec === 'UNCOMPRESSED';
    this.failed = size.uncompressed < 0 || (isPlain && size.compressed !== size.uncompressed);
  }

  /** Whether the sizes are known to differ. */
  failed: boolean;

  /** Takes the next bytes of the page's body. */
  update(bytes: Uint8Array): void {
    for (let at = 0; this.isOpen && at < bytes.length; at++) {
      if (this.skip > 0) this.skip -= 1;
      else this.takeVarint(bytes[at]!);
    }
  }

  private takeVarint(byte: number): void {
    this.value += (byte & 0x7f) * 2 ** this.shift;
    this.shift += 7;
    if (byte >= 0x80 && this.shift < 35) return;
    this.isOpen = false;
    this.failed ||= this.value !== this.size.uncompressed - this.size.plainBytes;
  }
}
