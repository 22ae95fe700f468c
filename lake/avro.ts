import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { LakeliftError } from '../errors/error.js';
import { AVRO_MAGIC, AvroInput, blocksInMemory, parseHeader, SYNC_BYTES } from '../formats/index.js';
import { readValue } from './avro-value.js';
import { AvroEncoder } from './avro-encoder.js';
import type { AvroRecord, AvroRecordSchema, AvroSchema } from './avro-schema.js';

/* Avro object container files: https://avro.apache.org/docs/1.11.1/specification/#object-container-files */

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
  metadata: readonly (readonly [string, string])[] = [],
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
  file.raw(AVRO_MAGIC);
  file.bytesMap([
    ['avro.schema', utf8(JSON.stringify(schema))],
    ['avro.codec', utf8(codec)],
    ...metadata.map(([key, value]) => [key, utf8(value)] as const),
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
  try {
    const header = parseHeader(bytes);
    const schema = JSON.parse(header.schema) as AvroRecordSchema;
    const records: AvroRecord[] = [];
    for (const { count, data, offset } of blocksInMemory(bytes, header)) {
      const block = new AvroInput(data, offset);
      for (let index = 0; index < count; index++) records.push(readValue(block, schema) as AvroRecord);
      if (!block.done) throw block.corrupt('has a block of more bytes than records');
    }
    return { schema, codec: header.codec, records };
  } catch (error) {
    throw error instanceof LakeliftError ? error.at({ file: path }) : error;
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
