import { LakeliftError } from '../../errors/index.js';
import type { TargetStore } from '../../stores/index.js';

/**
 * The store as a process sees it that dies at its n-th write: 'before' it (a stream is half sent), or 'after' it, when the write took
 * place but its reply never came. All later writes fail, too.
 */
export function failingAt(store: TargetStore, n: number, when: 'before' | 'after', onFailure: () => void): TargetStore {
  let writes = 0;
  const guard = () => {
    writes += 1;
    if (writes < n) return;
    onFailure();
    throw new LakeliftError('IO', 'the process died here');
  };
  return {
    url: store.url,
    listFiles: (prefix) => store.listFiles(prefix),
    listFolders: (folder) => store.listFolders(folder),
    stat: (path) => store.stat(path),
    read: (path, range) => store.read(path, range),
    crc32c: (path) => store.crc32c(path),
    openUploads: (path) => store.openUploads(path),
    abortUpload: (upload) => store.abortUpload(upload),
    close: () => store.close(),
    async createIfAbsent(path, data) {
      if (when === 'before') guard();
      const answer = await store.createIfAbsent(path, data);
      if (when === 'after') guard();
      return answer;
    },
    async put(path, data, options) {
      const last = writes + 1 === n && when === 'before';
      const answer = await store.put(path, last ? cutOff(data, guard) : data, options);
      guard();
      return answer;
    },
    async delete(path) {
      guard();
      await store.delete(path);
    },
  };
}

async function* cutOff(data: AsyncIterable<Uint8Array>, fail: () => void): AsyncGenerator<Uint8Array> {
  for await (const bytes of data) {
    yield bytes;
    fail();
  }
}
