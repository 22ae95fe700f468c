import { gunzipSync, inflateSync } from 'node:zlib';
import { LakeliftError } from '../../errors/error.js';
import { Bzip2Expander } from './bzip2.js';
import { HadoopBlocks } from './hadoop-blocks.js';
import { decompressLz4 } from './lz4.js';
import { decompressLzo } from './lzo.js';
import { decompressSnappy } from './snappy.js';
import { expandWhole } from './whole.js';
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
  BZip2Codec: (input) => expandWhole(input, new Bzip2Expander(), LIMIT),
  SnappyCodec: (input) => expandWhole(input, new HadoopBlocks(decompressSnappy), LIMIT),
  Lz4Codec: (input) => expandWhole(input, new HadoopBlocks(decompressLz4), LIMIT),
  LzoCodec: (input) => expandWhole(input, new HadoopBlocks(decompressLzo), LIMIT),
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
