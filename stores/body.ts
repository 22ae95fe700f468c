import type { Readable } from 'node:stream';

/** The error of a server that has gone quiet. */
export function silence(timeoutMs: number): Error {
  return new Error(`nothing arrived for ${String(timeoutMs / 1000)} s`);
}

/**
 * A reply's body as it arrives. Throws when the connection breaks before the announced end, or when nothing comes for
 * `timeoutMs` while the consumer waits; a slow consumer is no silence. Leaving early closes the connection.
 */
export async function* readBody(body: Readable, timeoutMs: number): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const timer = setTimeout(() => body.destroy(silence(timeoutMs)), timeoutMs);
      const next = await chunks.next().finally(() => {
        clearTimeout(timer);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    body.destroy();
  }
}
