import { crc32c } from '@node-rs/crc32';

/** CRC32C (Castagnoli) over a stream of bytes; the digest is 8 lower-case hex digits. */
export class Crc32c {
  #value = 0;

  update(bytes: Uint8Array): void {
    this.#value = crc32c(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), this.#value);
  }

  digest(): string {
    return (this.#value >>> 0).toString(16).padStart(8, '0');
  }
}
