import type { ByteSource } from '../formats/index.js';
import { readAll, type SourceStore, type TargetStore } from '../stores/index.js';

/** A store's file of a known length as the random-access source the formats read. */
export function storeFile(store: Pick<SourceStore | TargetStore, 'read'>, path: string, length: number): ByteSource {
  return { length, read: (range) => readAll(store, path, range) };
}
