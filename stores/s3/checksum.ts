import { createHash } from 'node:crypto';
import { Crc32c } from '../crc32c.js';
import type { Bucket } from './bucket.js';

/** CRC32C as S3 writes it (base64, big-endian) from 8 hex digits. */
export const toBase64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

/** 8 hex digits of a full-object CRC32C; undefined for a checksum of part checksums (`…-<parts>`) or none. */
export function fullCrc32c(checksum: string | undefined, type: string | undefined): string | undefined {
  if (checksum === undefined || type === 'COMPOSITE' || checksum.includes('-')) return undefined;
  return Buffer.from(checksum, 'base64').toString('hex');
}

/** The COMPOSITE checksum S3 derives from its parts: the CRC32C of the parts' CRC32Cs, and their number. */
export function compositeCrc32c(parts: readonly string[]): string {
  const crc = new Crc32c();
  for (const part of parts) crc.update(Buffer.from(part, 'hex'));
  return `${toBase64(crc.digest())}-${String(parts.length)}`;
}

export function crc32cOf(bytes: Uint8Array): string {
  const crc = new Crc32c();
  crc.update(bytes);
  return crc.digest();
}

/** What makes the store itself check a body it receives. */
export function bodyChecksum(bucket: Bucket, bytes: Uint8Array): { ChecksumCRC32C: string } | { ContentMD5: string } {
  return bucket.oss
    ? { ContentMD5: createHash('md5').update(bytes).digest('base64') }
    : { ChecksumCRC32C: toBase64(crc32cOf(bytes)) };
}
