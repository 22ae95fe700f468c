/**
 * The contract of every store. Paths are relative to the store's root, raw (never percent-encoded), separated by `/`,
 * without a leading slash; the root is ''. Errors are LakeliftErrors: NOT_FOUND, AUTH, UNREACHABLE, NO_SPACE, IO.
 */
export interface FileStat {
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** Last modification, milliseconds since the epoch. */
  readonly mtime: number;
}

export interface SourceFileStat extends FileStat {
  /** 'link': one that cannot be followed, in listings; 'special': a pipe, a socket or a device, which holds no bytes to read. */
  readonly kind: 'file' | 'directory' | 'link' | 'special';
  /** HDFS inode id, or another identity that changes when a path is replaced. */
  readonly fileId?: string;
  readonly owner?: string;
  readonly group?: string;
  /** Octal mode, for example '755'. */
  readonly mode?: string;
}

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A store that is only ever read. Nothing in this interface can change the source. */
export interface SourceStore {
  /** The root as a URL without credentials, for messages. */
  readonly url: string;
  /** Entries directly under a directory, a page at a time, sorted by name. Throws NOT_FOUND when it does not exist. */
  list(directory: string): AsyncIterable<SourceFileStat[]>;
  /** Throws NOT_FOUND. */
  stat(path: string): Promise<SourceFileStat>;
  /**
   * Streams bytes. Exactly `range.length` bytes arrive or the iterator throws (NOT_FOUND when the file vanished, IO when it is
   * shorter); transient failures are resumed at the offset reached.
   */
  read(path: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  /** Whether `isBeingWritten` is what the store knows, as HDFS does by leases; a folder can only suppose. */
  readonly knowsWriters: boolean;
  /** Whether somebody has the file open for writing, as far as the store can tell; then its bytes are not all there. */
  isBeingWritten(path: string): Promise<boolean>;
  /** The file checksum the store itself keeps (HDFS), or undefined where the store keeps none. */
  checksum(path: string): Promise<FileChecksum | undefined>;
  /** Of a store whose administrators may keep earlier states of directories. */
  readonly snapshots?: SourceSnapshots | undefined;
  close(): Promise<void>;
}

/** An earlier state of a directory and all below it, which its administrators keep. */
export interface SourceSnapshot {
  readonly root: string;
  readonly name: string;
  /** Milliseconds since the epoch; of two snapshots that had one name after another, each has its own. */
  readonly createdAt: number;
}

/** A difference between a snapshot and now. */
export interface SourceChange {
  /** 'MODIFY': of a file, its bytes; of a directory, its entries, which are then named themselves. Stores may know of more. */
  readonly kind: 'CREATE' | 'DELETE' | 'MODIFY' | 'RENAME' | (string & {});
  /** Where it is, or was in the snapshot. */
  readonly path: string;
  /** Where it is now, when it was renamed. */
  readonly target?: string;
}

/** Earlier states of a source, as far as somebody keeps them; they are read and never made. Throws UNREACHABLE. */
export interface SourceSnapshots {
  /** The snapshots that a directory is part of, the newest last; none when they cannot be asked for. */
  of(directory: string): Promise<SourceSnapshot[]>;
  /** Where the source shows a path as it was. */
  pathIn(snapshot: SourceSnapshot, path: string): string;
  /** What the store knows to have changed below a directory since; undefined when it keeps no account of that. */
  changes(snapshot: SourceSnapshot, directory: string): Promise<SourceChange[] | undefined>;
}

/** As WebHDFS GETFILECHECKSUM returns it: algorithm such as 'MD5-of-131072MD5-of-512CRC32C', `bytes` in lower-case hex. */
export interface FileChecksum {
  readonly algorithm: string;
  readonly bytes: string;
  /** Block size of the file in bytes; needed to recompute the checksum. */
  readonly blockSize: number;
}

export interface PutResult {
  readonly length: number;
  /** CRC32C of all bytes written, 8 lower-case hex digits. */
  readonly crc32c: string;
}

export interface PutOptions {
  /** Told the upload id of a multipart upload before its first part is sent, so that it can be journaled. */
  readonly onUpload?: (uploadId: string) => void;
}

export interface OpenUpload {
  readonly path: string;
  readonly uploadId: string;
}

export interface ListedUpload extends OpenUpload {
  /** When it was begun or last written to, as far as the store tells; milliseconds since the epoch. */
  readonly mtime: number;
}

/** A store that is written: the lake. */
export interface TargetStore {
  readonly url: string;
  /** All files under a prefix (recursively), a page at a time in key order. An absent prefix is empty. */
  listFiles(prefix: string): AsyncIterable<FileStat[]>;
  /** Names of the folders directly under a folder ('' for the root) that hold files at any depth, sorted. An absent one has none. */
  listFolders(folder: string): Promise<string[]>;
  /** undefined when absent. */
  stat(path: string): Promise<FileStat | undefined>;
  read(path: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  /** Writes all of `data` or nothing, only when nothing is there; exactly one of many concurrent callers is told 'created'. Durable on return. */
  createIfAbsent(path: string, data: Uint8Array): Promise<'created' | 'exists'>;
  /** Streams to `path`, replacing what is there; readers see the whole file or none. Durable, and the store's own CRC32C was compared, on return. */
  put(path: string, data: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<PutResult>;
  /** CRC32C the store holds for a file: asked of the store where it keeps one, else re-read. 8 lower-case hex digits. */
  crc32c(path: string): Promise<string>;
  /** Absent files are fine. Never deletes directories' other contents. */
  delete(path: string): Promise<void>;
  /**
   * Uploads left open for this path or for files below it: multipart uploads (S3), lakelift's temporary files (local). MinIO lists those of
   * the path itself only; uploads of files are therefore in the journal, too.
   */
  openUploads(path: string): Promise<ListedUpload[]>;
  abortUpload(upload: OpenUpload): Promise<void>;
  close(): Promise<void>;
}
