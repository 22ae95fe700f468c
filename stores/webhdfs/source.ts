import { LakeliftError } from '../../errors/index.js';
import { isHdfsChecksum } from '../hdfs-checksum.js';
import type { ByteRange, FileChecksum, SourceFileStat, SourceStore } from '../store.js';
import type { WebHdfsClient } from './client.js';
import { readHdfs } from './read.js';
import { HdfsSnapshots } from './snapshots.js';

/** The parts of WebHDFS' FileStatus that are read. */
interface FileStatus {
  readonly pathSuffix: string;
  readonly type: 'FILE' | 'DIRECTORY' | 'SYMLINK';
  readonly length: number;
  readonly modificationTime: number;
  readonly fileId?: number;
  readonly owner: string;
  readonly group: string;
  readonly permission: string;
  readonly blockSize: number;
  /** In an encryption zone. */
  readonly encBit?: boolean;
  /** Erasure coded. */
  readonly ecBit?: boolean;
}

interface Listing {
  readonly entries: FileStatus[];
  readonly remaining: number;
}

/** An HDFS as a source, through the HTTP interface of its NameNodes and DataNodes. */
export class WebHdfsSource implements SourceStore {
  readonly url: string;
  readonly knowsWriters = true;
  readonly snapshots: HdfsSnapshots;
  /** Hadoop before 2.9 lists a directory in one reply only. */
  #batches = true;

  constructor(private readonly client: WebHdfsClient) {
    this.url = client.url;
    this.snapshots = new HdfsSnapshots(client, this);
  }

  async *list(directory: string): AsyncIterable<SourceFileStat[]> {
    let startAfter = '';
    for (;;) {
      const { entries, remaining } = await this.#page(directory, startAfter);
      // HDFS lists a file as one entry without a name.
      if (entries[0]?.pathSuffix === '') throw this.#notDirectory(directory);
      const prefix = directory === '' ? '' : `${directory}/`;
      if (entries.length > 0) yield entries.map((entry) => statOf(`${prefix}${entry.pathSuffix}`, entry));
      const last = entries.at(-1);
      if (remaining === 0 || last === undefined) return;
      startAfter = last.pathSuffix;
    }
  }

  async stat(path: string): Promise<SourceFileStat> {
    return statOf(path, await this.#status(path));
  }

  read(path: string, range?: ByteRange): AsyncIterable<Uint8Array> {
    return readHdfs(this.client, path, range);
  }

  /**
   * By the file's lease: its last block is under construction. Asked by GET_BLOCK_LOCATIONS, which every NameNode answers and no
   * HttpFS does; there, files count as closed.
   */
  async isBeingWritten(path: string): Promise<boolean> {
    try {
      const { LocatedBlocks } = await this.client.json<{ LocatedBlocks: { isUnderConstruction: boolean } }>(
        'GET_BLOCK_LOCATIONS',
        path,
      );
      return LocatedBlocks.isUnderConstruction;
    } catch (error) {
      if (isUnknownOperation(error, 'GET_BLOCK_LOCATIONS')) return false;
      throw error;
    }
  }

  /**
   * undefined for files in encryption zones, whose checksum is that of the stored ciphertext, for erasure-coded files,
   * and for algorithms that cannot be recomputed.
   */
  async checksum(path: string): Promise<FileChecksum | undefined> {
    const { blockSize, encBit, ecBit } = await this.#status(path);
    if (encBit || ecBit) return undefined;
    const reply = await this.client.json<{ FileChecksum: { algorithm: string; bytes: string; length: number } | null }>(
      'GETFILECHECKSUM',
      path,
    );
    const sum = reply.FileChecksum;
    if (!sum || !isHdfsChecksum(sum.algorithm)) return undefined;
    // Some releases pad `bytes` with the zeros of a longer buffer.
    return { algorithm: sum.algorithm, bytes: sum.bytes.slice(0, sum.length * 2).toLowerCase(), blockSize };
  }

  close(): Promise<void> {
    this.client.close();
    return Promise.resolve();
  }

  async #status(path: string): Promise<FileStatus> {
    return (await this.client.json<{ FileStatus: FileStatus }>('GETFILESTATUS', path)).FileStatus;
  }

  async #page(directory: string, startAfter: string): Promise<Listing> {
    if (this.#batches) {
      try {
        return await this.#batch(directory, startAfter);
      } catch (error) {
        if (!isUnknownOperation(error, 'LISTSTATUS_BATCH')) throw error;
        this.#batches = false;
      }
    }
    const { FileStatuses } = await this.client.json<{ FileStatuses: { FileStatus: FileStatus[] } }>(
      'LISTSTATUS',
      directory,
    );
    return { entries: FileStatuses.FileStatus, remaining: 0 };
  }

  async #batch(directory: string, startAfter: string): Promise<Listing> {
    const { DirectoryListing } = await this.client.json<{
      DirectoryListing: { partialListing: { FileStatuses: { FileStatus: FileStatus[] } }; remainingEntries: number };
    }>('LISTSTATUS_BATCH', directory, startAfter === '' ? {} : { startAfter });
    return {
      entries: DirectoryListing.partialListing.FileStatuses.FileStatus,
      remaining: DirectoryListing.remainingEntries,
    };
  }

  #notDirectory(path: string): LakeliftError {
    return new LakeliftError('NOT_FOUND', 'not a directory', {
      file: this.client.fileUrl(path),
      next: 'check the path, then run the command again',
    });
  }
}

/** As a NameNode and HttpFS say it; an answer that is damaged is none of these. */
function isUnknownOperation(error: unknown, operation: string): boolean {
  if (!(error instanceof LakeliftError) || !error.message.includes(operation)) return false;
  return /No enum constant|Invalid HTTP GET operation/.test(error.message);
}

function statOf(path: string, status: FileStatus): SourceFileStat {
  return {
    path,
    kind: status.type === 'DIRECTORY' ? 'directory' : 'file',
    length: status.length,
    mtime: status.modificationTime,
    ...(status.fileId ? { fileId: String(status.fileId) } : {}),
    owner: status.owner,
    group: status.group,
    mode: status.permission,
  };
}
