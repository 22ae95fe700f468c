import type { TargetStore } from '../../stores/index.js';

/** A store that throws where `fails` says so: before a call takes effect, or after it, as when a reply is lost. */
export function failingStore(
  store: TargetStore,
  when: 'before' | 'after',
  fails: (path: string) => boolean,
): TargetStore {
  const guarded = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
    const fatal = fails(path);
    if (fatal && when === 'before') throw new Error('the store is failing');
    const result = await work();
    if (fatal) throw new Error('the store is failing');
    return result;
  };
  return {
    url: store.url,
    listFiles: (prefix) => store.listFiles(prefix),
    listFolders: (folder) => store.listFolders(folder),
    stat: (path) => guarded(path, () => store.stat(path)),
    read: (path, range) => store.read(path, range),
    createIfAbsent: (path, data) => guarded(path, () => store.createIfAbsent(path, data)),
    put: (path, data, options) => guarded(path, () => store.put(path, data, options)),
    crc32c: (path) => store.crc32c(path),
    delete: (path) => guarded(path, () => store.delete(path)),
    openUploads: (path) => store.openUploads(path),
    abortUpload: (upload) => store.abortUpload(upload),
    close: () => store.close(),
  };
}
