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
/** Says that the sync marker is the digest of all the file holds; other writers' markers are random, and Avro keeps no checksum. */
const SYNC_KIND = ['lakelift.sync', 'sha256'] as const;

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
  const digest = new ContentDigest(JSON.stringify(schema));
  let body = new AvroEncoder();
  let count = 0;
  const close = (): void => {
    if (count === 0) return;
    const data = body.finish();
    digest.add(count, data);
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

  const sync = digest.sync();
  const file = new AvroEncoder();
  file.raw(AVRO_MAGIC);
  file.bytesMap([
    ['avro.schema', utf8(JSON.stringify(schema))],
    ['avro.codec', utf8(codec)],
    ...[SYNC_KIND, ...metadata].map(([key, value]) => [key, utf8(value)] as const),
  ]);
  file.raw(sync);
  for (const block of blocks) {
    file.long(block.count);
    file.bytes(block.data);
    file.raw(sync);
  }
  return file.finish();
}

/**
 * Reads a container file by the schema written in it. Throws CORRUPT, for blocks with the offset, also when a file of lakelift's own was
 * changed or cut in any way; REFUSED for an unknown codec.
 */
export function readAvro(bytes: Uint8Array, path: string): AvroFile {
  try {
    const header = parseHeader(bytes);
    const schema = JSON.parse(header.schema) as AvroRecordSchema;
    const records: AvroRecord[] = [];
    const digest = new ContentDigest(header.schema);
    for (const { count, data, offset } of blocksInMemory(bytes, header)) {
      digest.add(count, data);
      const block = new AvroInput(data, offset);
      for (let index = 0; index < count; index++) records.push(readValue(block, schema) as AvroRecord);
      if (!block.done) throw block.corrupt('has a block of more bytes than records');
    }
    const kind = header.metadata.get(SYNC_KIND[0]);
    const isDigest = kind !== undefined && new TextDecoder().decode(kind) === SYNC_KIND[1];
    if (isDigest && Buffer.compare(digest.sync(), header.sync) !== 0) {
      throw new LakeliftError('CORRUPT', 'the file does not hold what was written into it');
    }
    return { schema, codec: header.codec, records };
  } catch (error) {
    if (error instanceof LakeliftError) throw error.at({ file: path });
    // A schema that is JSON and describes nothing fails wherever it is first looked into.
    throw new LakeliftError('CORRUPT', 'the schema of an Avro file is not one', { file: path, cause: error });
  }
}

/** Over the schema and the blocks as they are before compression. */
class ContentDigest {
  readonly #hash = createHash('sha256');

  constructor(schema: string) {
    this.#hash.update(schema);
  }

  add(count: number, data: Uint8Array): void {
    this.#hash.update(`\0${String(count)} ${String(data.length)}\0`).update(data);
  }

  sync(): Uint8Array {
    return this.#hash.digest().subarray(0, SYNC_BYTES);
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
