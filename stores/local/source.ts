import type { Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteRange, FileChecksum, SourceFileStat, SourceStore } from '../store.js';
import { isErrno, localError } from './errors.js';
import { readLocal } from './read.js';

const PAGE = 1000;
const SETTLED_MS = 10_000;

const cannotBeFollowed = ({ cause }: { cause?: unknown }): boolean =>
  ['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES'].some((code) => isErrno(cause, code));

const kindOf = (info: Stats): SourceFileStat['kind'] =>
  info.isDirectory() ? 'directory' : info.isFile() ? 'file' : 'special';

/** A folder of this machine as a source; paths are relative to `root`. */
export class LocalSource implements SourceStore {
  readonly knowsWriters = false;
  readonly url: string;

  constructor(private readonly root: string) {
    this.url = `file://${root}`;
  }

  async *list(directory: string): AsyncIterable<SourceFileStat[]> {
    const folder = join(this.root, directory);
    const names = await readdir(folder).catch((error: unknown) => {
      throw localError(error, folder);
    });
    names.sort();
    for (let i = 0; i < names.length; i += PAGE) {
      const page = names
        .slice(i, i + PAGE)
        .map((name) => this.#listed(directory === '' ? name : `${directory}/${name}`));
      yield (await Promise.all(page)).filter((entry) => entry !== undefined);
    }
  }

  /**
   * Undefined of what is gone since its name was read, as a file that a writer has renamed. A link to nothing is not gone: its error
   * would say that the directory is missing, which has no rows. Nor is what this user may not look at, in a folder of which he may
   * only read the names.
   */
  async #listed(path: string): Promise<SourceFileStat | undefined> {
    try {
      return await this.stat(path);
    } catch (error) {
      const found = await lstat(join(this.root, path)).catch((cause: unknown) => {
        if (isErrno(cause, 'ENOENT')) return undefined;
        throw error;
      });
      if (found === undefined) return undefined;
      if (!found.isSymbolicLink() || !cannotBeFollowed(error as Error)) throw error;
      return { path, kind: 'link', length: 0, mtime: Math.floor(found.mtimeMs) };
    }
  }

  async stat(path: string): Promise<SourceFileStat> {
    const file = join(this.root, path);
    try {
      const info = await stat(file);
      return {
        path,
        kind: kindOf(info),
        length: info.isDirectory() ? 0 : info.size,
        mtime: Math.floor(info.mtimeMs),
        fileId: String(info.ino),
        owner: String(info.uid),
        group: String(info.gid),
        mode: (info.mode & 0o7777).toString(8),
      };
    } catch (error) {
      throw localError(error, file);
    }
  }

  read(path: string, range?: ByteRange): AsyncIterable<Uint8Array> {
    return readLocal(join(this.root, path), range);
  }

  /** A folder does not tell who writes: what changed within the last seconds may not be whole. */
  async isBeingWritten(path: string): Promise<boolean> {
    return Date.now() - (await this.stat(path)).mtime < SETTLED_MS;
  }

  /** Local file systems keep no checksum of a file. */
  checksum(): Promise<FileChecksum | undefined> {
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
