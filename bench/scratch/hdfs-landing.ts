import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { LakeliftError } from '../../errors/index.js';
import { nameNodes, sourceBasePath, webHdfsUrl } from '../../stores/index.js';
import type { Landing } from './landing.js';

type Method = 'PUT' | 'DELETE';

/** Files of a folder of HDFS by WebHDFS (CREATE in two steps, DELETE); the stores of this program only read there. */
export function hdfsLanding(url: string, user?: string): Landing {
  const nodes = nameNodes(url);
  const folder = sourceBasePath(url);
  const ask = async (method: Method, path: string, op: string, parameters: Record<string, string>) => {
    let reply: IncomingMessage | undefined;
    for (const origin of nodes.origins) {
      reply = await send(method, webHdfsUrl(origin, op, path, parameters, user ?? nodes.user));
      // A standby NameNode refuses all operations.
      if (reply.statusCode !== 403) break;
      reply.resume();
    }
    return reply!;
  };
  return {
    url,
    async land(path, data) {
      const file = `${folder}/${path}`;
      const found = await ask('PUT', file, 'CREATE', { overwrite: 'false' });
      found.resume();
      const { location } = found.headers;
      if (location === undefined) throw await failure(found, file);
      const written = await send('PUT', new URL(location), data);
      if (written.statusCode !== 201) throw await failure(written, file);
      written.resume();
    },
    async remove() {
      const reply = await ask('DELETE', folder, 'DELETE', { recursive: 'true' });
      if (reply.statusCode !== 200) throw await failure(reply, folder);
      reply.resume();
    },
  };
}

function send(method: Method, url: URL, data?: Uint8Array): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? secureRequest : request;
    const failed = (cause: Error): void =>
      reject(new LakeliftError('UNREACHABLE', `no whole answer from ${url.host}: ${cause.message}`, { cause }));
    start(url, { method }, resolve).on('error', failed).end(data);
  });
}

async function failure(reply: IncomingMessage, file: string): Promise<LakeliftError> {
  const words = reply.readableEnded ? '' : (await text(reply)).slice(0, 500);
  return new LakeliftError('IO', `HDFS answered ${String(reply.statusCode)}: ${words}`, {
    file,
    next: 'check that the user may write below scratch.source',
  });
}
