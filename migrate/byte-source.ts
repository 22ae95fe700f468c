import type { ByteSource } from '../formats/index.js';
import type { SourceStore } from '../stores/index.js';
import { readAll } from '../stores/index.js';

/** Random access to one file of a store. `length` in bytes, as planned. */
export function byteSource(store: SourceStore, path: string, length: number): ByteSource {
  return { length, read: (range) => readAll(store, path, range) };
}
