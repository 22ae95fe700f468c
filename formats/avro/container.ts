import { LakeliftError } from '../../errors/error.js';
import type { ByteSource } from '../byte-source.js';
import { readHeader } from '../header.js';
import { SourceWindow } from '../window.js';
import { expandBlock, requireCodec } from './codecs.js';
import type { AvroCodec } from './codecs.js';
import { AvroInput } from './input.js';

/* Avro object container files: https://avro.apache.org/docs/1.11.1/specification/#object-container-files */

export const AVRO_MAGIC = Uint8Array.of(0x4f, 0x62, 0x6a, 0x01);
export const SYNC_BYTES = 16;
/** Count and length before a block's data, at most ten bytes each. */
const BLOCK_HEAD = 20;

export interface AvroHeader {
  /** JSON, as written. */
  readonly schema: string;
  readonly codec: AvroCodec;
  readonly metadata: ReadonlyMap<string, Uint8Array>;
  readonly sync: Uint8Array;
  /** Offset of the first block. */
  readonly dataStart: number;
}

/** The records of one block, expanded. */
export interface AvroBlock {
  readonly count: number;
  readonly data: Uint8Array;
  /** Where the block starts in the file. */
  readonly offset: number;
}

/** Reads the header. Throws CORRUPT when the file is no Avro container or its header is cut off, REFUSED for an unknown codec. */
export const readAvroHeader = (source: ByteSource): Promise<AvroHeader> => readHeader(source, parseHeader);

/** The header at the start of `bytes`. */
export function parseHeader(bytes: Uint8Array): AvroHeader {
  if (!equal(bytes.subarray(0, AVRO_MAGIC.length), AVRO_MAGIC)) {
    throw new LakeliftError('CORRUPT', 'not an Avro container file', { offset: 0 });
  }
  const input = new AvroInput(bytes, 0);
  input.skip(AVRO_MAGIC.length);
  const metadata = input.bytesMap();
  const sync = input.raw(SYNC_BYTES);
  const schema = metadata.get('avro.schema');
  if (schema === undefined) throw new LakeliftError('CORRUPT', 'an Avro file without a schema', { offset: 0 });
  const codec = requireCodec(new TextDecoder().decode(metadata.get('avro.codec') ?? new TextEncoder().encode('null')));
  return { schema: new TextDecoder().decode(schema), codec, metadata, sync, dataStart: input.read };
}

/** All blocks in order. Memory: one block and a window of 4 MiB. Throws CORRUPT with the offset of the block that is damaged. */
export async function* avroBlocks(source: ByteSource, header: AvroHeader): AsyncGenerator<AvroBlock> {
  const window = new SourceWindow(source);
  for (let offset = header.dataStart; offset < source.length;) {
    const extent = extentOf(await window.at(offset, BLOCK_HEAD), offset, source.length - offset);
    yield blockOf(await window.at(offset, extent.length), extent, header, offset);
    offset += extent.length;
  }
}

/** The blocks of a file held in memory. Throws CORRUPT. */
export function* blocksInMemory(file: Uint8Array, header: AvroHeader): Generator<AvroBlock> {
  for (let offset = header.dataStart; offset < file.length;) {
    const rest = file.subarray(offset);
    const extent = extentOf(rest, offset, rest.length);
    yield blockOf(rest.subarray(0, extent.length), extent, header, offset);
    offset += extent.length;
  }
}

interface BlockExtent {
  readonly count: number;
  /** Offset of the data in the block. */
  readonly dataStart: number;
  /** Of the whole block with its sync marker. */
  readonly length: number;
}

function extentOf(bytes: Uint8Array, offset: number, left: number): BlockExtent {
  const head = new AvroInput(bytes, offset);
  const count = head.size();
  const size = head.size();
  const length = head.read + size + SYNC_BYTES;
  if (length > left) throw damaged('is cut off', offset);
  return { count, dataStart: head.read, length };
}

function blockOf(block: Uint8Array, extent: BlockExtent, { sync, codec }: AvroHeader, offset: number): AvroBlock {
  if (!equal(block.subarray(-SYNC_BYTES), sync)) throw damaged('does not end where it should', offset);
  const data = block.subarray(extent.dataStart, -SYNC_BYTES);
  return { count: extent.count, data: expandBlock(codec, data, offset), offset };
}

function damaged(what: string, offset: number): LakeliftError {
  return new LakeliftError('CORRUPT', `an Avro block ${what}`, {
    offset,
    next: 'restore the file from a copy, or leave its table out with --tables',
  });
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
