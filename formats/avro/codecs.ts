import { crc32 } from '@node-rs/crc32';
import { inflateRawSync } from 'node:zlib';
import { LakeliftError } from '../../errors/error.js';
import { Bzip2Expander } from '../codecs/bzip2.js';
import { decompressSnappy } from '../codecs/snappy.js';
import { expandWhole } from '../codecs/whole.js';
import { decompressZstd } from '../codecs/zstd.js';

/** Most bytes a block may expand to: writers close a block at 16 KB to a few MB. */
const MAX_BLOCK = 512 * 1024 * 1024;

/** Codecs of the Avro specification that are read; `xz` is optional there, and what npm has to read it is too little kept to rely on. */
const AVRO_CODECS = ['null', 'deflate', 'bzip2', 'snappy', 'zstandard'] as const;
export type AvroCodec = (typeof AVRO_CODECS)[number];

/** Throws REFUSED unless the codec is one that is read. */
export function requireCodec(name: string): AvroCodec {
  const codec = AVRO_CODECS.find((one) => one === name);
  if (codec !== undefined) return codec;
  throw new LakeliftError('REFUSED', `the Avro codec ${name} is not supported`, {
    next: `rewrite the file with one of ${AVRO_CODECS.join(', ')}`,
  });
}

/** Expands the data of one block, which lies at `offset`. Throws CORRUPT. */
export function expandBlock(codec: AvroCodec, data: Uint8Array, offset: number): Uint8Array {
  try {
    return expand(codec, data);
  } catch (cause) {
    throw new LakeliftError('CORRUPT', `an Avro block is not ${codec}`, { offset, cause });
  }
}

function expand(codec: AvroCodec, data: Uint8Array): Uint8Array {
  switch (codec) {
    case 'null':
      return data;
    case 'deflate':
      return inflateRawSync(data, { maxOutputLength: MAX_BLOCK });
    case 'bzip2':
      return expandWhole(data, new Bzip2Expander(), MAX_BLOCK);
    case 'zstandard':
      return decompressZstd(data, MAX_BLOCK);
    case 'snappy': {
      if (data.length < 4) throw new RangeError('a block without its checksum');
      const bytes = decompressSnappy(data.subarray(0, -4), MAX_BLOCK);
      // Big-endian CRC32 of the uncompressed bytes, after them: Avro specification, "snappy".
      if (crc32(bytes) !== Buffer.from(data.subarray(-4)).readUInt32BE()) throw new RangeError('its CRC32 is another');
      return bytes;
    }
  }
}
