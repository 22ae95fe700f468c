import type { DataType, Scalar } from '../formats/index.js';
import { writeBinaryRow } from './binary-row-writer.js';

/** Bytes of the arity before a row in its manifest form; not part of what is hashed. */
const ARITY_BYTES = 4;
const SEED = 42;
const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/**
 * The bucket of a row in a table of `buckets` fixed ones, by the values of its bucket key. Source: Paimon's
 * FixedBucketRowKeyExtractor and KeyAndBucketExtractor.bucket, equal in 0.9 and 1.4 (`bucket-function.type` `default`).
 */
export function bucketOf(types: readonly DataType[], key: readonly Scalar[], buckets: number): number {
  return Math.abs(murmurHash(writeBinaryRow(types, key).subarray(ARITY_BYTES)) % buckets);
}

/** MurmurHash3 (x86, 32 bits) of whole 4-byte words, as org.apache.paimon.utils.MurmurHashUtils.hashBytesByWords. Signed. */
function murmurHash(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hash = SEED;
  for (let offset = 0; offset < bytes.length; offset += 4) {
    const word = Math.imul(view.getInt32(offset, true), C1);
    hash ^= Math.imul((word << 15) | (word >>> 17), C2);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
