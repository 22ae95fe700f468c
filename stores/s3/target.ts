import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type HeadObjectCommandOutput,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { LakeliftError } from '../../errors/index.js';
import { Crc32c } from '../crc32c.js';
import type { ByteRange, FileStat, ListedUpload, OpenUpload, PutOptions, PutResult, TargetStore } from '../store.js';
import { keyOf, request, type Bucket } from './bucket.js';
import { compositeCrc32c, fullCrc32c } from './checksum.js';
import { createObject } from './create.js';
import { nameOf, statusOf } from './errors.js';
import { writeObject, type Written } from './put.js';
import { readObject } from './read.js';

/** A bucket, or a prefix of one, as a lake. */
export class S3Target implements TargetStore {
  readonly url: string;

  constructor(private readonly bucket: Bucket) {
    this.url = bucket.url;
  }

  async *listFiles(prefix: string): AsyncIterable<FileStat[]> {
    const skip = this.bucket.root === '' ? 0 : this.bucket.root.length + 1;
    for await (const reply of this.#list(prefix)) {
      const page = (reply.Contents ?? [])
        // Keys that end in a slash only mark a folder.
        .filter(({ Key = '' }) => !Key.endsWith('/'))
        .map(({ Key = '', Size, LastModified }) => fileStat(Key.slice(skip), Size, LastModified));
      if (page.length > 0) yield page;
    }
  }

  async listFolders(folder: string): Promise<string[]> {
    const names: string[] = [];
    for await (const reply of this.#list(folder, '/')) {
      names.push(...(reply.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix.split('/').at(-2) ?? ''));
    }
    return names.sort();
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const head = await this.#head(path);
    return head && fileStat(path, head.ContentLength, head.LastModified);
  }

  read(path: string, range?: ByteRange): AsyncIterable<Uint8Array> {
    return readObject(this.bucket, path, range);
  }

  createIfAbsent(path: string, data: Uint8Array): Promise<'created' | 'exists'> {
    return createObject(this.bucket, path, data);
  }

  async put(path: string, data: AsyncIterable<Uint8Array>, options: PutOptions = {}): Promise<PutResult> {
    const written = await writeObject(this.bucket, path, data, options);
    await this.#compare(path, written);
    return { length: written.length, crc32c: written.crc32c };
  }

  async crc32c(path: string): Promise<string> {
    const head = await this.#head(path);
    return fullCrc32c(head?.ChecksumCRC32C, head?.ChecksumType) ?? (await this.#reread(path));
  }

  async delete(path: string): Promise<void> {
    const command = new DeleteObjectCommand({ Bucket: this.bucket.name, Key: keyOf(this.bucket, path) });
    await request(this.bucket, path, () => this.bucket.client.send(command));
  }

  async openUploads(path: string): Promise<ListedUpload[]> {
    const key = keyOf(this.bucket, path);
    const found: ListedUpload[] = [];
    let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
    while (marker) {
      const command: ListMultipartUploadsCommand = new ListMultipartUploadsCommand({
        Bucket: this.bucket.name,
        Prefix: key,
        ...marker,
      });
      const reply = await request(this.bucket, path, () => this.bucket.client.send(command));
      for (const { Key = '', UploadId, Initiated } of reply.Uploads ?? []) {
        const named = Key === key || Key.startsWith(`${key}/`);
        if (!named || UploadId === undefined) continue;
        const mtime = Initiated?.getTime() ?? Date.now();
        found.push({ path: path + Key.slice(key.length), uploadId: UploadId, mtime });
      }
      const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = reply;
      marker = reply.IsTruncated && KeyMarker ? { KeyMarker, ...(UploadIdMarker && { UploadIdMarker }) } : undefined;
    }
    return found;
  }

  async abortUpload({ path, uploadId }: OpenUpload): Promise<void> {
    const target = { Bucket: this.bucket.name, Key: keyOf(this.bucket, path), UploadId: uploadId };
    await request(this.bucket, path, () =>
      this.bucket.client.send(new AbortMultipartUploadCommand(target)).catch((error: unknown) => {
        if (nameOf(error) !== 'NoSuchUpload') throw error;
      }),
    );
  }

  close(): Promise<void> {
    this.bucket.client.destroy();
    return Promise.resolve();
  }

  /** The pages of a listing below a prefix; with a delimiter, keys behind it are told by their common prefix only. */
  async *#list(prefix: string, delimiter?: string): AsyncGenerator<ListObjectsV2CommandOutput> {
    const folder = keyOf(this.bucket, prefix.replace(/\/+$/, ''));
    let token: string | undefined;
    do {
      const command: ListObjectsV2Command = new ListObjectsV2Command({
        Bucket: this.bucket.name,
        ...(folder === '' ? {} : { Prefix: `${folder}/` }),
        ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      });
      const reply = await request(this.bucket, prefix, () => this.bucket.client.send(command));
      yield reply;
      token = reply.IsTruncated ? reply.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  #head(path: string): Promise<HeadObjectCommandOutput | undefined> {
    const target = { Bucket: this.bucket.name, Key: keyOf(this.bucket, path) };
    const command = new HeadObjectCommand({ ...target, ...(this.bucket.oss ? {} : { ChecksumMode: 'ENABLED' }) });
    return request(this.bucket, path, () =>
      this.bucket.client.send(command).catch((error: unknown) => {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }),
    );
  }

  /** What the store says it holds against what was sent; where it keeps no CRC32C of it, the object is read back. */
  async #compare(path: string, written: Written): Promise<void> {
    const head = await this.#head(path);
    const composite = head?.ChecksumCRC32C?.includes('-') && written.parts.length > 0;
    const [expected, held] = composite
      ? [compositeCrc32c(written.parts), head?.ChecksumCRC32C]
      : [written.crc32c, fullCrc32c(head?.ChecksumCRC32C, head?.ChecksumType) ?? (await this.#reread(path))];
    if (head?.ContentLength === written.length && expected === held) return;
    const there = `${String(head?.ContentLength ?? 0)} bytes with CRC32C ${held ?? 'unknown'}`;
    throw new LakeliftError(
      'CHECKSUM',
      `wrote ${String(written.length)} bytes with CRC32C ${expected}, the store holds ${there}`,
      {
        file: `${this.url}/${path}`,
        next: 'check that nobody else writes here, then run the command again',
      },
    );
  }

  async #reread(path: string): Promise<string> {
    const crc = new Crc32c();
    for await (const chunk of this.read(path)) crc.update(chunk);
    return crc.digest();
  }
}

function fileStat(path: string, length: number | undefined, modified: Date | undefined): FileStat {
  return { path, length: length ?? 0, mtime: modified?.getTime() ?? 0 };
}
