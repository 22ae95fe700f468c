import { randomUUID } from 'node:crypto';
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { LakeliftError } from '../../errors/index.js';
import { Crc32c } from '../crc32c.js';
import type { ByteRange, FileStat, ListedUpload, OpenUpload, PutOptions, PutResult, TargetStore } from '../store.js';
import { isErrno, localError } from './errors.js';
import { makeFolder } from './make-folder.js';
import { readLocal } from './read.js';

const PAGE = 1000;

/** Paimon's own writers leave out the first part: theirs may be in use and are not ours to remove. */
const TEMPORARY = '.lakelift.tmp';

/** The temporary files of a path are `.<name>.<id>.lakelift.tmp` beside it: hidden from every reader of the lake. */
const temporaryName = (path: string, id: string): string => join(dirname(path), `.${basename(path)}.${id}${TEMPORARY}`);

/** A folder of this machine as a lake: files appear whole, by rename(2) or link(2) after fsync(2). */
export class LocalTarget implements TargetStore {
  readonly url: string;

  constructor(private readonly root: string) {
    this.url = `file://${root}`;
  }

  async *listFiles(prefix: string): AsyncIterable<FileStat[]> {
    const folder = join(this.root, prefix);
    let page: FileStat[] = [];
    for await (const file of walk(folder)) {
      if (isTemporary(basename(file))) continue;
      const info = await stat(file).catch((error: unknown) => {
        if (isErrno(error, 'ENOENT')) return undefined;
        throw localError(error, file);
      });
      if (info === undefined) continue;
      page.push({ path: this.#pathOf(file), length: info.size, mtime: Math.floor(info.mtimeMs) });
      if (page.length === PAGE) {
        yield page;
        page = [];
      }
    }
    if (page.length > 0) yield page;
  }

  async listFolders(folder: string): Promise<string[]> {
    const path = join(this.root, folder);
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      if (isErrno(error, 'ENOENT')) return [];
      throw localError(error, path);
    });
    const names: string[] = [];
    for (const entry of entries) {
      // A folder without files does not exist on an object store either.
      if (entry.isDirectory() && !(await walk(join(path, entry.name)).next()).done) names.push(entry.name);
    }
    return names.sort();
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const file = join(this.root, path);
    try {
      const info = await stat(file);
      return info.isFile() ? { path, length: info.size, mtime: Math.floor(info.mtimeMs) } : undefined;
    } catch (error) {
      if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return undefined;
      throw localError(error, file);
    }
  }

  read(path: string, range?: ByteRange): AsyncIterable<Uint8Array> {
    return readLocal(join(this.root, path), range);
  }

  async createIfAbsent(path: string, data: Uint8Array): Promise<'created' | 'exists'> {
    const file = join(this.root, path);
    const { temporary } = await this.#writeTemporary(path, [data]);
    try {
      await link(temporary, file);
      await syncFolder(dirname(file));
      return 'created';
    } catch (error) {
      if (isErrno(error, 'EEXIST')) return 'exists';
      throw localError(error, file);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async put(path: string, data: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<PutResult> {
    const file = join(this.root, path);
    const { temporary, result } = await this.#writeTemporary(path, data, options);
    try {
      await rename(temporary, file);
      await syncFolder(dirname(file));
    } catch (error) {
      await rm(temporary, { force: true });
      throw localError(error, file);
    }
    const held = await this.crc32c(path);
    if (held !== result.crc32c) {
      throw new LakeliftError('CHECKSUM', `wrote CRC32C ${result.crc32c}, the disk holds ${held}`, {
        file,
        next: 'check the disk, then run the command again',
      });
    }
    return result;
  }

  async crc32c(path: string): Promise<string> {
    const crc = new Crc32c();
    for await (const chunk of this.read(path)) crc.update(chunk);
    return crc.digest();
  }

  async delete(path: string): Promise<void> {
    const file = join(this.root, path);
    await rm(file, { force: true }).catch((error: unknown) => {
      throw localError(error, file);
    });
  }

  async openUploads(path: string): Promise<ListedUpload[]> {
    const found: ListedUpload[] = [];
    const add = async (file: string): Promise<void> => {
      const [, name, uploadId] = /^\.(.+)\.([^.]+)\.lakelift\.tmp$/.exec(basename(file)) ?? [];
      if (name === undefined || uploadId === undefined) return;
      const info = await this.stat(this.#pathOf(file));
      if (info !== undefined)
        found.push({ path: this.#pathOf(join(dirname(file), name)), uploadId, mtime: info.mtime });
    };
    for await (const file of walk(join(this.root, path))) await add(file);
    const beside = join(this.root, dirname(path));
    for (const name of await namesIn(beside)) if (name.startsWith(`.${basename(path)}.`)) await add(join(beside, name));
    return found;
  }

  async abortUpload(upload: OpenUpload): Promise<void> {
    await rm(join(this.root, temporaryName(upload.path, upload.uploadId)), { force: true });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The path in this store of a file of the machine. */
  #pathOf(file: string): string {
    return relative(this.root, file).split(sep).join('/');
  }

  async #writeTemporary(
    path: string,
    data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options?: PutOptions,
  ): Promise<{ temporary: string; result: PutResult }> {
    const uploadId = randomUUID();
    const temporary = join(this.root, temporaryName(path, uploadId));
    options?.onUpload?.(uploadId);
    const crc = new Crc32c();
    let length = 0;
    try {
      makeFolder(dirname(temporary));
      const handle = await open(temporary, 'wx');
      try {
        for await (const chunk of data) {
          crc.update(chunk);
          length += chunk.length;
          await handle.writeFile(chunk);
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      // What stopped the writing may stop this, too; of both, the first is to be told.
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error instanceof LakeliftError ? error : localError(error, join(this.root, path));
    }
    return { temporary, result: { length, crc32c: crc.digest() } };
  }
}

/** Hidden from listings, whoever's it is. */
const isTemporary = (name: string): boolean => name.startsWith('.') && name.endsWith('.tmp');

/** Names in a folder; an absent folder is empty. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return [];
    throw localError(error, folder);
  });
}

/** Files under a folder in key order; a folder that is absent, or a file, is empty. */
async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return [];
    throw localError(error, folder);
  });
  const key = (entry: { name: string; isDirectory(): boolean }): string =>
    entry.name + (entry.isDirectory() ? '/' : '');
  entries.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

/** Makes a rename or link durable; it is the folder that holds the name. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
