import { LakeliftError } from '../../errors/index.js';
import { pause, Transient } from '../retry.js';
import type { ByteRange } from '../store.js';
import type { Parameters, WebHdfsClient } from './client.js';
import { networkError } from './errors.js';

/** What one read has reached; a broken connection goes on from here. */
interface Progress {
  readonly start: number;
  /** Bytes wanted in all; unknown until the first reply when the whole file is read. */
  length: number | undefined;
  done: number;
  /** DataNode to avoid in the next try. */
  avoid: string | undefined;
}

/**
 * Streams a file or a range of it from the DataNodes. A connection that breaks is resumed at the byte reached; failures
 * in a row without a byte between them end it after the client's number of tries.
 */
export async function* readHdfs(client: WebHdfsClient, path: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
  const progress: Progress = { start: range?.offset ?? 0, length: range?.length, done: 0, avoid: undefined };
  if (range?.length === 0) {
    await client.json('GETFILESTATUS', path);
    return;
  }
  for (let failures = 0; ;) {
    const before = progress.done;
    try {
      yield* attempt(client, path, progress);
      return;
    } catch (error) {
      const avoided = progress.avoid !== undefined;
      progress.avoid = error instanceof Transient && !avoided ? error.dataNode : undefined;
      // With a single replica, avoiding its DataNode leaves none: that answer only means to try it again.
      if (!(error instanceof Transient) && !(avoided && isIo(error))) throw error;
      failures = progress.done > before ? 1 : failures + 1;
      if (failures >= client.tries) throw error instanceof Transient ? atOffset(error.reason, progress) : error;
      await pause(failures);
    }
  }
}

const isIo = (error: unknown): boolean => error instanceof LakeliftError && error.code === 'IO';

const atOffset = (error: LakeliftError, { start, done }: Progress): LakeliftError => error.at({ offset: start + done });

async function* attempt(client: WebHdfsClient, path: string, progress: Progress): AsyncGenerator<Uint8Array> {
  const { message, server } = await client.stream('OPEN', path, parametersOf(progress));
  const announced = message.headers['content-length'];
  // Every later reply is held to the length of the first, so a file that shrinks or grows between tries is noticed.
  if (progress.length === undefined && announced !== undefined) progress.length = Number(announced);
  const body = client.http.body(message);
  try {
    for (;;) {
      const next = await body.next().catch((error: unknown) => {
        throw networkError(error, server, client.fileUrl(path), server.replace(/:\d+$/, ''));
      });
      if (next.done) break;
      progress.done += next.value.length;
      if (progress.length !== undefined && progress.done > progress.length) throw wrongLength(client, path, progress);
      yield next.value;
    }
  } finally {
    await body.return(undefined);
  }
  if (progress.length !== undefined && progress.done < progress.length) throw wrongLength(client, path, progress);
}

function parametersOf({ start, length, done, avoid }: Progress): Parameters {
  return {
    offset: start + done,
    ...(length !== undefined && { length: length - done }),
    ...(avoid !== undefined && { excludedatanodes: avoid }),
  };
}

function wrongLength(client: WebHdfsClient, path: string, progress: Progress): LakeliftError {
  const missing = (progress.length ?? 0) - progress.done;
  const what = missing > 0 ? `file ends ${String(missing)} bytes early` : 'more bytes arrived than were asked for';
  return new LakeliftError('IO', what, {
    file: client.fileUrl(path),
    offset: progress.start + progress.done,
    next: 'the file changed while it was read: run the command again',
  });
}
