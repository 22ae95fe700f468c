import type { ByteRange } from './store.js';

interface Readable {
  read(path: string, range?: ByteRange): AsyncIterable<Uint8Array>;
}

/** The bytes of a file, or of a range of it, in memory. Throws what the store's `read` throws. */
export async function readAll(store: Readable, path: string, range?: ByteRange): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.read(path, range)) chunks.push(chunk);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}
