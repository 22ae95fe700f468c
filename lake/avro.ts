import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { decompress as decompressZstd } from 'fzstd';
import { LakeliftError } from '../errors/error.js';
import { AvroDecoder } from './avro-decoder.js';
import { AvroEncoder } from './avro-encoder.js';
import type { AvroRecord, AvroRecordSchema, AvroSchema } from './avro-schema.js';
import { decompressSnappy } from '../formats/index.js';

/* Avro object container files: https://avro.apache.org/docs/1.11.1/specification/#object-container-files */

const MAGIC = Uint8Array.of(0x4f, 0x62, 0x6a, 0x01);
const SYNC_BYTES = 16;
/** Uncompressed bytes after which a block is closed. */
const BLOCK_BYTES = 1 << 20;

export interface AvroFile {
  readonly schema: AvroSchema;
  readonly codec: string;
  readonly records: AvroRecord[];
}

/**
 * A whole container file. The same records give the same bytes: the sync marker is a digest of the content instead of a random number,
 * so that writing a file again is recognised as the same.
 */
export function writeAvro(
  schema: AvroRecordSchema,
  records: Iterable<AvroRecord>,
  codec: 'null' | 'deflate' = 'deflate',
): Uint8Array {
  const blocks: { readonly count: number; readonly data: Uint8Array }[] = [];
  let body = new AvroEncoder();
  let count = 0;
  const close = (): void => {
    if (count === 0) return;
    const data = body.finish();
    blocks.push({ count, data: codec === 'deflate' ? deflateRawSync(data) : data });
    body = new AvroEncoder();
    count = 0;
  };
  for (const record of records) {
    body.value(schema, record);
    count++;
    if (body.length >= BLOCK_BYTES) close();
  }
  close();

  const digest = createHash('sha256');
  for (const block of blocks) digest.update(block.data);
  const sync = digest.digest().subarray(0, SYNC_BYTES);
  const file = new AvroEncoder();
  file.raw(MAGIC);
  file.bytesMap([
    ['avro.schema', new TextEncoder().encode(JSON.stringify(schema))],
    ['avro.codec', new TextEncoder().encode(codec)],
  ]);
  file.raw(sync);
  for (const block of blocks) {
    file.long(block.count);
    file.bytes(block.data);
    file.raw(sync);
  }
  return file.finish();
}

/** Reads a container file by the schema written in it. Throws CORRUPT with the offset, REFUSED for an unknown codec. */
export function readAvro(bytes: Uint8Array, path: string): AvroFile {
  const file = new AvroDecoder(bytes, path);
  if (!equal(file.raw(MAGIC.length), MAGIC)) {
    throw new LakeliftError('CORRUPT', 'not an Avro container file', { file: path, offset: 0 });
  }
  const metadata = file.bytesMap();
  const sync = file.raw(SYNC_BYTES);
  const schemaText = metadata.get('avro.schema');
  if (schemaText === undefined) throw new LakeliftError('CORRUPT', 'an Avro file without a schema', { file: path });
  const schema = JSON.parse(new TextDecoder().decode(schemaText)) as AvroRecordSchema;
  const codec = new TextDecoder().decode(metadata.get('avro.codec') ?? new TextEncoder().encode('null'));
  const records: AvroRecord[] = [];
  while (!file.done) {
    const offset = file.offset;
    const count = Number(file.long());
    const data = file.bytes();
    const block = new AvroDecoder(decompressBlock(codec, data, path, offset), path);
    for (let index = 0; index < count; index++) records.push(block.value(schema) as AvroRecord);
    if (!block.done || !equal(file.raw(SYNC_BYTES), sync)) {
      throw new LakeliftError('CORRUPT', 'an Avro block does not end where it should', { file: path, offset });
    }
  }
  return { schema, codec, records };
}

function decompressBlock(codec: string, data: Uint8Array, file: string, offset: number): Uint8Array {
  try {
    switch (codec) {
      case 'null':
        return data;
      case 'deflate':
        return inflateRawSync(data);
      case 'zstandard':
        return decompressZstd(data);
      case 'snappy':
        // The last four bytes are a CRC32 of the uncompressed data.
        return decompressSnappy(data.subarray(0, -4));
      default:
        throw new LakeliftError('REFUSED', `the Avro codec ${codec} is not supported`);
    }
  } catch (cause) {
    if (cause instanceof LakeliftError) throw cause.at({ file, offset });
    throw new LakeliftError('CORRUPT', `an Avro block is not ${codec}`, { file, offset, cause });
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
