import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { LakeliftError } from '../../errors/index.js';
import { Crc32c } from '../crc32c.js';
import type { PutOptions, PutResult } from '../store.js';
import { keyOf, request, type Bucket } from './bucket.js';
import { bodyChecksum, crc32cOf, toBase64 } from './checksum.js';
import { nameOf } from './errors.js';

const PART = 8 * 1024 * 1024;
/** After this many parts they become four times as large, so that 10,000 parts hold more than 1.5 TB. */
const PARTS_PER_SIZE = 2500;

/** What was written, with the CRC32C of every part of a multipart upload. */
export interface Written extends PutResult {
  readonly parts: readonly string[];
}

/** Writes a stream as one object: up to 8 MiB by one request, more as a multipart upload that is aborted on failure. */
export async function writeObject(
  bucket: Bucket,
  path: string,
  data: AsyncIterable<Uint8Array>,
  options: PutOptions,
): Promise<Written> {
  const whole = new Crc32c();
  let length = 0;
  let upload: Upload | undefined;
  let chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of data) {
      // A part goes out when there is more to come: the last one may then end the file.
      if (size >= partSize(upload?.count ?? 0)) {
        upload ??= await Upload.start(bucket, path, options);
        await upload.add(Buffer.concat(chunks));
        [chunks, size] = [[], 0];
      }
      whole.update(chunk);
      length += chunk.length;
      size += chunk.length;
      chunks.push(chunk);
    }
    const result = { length, crc32c: whole.digest() };
    if (upload) {
      await upload.add(Buffer.concat(chunks));
      await upload.complete(result);
    } else {
      await putWhole(bucket, path, Buffer.concat(chunks));
    }
    return { ...result, parts: upload?.checksums ?? [] };
  } catch (error) {
    await upload?.abort();
    throw error;
  }
}

const partSize = (count: number): number => PART * 4 ** Math.floor(count / PARTS_PER_SIZE);

async function putWhole(bucket: Bucket, path: string, body: Buffer): Promise<void> {
  const target = { Bucket: bucket.name, Key: keyOf(bucket, path) };
  const command = new PutObjectCommand({ ...target, Body: body, ...bodyChecksum(bucket, body) });
  await request(bucket, path, () => bucket.client.send(command));
}

/** A multipart upload. One part is on its way while the next is collected. */
class Upload {
  readonly checksums: string[] = [];
  readonly #parts: { PartNumber: number; ETag: string; ChecksumCRC32C?: string }[] = [];
  #sending: Promise<void> = Promise.resolve();

  private constructor(
    private readonly bucket: Bucket,
    private readonly path: string,
    private readonly target: { readonly Bucket: string; readonly Key: string; readonly UploadId: string },
    /** The store checks the CRC32C of the whole object; others only that of each part. */
    private readonly checksWhole: boolean,
  ) {}

  static async start(bucket: Bucket, path: string, options: PutOptions): Promise<Upload> {
    const object = { Bucket: bucket.name, Key: keyOf(bucket, path) };
    const checksum = bucket.oss ? {} : ({ ChecksumAlgorithm: 'CRC32C', ChecksumType: 'FULL_OBJECT' } as const);
    const command = new CreateMultipartUploadCommand({ ...object, ...checksum });
    const reply = await request(bucket, path, () => bucket.client.send(command));
    const id = reply.UploadId;
    if (id === undefined) {
      throw new LakeliftError('IO', 'the object store gave a multipart upload no id', {
        file: `${bucket.url}/${path}`,
        next: 'check that the endpoint is an S3 server',
      });
    }
    options.onUpload?.(id);
    return new Upload(bucket, path, { ...object, UploadId: id }, reply.ChecksumType === 'FULL_OBJECT');
  }

  get count(): number {
    return this.checksums.length;
  }

  async add(body: Buffer): Promise<void> {
    await this.#sending;
    const number = this.checksums.push(crc32cOf(body));
    this.#sending = this.#send(number, body);
    // A failure is seen by the next `add` or by `complete`; until then it must not count as unhandled.
    this.#sending.catch(() => undefined);
  }

  async complete(whole: PutResult): Promise<void> {
    await this.#sending;
    const checksum = this.checksWhole
      ? ({ ChecksumCRC32C: toBase64(whole.crc32c), ChecksumType: 'FULL_OBJECT', MpuObjectSize: whole.length } as const)
      : {};
    const command = new CompleteMultipartUploadCommand({
      ...this.target,
      ...checksum,
      MultipartUpload: { Parts: this.#parts },
    });
    await request(this.bucket, this.path, () =>
      this.bucket.client.send(command).catch((error: unknown) => {
        // The reply to an earlier try was lost: whether the object is there, and whole, is compared after this.
        if (nameOf(error) !== 'NoSuchUpload') throw error;
      }),
    );
  }

  /** Parts of an upload that could not be aborted stay listed by `openUploads`, so this failure is not reported. */
  async abort(): Promise<void> {
    await this.#sending.catch(() => undefined);
    await this.bucket.client.send(new AbortMultipartUploadCommand(this.target)).catch(() => undefined);
  }

  async #send(PartNumber: number, Body: Buffer): Promise<void> {
    const checksum = bodyChecksum(this.bucket, Body);
    const command = new UploadPartCommand({ ...this.target, PartNumber, Body, ...checksum });
    const reply = await request(this.bucket, this.path, () => this.bucket.client.send(command));
    const named = 'ChecksumCRC32C' in checksum ? checksum : {};
    this.#parts.push({ PartNumber, ETag: reply.ETag ?? '', ...named });
  }
}
