import { crc32, crc32c } from '@node-rs/crc32';
import { createHash, type Hash } from 'node:crypto';
import { LakeliftError } from '../errors/index.js';

const MD5_BYTES = 16;
const DEFAULT_CHUNK = 512;

interface Algorithm {
  readonly composite: boolean;
  readonly crcsPerBlock: number;
  readonly bytesPerCrc: number;
  readonly crc: (bytes: Buffer, previous?: number) => number;
}

function parse(algorithm: string): Algorithm | undefined {
  const composite = /^COMPOSITE-CRC32(C?)$/.exec(algorithm);
  if (composite) return { composite: true, crcsPerBlock: 0, bytesPerCrc: 0, crc: composite[1] ? crc32c : crc32 };
  const nested = /^MD5-of-(\d+)MD5-of-(\d+)CRC32(C?)$/.exec(algorithm);
  if (!nested) return undefined;
  const [crcsPerBlock, bytesPerCrc] = [Number(nested[1]), Number(nested[2])];
  return { composite: false, crcsPerBlock, bytesPerCrc, crc: nested[3] ? crc32c : crc32 };
}

/** True for the algorithms `HdfsChecksumHasher` can recompute. */
export function isHdfsChecksum(algorithm: string): boolean {
  return parse(algorithm) !== undefined;
}

/**
 * Recomputes the checksum HDFS keeps of a file from the file's bytes. `algorithm` is what GETFILECHECKSUM names and
 * `blockSize` the file's, in bytes. The digest is lower-case hex and equals `FileChecksum.bytes`:
 * for MD5-of-xMD5-of-yCRC32C the writable form of Hadoop's MD5MD5CRC32FileChecksum (bytesPerCRC, crcPerBlock, MD5),
 * for COMPOSITE-CRC32C the CRC of the whole file. Throws INTERNAL for another algorithm.
 */
export class HdfsChecksumHasher {
  readonly #algorithm: Algorithm;
  readonly #chunkSize: number;
  readonly #blockMd5s: Buffer[] = [];
  #block: Hash | undefined;
  #leftInBlock: number;
  #leftInChunk: number;
  #crc = 0;

  constructor(
    algorithm: string,
    private readonly blockSize: number,
  ) {
    const known = parse(algorithm);
    if (!known) throw new LakeliftError('INTERNAL', `the checksum algorithm ${algorithm} is not known`);
    this.#algorithm = known;
    // An empty file says 0; should bytes come after all, they must lead to another digest and not to a division by 0.
    this.#chunkSize = known.bytesPerCrc || DEFAULT_CHUNK;
    this.#leftInBlock = blockSize;
    this.#leftInChunk = this.#chunkSize;
  }

  update(bytes: Uint8Array): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { composite, crc } = this.#algorithm;
    if (composite) {
      this.#crc = crc(buffer, this.#crc);
      return;
    }
    for (let start = 0; start < buffer.length;) {
      const end = Math.min(buffer.length, start + Math.min(this.#leftInChunk, this.#leftInBlock));
      this.#crc = crc(buffer.subarray(start, end), this.#crc);
      this.#leftInChunk -= end - start;
      this.#leftInBlock -= end - start;
      if (this.#leftInChunk === 0 || this.#leftInBlock === 0) this.#endChunk();
      if (this.#leftInBlock === 0) this.#endBlock();
      start = end;
    }
  }

  digest(): string {
    if (this.#algorithm.composite) return uint32(this.#crc).toString('hex');
    if (this.#leftInChunk < this.#chunkSize) this.#endChunk();
    if (this.#leftInBlock < this.blockSize) this.#endBlock();
    const header = Buffer.alloc(12);
    header.writeUInt32BE(this.#algorithm.bytesPerCrc, 0);
    header.writeBigUInt64BE(BigInt(this.#algorithm.crcsPerBlock), 4);
    return Buffer.concat([header, this.#fileMd5()]).toString('hex');
  }

  #endChunk(): void {
    this.#block ??= createHash('md5');
    this.#block.update(uint32(this.#crc));
    this.#crc = 0;
    this.#leftInChunk = this.#chunkSize;
  }

  #endBlock(): void {
    if (this.#block) this.#blockMd5s.push(this.#block.digest());
    this.#block = undefined;
    this.#leftInBlock = this.blockSize;
  }

  /** Hadoop hashes its whole growing buffer (32 bytes, doubled when full) with the zeros behind the block MD5s. */
  #fileMd5(): Buffer {
    let capacity = 32;
    while (capacity < this.#blockMd5s.length * MD5_BYTES) capacity *= 2;
    const buffer = Buffer.alloc(capacity);
    this.#blockMd5s.forEach((md5, index) => md5.copy(buffer, index * MD5_BYTES));
    return createHash('md5').update(buffer).digest();
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
