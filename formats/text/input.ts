import { Readable } from 'node:stream';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { LakeliftError } from '../../errors/error.js';
import { Bzip2Expander } from '../codecs/bzip2.js';
import { decompressLz4 } from '../codecs/lz4.js';
import { decompressSnappy } from '../codecs/snappy.js';
import type { ByteSource } from '../byte-source.js';
import { HadoopBlocks } from '../codecs/hadoop-blocks.js';
import { ZstdExpander } from './zstd-stream.js';

/** Read from the source, and handed out after decompression, at once. */
const PIECE = 1024 * 1024;

/** What expands the bytes of a file; offsets of its errors are in the compressed file. */
type Expand = (source: ByteSource) => AsyncIterable<Buffer>;

/** Expands data that comes in pieces. Throws for damage and for an early end. */
interface Expander {
  readonly consumed: number;
  expand(piece: Buffer, last: boolean): Iterable<Buffer>;
}

/** A stream of node:zlib; it counts the bytes that it took. */
type ZlibStream = Transform & { readonly bytesWritten: number };

/** Source: org.apache.hadoop.io.compress.CompressionCodecFactory and the codecs it finds. */
const CODECS: Readonly<Record<string, Expand>> = {
  '.gz': (source) => zlibStream(source, 'gzip', zlib.createGunzip),
  '.deflate': (source) => zlibStream(source, 'zlib', zlib.createInflate),
  '.bz2': (source) => expanded(source, 'bzip2', new Bzip2Expander()),
  '.snappy': (source) => expanded(source, 'Snappy', new HadoopBlocks(decompressSnappy)),
  '.lz4': (source) => expanded(source, 'LZ4', new HadoopBlocks(decompressLz4)),
  '.zst': (source) => expanded(source, 'Zstandard', new ZstdExpander()),
};

/** Other compression by its usual names: Hadoop reads these with further libraries, or takes them for text. */
const UNREAD = ['.lzo', '.lzo_deflate', '.zip', '.xz', '.7z', '.z', '.br', '.lzma', '.zstd', '.bzip2', '.gzip'];

/**
 * The bytes of a text file in order, decompressed. Memory: a few pieces of 1 MiB. Throws CORRUPT with the offset in the file for damaged or
 * cut off compressed data.
 */
export function textBytes(source: ByteSource, path: string): AsyncIterable<Buffer> {
  const expand = CODECS[extensionOf(path)];
  return expand === undefined ? inPieces(source) : expand(source);
}

/** Throws REFUSED, naming the ending, for compression that is not read. */
export function requireReadable(path: string): void {
  const extension = extensionOf(path);
  const known = extension.toLowerCase();
  if (CODECS[extension] !== undefined || !(known in CODECS || UNREAD.includes(known))) return;
  throw new LakeliftError('REFUSED', `files that end in ${extension} are not read`, {
    next: `compress the file with one of ${Object.keys(CODECS).join(', ')}, or not at all`,
  });
}

function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** Reads ahead by one piece. */
async function* inPieces(source: ByteSource): AsyncGenerator<Buffer> {
  const read = (offset: number): Promise<Uint8Array> | undefined => {
    const length = Math.min(PIECE, source.length - offset);
    if (length <= 0) return undefined;
    const bytes = source.read({ offset, length });
    // Whoever awaits it gets the error.
    bytes.catch(() => undefined);
    return bytes;
  };
  let offset = 0;
  for (let next = read(0); next !== undefined;) {
    const bytes = await next;
    offset += bytes.length;
    next = read(offset);
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
}

/** Members of gzip follow each other; after the last there is nothing. */
async function* zlibStream(
  source: ByteSource,
  name: string,
  create: (options: zlib.ZlibOptions) => ZlibStream,
): AsyncGenerator<Buffer> {
  const stream = create({ chunkSize: PIECE });
  const input = Readable.from(inPieces(source));
  let failure: unknown;
  input.on('error', (error) => {
    failure = error;
    stream.destroy(error);
  });
  try {
    for await (const piece of input.pipe(stream)) yield piece as Buffer;
  } catch (cause) {
    if (failure !== undefined) throw failure;
    throw damaged(name, stream.bytesWritten, cause);
  } finally {
    input.destroy();
    stream.destroy();
  }
  if (stream.bytesWritten < source.length) throw damaged(name, stream.bytesWritten, undefined);
}

async function* expanded(source: ByteSource, name: string, expander: Expander): AsyncGenerator<Buffer> {
  let offset = 0;
  for await (const piece of inPieces(source)) {
    offset += piece.length;
    try {
      yield* expander.expand(piece, offset === source.length);
    } catch (cause) {
      throw damaged(name, expander.consumed, cause);
    }
  }
}

function damaged(name: string, offset: number, cause: unknown): LakeliftError {
  const why = cause instanceof Error ? cause.message : 'something else follows its end';
  return new LakeliftError('CORRUPT', `the ${name} data is damaged or cut off: ${why}`, {
    offset,
    next: 'restore the file from a copy, or leave its table out with --tables',
    ...(cause === undefined ? {} : { cause }),
  });
}
