import { GetObjectCommand, HeadObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { LakeliftError } from '../../errors/index.js';
import { readBody } from '../body.js';
import { pause } from '../retry.js';
import type { ByteRange } from '../store.js';
import { keyOf, request, type Bucket } from './bucket.js';
import { nameOf, s3Error } from './errors.js';

const SILENCE_MS = 60_000;
const TRIES = 8;

/** What one read has reached; a broken connection goes on from here, in the same version of the object. */
interface Progress {
  readonly start: number;
  length: number | undefined;
  etag: string | undefined;
  done: number;
}

/** Streams an object or a range of it; resumes at the byte reached, throws unless exactly the wanted bytes arrive. */
export async function* readObject(bucket: Bucket, path: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
  if (range?.length === 0) {
    const head = new HeadObjectCommand({ Bucket: bucket.name, Key: keyOf(bucket, path) });
    await request(bucket, path, () => bucket.client.send(head));
    return;
  }
  const progress: Progress = { start: range?.offset ?? 0, length: range?.length, etag: undefined, done: 0 };
  const file = `${bucket.url}/${path}`;
  for (let failures = 0; ;) {
    const before = progress.done;
    const { Body } = await open(bucket, path, progress);
    try {
      for await (const chunk of readBody(Body as Readable, SILENCE_MS)) {
        progress.done += chunk.length;
        yield chunk;
      }
    } catch (error) {
      failures = progress.done > before ? 1 : failures + 1;
      if (failures >= TRIES) throw s3Error(error, file).at({ offset: progress.start + progress.done });
      await pause(failures);
      continue;
    }
    if (progress.done === progress.length) return;
    throw endsEarly(file, progress);
  }
}

async function open(bucket: Bucket, path: string, progress: Progress): Promise<GetObjectCommandOutput> {
  const first = progress.start + progress.done;
  const last = progress.length === undefined ? '' : String(progress.start + progress.length - 1);
  const command = new GetObjectCommand({
    Bucket: bucket.name,
    Key: keyOf(bucket, path),
    // An empty object has no range to ask for.
    ...(first > 0 || last !== '' ? { Range: `bytes=${String(first)}-${last}` } : {}),
    ...(progress.etag === undefined ? {} : { IfMatch: progress.etag }),
  });
  const reply = await request(bucket, path, () =>
    bucket.client.send(command).catch((error: unknown) => {
      if (nameOf(error) === 'InvalidRange') throw endsEarly(`${bucket.url}/${path}`, progress);
      throw error;
    }),
  );
  progress.etag ??= reply.ETag;
  progress.length ??= reply.ContentLength ?? 0;
  return reply;
}

function endsEarly(file: string, { start, length, done }: Progress): LakeliftError {
  return new LakeliftError('IO', `file ends ${String((length ?? 0) - done)} bytes early`, {
    file,
    offset: start + done,
    next: 'the file changed while it was read: run the command again',
  });
}
