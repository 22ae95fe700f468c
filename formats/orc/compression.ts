import { inflateRawSync } from 'node:zlib';
import { decompressLz4 } from '../codecs/lz4.js';
import { decompressLzo } from '../codecs/lzo.js';
import { decompressSnappy } from '../codecs/snappy.js';
import { newRoom } from '../codecs/expanded.js';
import type { RoomFor } from '../codecs/expanded.js';
import { decompressZstd } from '../codecs/zstd.js';
import { corruptData } from './corrupt.js';

/** Index = the number in the file. Source: orc_proto.proto, CompressionKind. */
export const ORC_CODECS = ['NONE', 'ZLIB', 'SNAPPY', 'LZO', 'LZ4', 'ZSTD'] as const;
export type OrcCodec = (typeof ORC_CODECS)[number];

/** How the file is compressed; `blockSize` is the most bytes a chunk may expand to. */
export interface OrcCompression {
  readonly codec: OrcCodec;
  readonly blockSize: number;
}

/** Lengths of chunks have 23 bits; no writer makes larger ones. */
export const MAX_BLOCK = 2 ** 23;
const HEADER = 3;

export interface Chunk {
  readonly bytes: Uint8Array;
  /** Where the next chunk starts. */
  readonly end: number;
}

/**
 * Expands the chunk that starts at `at` of compressed bytes which lie at `offset` in the file, into the room if the codec can. Throws CORRUPT.
 */
export function expandChunk(
  compressed: Uint8Array,
  at: number,
  { codec, blockSize }: OrcCompression,
  offset: number,
  roomFor = newRoom,
): Chunk {
  if (compressed.length - at < HEADER) throw corruptData('a compressed chunk is cut off', offset + at);
  const header = compressed[at]! | (compressed[at + 1]! << 8) | (compressed[at + 2]! << 16);
  const start = at + HEADER;
  const end = start + (header >> 1);
  if (end > compressed.length) throw corruptData('a compressed chunk is cut off', offset + at);
  const body = compressed.subarray(start, end);
  const original = (header & 1) === 1;
  const bytes = original ? body : expand(body, { codec, blockSize }, offset + at, roomFor);
  if (bytes.length > blockSize) throw corruptData('a chunk is longer than the file allows', offset + at);
  return { bytes, end };
}

function expand(body: Uint8Array, { codec, blockSize }: OrcCompression, offset: number, roomFor: RoomFor): Uint8Array {
  try {
    switch (codec) {
      case 'ZLIB':
        return inflateRawSync(body, { maxOutputLength: blockSize });
      case 'SNAPPY':
        return decompressSnappy(body, blockSize, roomFor);
      case 'LZO':
        return decompressLzo(body, blockSize, roomFor);
      case 'LZ4':
        return decompressLz4(body, blockSize, roomFor);
      case 'ZSTD':
        return decompressZstd(body, blockSize);
      case 'NONE':
        return body;
    }
  } catch (cause) {
    throw corruptData(`a ${codec} chunk cannot be decompressed`, offset, cause);
  }
}

/** Expands a whole section of the file, of at most `limit` bytes. Throws CORRUPT. */
export function expandAll(
  compressed: Uint8Array,
  compression: OrcCompression,
  offset: number,
  limit: number,
): Uint8Array {
  if (compression.codec === 'NONE') return compressed;
  const parts: Uint8Array[] = [];
  let total = 0;
  for (let at = 0; at < compressed.length;) {
    const { bytes, end } = expandChunk(compressed, at, compression, offset);
    at = end;
    total += bytes.length;
    if (total > limit) throw corruptData(`a section is longer than ${limit} bytes`, offset);
    parts.push(bytes);
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts, total);
}
