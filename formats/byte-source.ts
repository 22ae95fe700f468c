import { LakeliftError } from '../errors/error.js';
import { readAll } from '../stores/index.js';
import type { ByteRange, SourceStore } from '../stores/index.js';

/** Random access to the bytes of one file. `read` returns exactly `range.length` bytes or throws. */
export interface ByteSource {
  read(range: ByteRange): Promise<Uint8Array>;
  /** Bytes. */
  readonly length: number;
}

/** Files up to this size are cheaper to read whole than by ranges. */
const WHOLE_FILE = 1024 * 1024;

/** A file of a store as a ByteSource. `length` is the file's length in bytes as listed. */
export function storeByteSource(store: Pick<SourceStore, 'read'>, path: string, length: number): ByteSource {
  return { length, read: (range) => readAll(store, path, range) };
}

/** Bytes in memory as a ByteSource; `read` gives views, not copies. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    length: bytes.length,
    async read({ offset, length }: ByteRange) {
      if (offset >= 0 && length >= 0 && offset + length <= bytes.length) return bytes.subarray(offset, offset + length);
      throw new LakeliftError('IO', `a file of ${bytes.length} bytes has no ${length} bytes at ${offset}`, { offset });
    },
  };
}

/** The same file held in memory when it is small, so that any number of reads costs one request. */
export async function openWhole(source: ByteSource): Promise<ByteSource> {
  if (source.length > WHOLE_FILE) return source;
  return memorySource(await source.read({ offset: 0, length: source.length }));
}
