import { createServer, request as overHttp } from 'node:http';
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { request as overHttps } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Requests that an object store was sent, and the bytes of its answers to GET. */
export interface Requests {
  gets: number;
  heads: number;
  /** GETs of a bucket: listings. */
  lists: number;
  /** Requests of other kinds: a reader makes none. */
  others: number;
  bytes: number;
}

export interface CountingProxy {
  /** `host:port` on this machine. */
  readonly address: string;
  /** What was counted since the last call. */
  take(): Requests;
  close(): Promise<void>;
}

const none = (): Requests => ({ gets: 0, heads: 0, lists: 0, others: 0, bytes: 0 });

/**
 * A proxy on this machine before an S3 endpoint that counts what passes. Requests go on as they came, with the `Host` that they are signed
 * for: the store has to take any, as MinIO and others with path-style addresses do.
 */
export async function startCountingProxy(endpoint: string): Promise<CountingProxy> {
  let counted = none();
  const server = createServer((asked, reply) => forward(endpoint, asked, reply, () => counted));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = counted;
      counted = none();
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(endpoint: string, asked: IncomingMessage, reply: ServerResponse, counted: () => Requests): void {
  const { method, headers, url = '/' } = asked;
  const kind = kindOf(method, url);
  counted()[kind] += 1;
  const answered = (answer: IncomingMessage): void => {
    if (kind === 'gets') answer.on('data', (chunk: Buffer) => (counted().bytes += chunk.length));
    reply.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.once('error', () => reply.destroy());
    answer.pipe(reply);
  };
  const to = new URL(url, endpoint);
  const options = { method, headers };
  const onward: ClientRequest =
    to.protocol === 'https:' ? overHttps(to, options, answered) : overHttp(to, options, answered);
  onward.once('error', () => reply.destroy());
  asked.pipe(onward);
}

/** Of a path-style address: `/bucket/key` is an object, `/bucket` and `/bucket/` a bucket. */
function kindOf(method: string | undefined, url: string): Exclude<keyof Requests, 'bytes'> {
  if (method === 'HEAD') return 'heads';
  if (method !== 'GET') return 'others';
  return /^\/[^/?]*\/?(\?|$)/.test(url) ? 'lists' : 'gets';
}
