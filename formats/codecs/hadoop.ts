import { gunzipSync, inflateSync } from 'node:zlib';
import { LakeliftError } from '../../errors/error.js';
import { decompressLz4 } from './lz4.js';
import { decompressLzo } from './lzo.js';
import { decompressSnappy } from './snappy.js';
import { decompressZstd } from './zstd.js';

/** Most bytes that one compressed piece of a file may expand to. */
const LIMIT = 1024 ** 3;

type Expand = (input: Uint8Array) => Uint8Array;

/** By the short names of the classes in org.apache.hadoop.io.compress, and those of hadoop-lzo. */
const CODECS: Readonly<Record<string, Expand>> = {
  DefaultCodec: (input) => inflateSync(input, { maxOutputLength: LIMIT }),
  DeflateCodec: (input) => inflateSync(input, { maxOutputLength: LIMIT }),
  GzipCodec: (input) => gunzipSync(input, { maxOutputLength: LIMIT }),
  ZStandardCodec: (input) => decompressZstd(input, LIMIT),
  SnappyCodec: (input) => framed(input, decompressSnappy),
  Lz4Codec: (input) => framed(input, decompressLz4),
  LzoCodec: (input) => framed(input, decompressLzo),
};

/**
 * Expands bytes that a Hadoop codec compressed as one stream; they lie at `offset` in the file. Throws REFUSED for a codec that is not
 * read, by its class, and CORRUPT for damage.
 */
export function expandHadoop(codec: string, input: Uint8Array, offset: number): Uint8Array {
  const expand = CODECS[codec.slice(codec.lastIndexOf('.') + 1)];
  if (expand === undefined) {
    throw new LakeliftError('REFUSED', `the codec ${codec} is not supported`, {
      next: `rewrite the file with one of ${Object.keys(CODECS).join(', ')}`,
    });
  }
  try {
    return expand(input);
  } catch (cause) {
    throw new LakeliftError('CORRUPT', `bytes are not what ${codec} writes`, { offset, cause });
  }
}

/**
 * Blocks of an uncompressed length and, until it is reached, chunks behind their compressed length; both are four bytes, big-endian.
 * Source: org.apache.hadoop.io.compress.BlockDecompressorStream.
 */
function framed(input: Uint8Array, decompress: (chunk: Uint8Array, limit: number) => Uint8Array): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.length);
  const parts: Uint8Array[] = [];
  let total = 0;
  for (let at = 0; at < input.length;) {
    let left = view.getUint32(at);
    at += 4;
    if ((total += left) > LIMIT) throw new RangeError('a block is too long');
    while (left > 0) {
      const length = view.getUint32(at);
      if (length > input.length - at - 4) throw new RangeError('a chunk is cut off');
      // None of the three makes one byte of input more than 255 of output; what is claimed beyond is never allocated.
      const chunk = decompress(input.subarray(at + 4, at + 4 + length), Math.min(left, length * 255 + 64));
      if (chunk.length === 0) throw new RangeError('a chunk holds nothing');
      parts.push(chunk);
      left -= chunk.length;
      at += 4 + length;
    }
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}
