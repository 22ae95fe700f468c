import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

/** One prepared answer: a status, a RemoteException by name, or a connection reset. */
export type Answer = number | 'StandbyException' | 'RetriableException' | 'reset';

/** A proxy before a real server that breaks lines on demand. Redirects are made to come back through it. */
export interface Proxy {
  /** As a webhdfs:// URL. */
  readonly url: string;
  /** Given to the next requests, one each, instead of the server's. */
  readonly answers: Answer[];
  /** Offsets at which data was asked for. */
  readonly opened: number[];
  /** Cuts replies with data after so many bytes. */
  cutBodiesAfter: number | undefined;
  /** Answers LISTSTATUS_BATCH as Hadoop 2.7 does. */
  refuseBatches: boolean;
  close(): Promise<void>;
}

export async function startProxy(server: string): Promise<Proxy> {
  const proxy = {
    answers: [] as Answer[],
    opened: [] as number[],
    cutBodiesAfter: undefined as number | undefined,
    refuseBatches: false,
  };
  const http = createServer((asked, reply) => {
    const answer = proxy.answers.shift();
    if (answer === 'reset') asked.socket.destroy();
    else if (typeof answer === 'number') reply.writeHead(answer).end('<html>busy</html>');
    else if (answer !== undefined) refuse(reply, 403, answer, 'Operation category READ is not supported');
    else if (proxy.refuseBatches && asked.url?.includes('op=LISTSTATUS_BATCH')) {
      const text = 'Invalid value for webhdfs parameter "op": No enum constant GetOpParam.Op.LISTSTATUS_BATCH';
      refuse(reply, 400, 'IllegalArgumentException', text);
    } else forward(asked, reply);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const origin = `127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;

  function forward(asked: IncomingMessage, reply: ServerResponse): void {
    // A redirect back through here names the server it was for.
    const url = new URL(asked.url ?? '/', `http://${server}`);
    const [, host, rest] = /^\/via\/([^/]+)(\/.*)$/.exec(asked.url ?? '') ?? [undefined, server, asked.url];
    const target = new URL(`http://${host ?? server}`);
    const onward = request(
      { host: target.hostname, port: target.port, path: rest, method: asked.method, headers: asked.headers },
      (answer) => {
        const { location } = answer.headers;
        const headers = { ...answer.headers };
        if (location !== undefined) headers.location = location.replace(/^http:\/\/([^/]+)/, `http://${origin}/via/$1`);
        reply.writeHead(answer.statusCode ?? 500, headers);
        const limit = Number(answer.headers['content-length']) > 100_000 ? proxy.cutBodiesAfter : undefined;
        if (Number(answer.headers['content-length']) > 100_000) proxy.opened.push(offsetOf(asked, url));
        let passed = 0;
        answer.on('data', (chunk: Buffer) => {
          passed += chunk.length;
          if (limit === undefined || passed <= limit) reply.write(chunk);
          else setTimeout(() => asked.socket.destroy(), 20);
        });
        answer.once('end', () => reply.end());
        answer.once('error', () => reply.destroy());
      },
    );
    onward.once('error', () => reply.destroy());
    asked.pipe(onward);
  }

  const close = async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  };
  return Object.assign(proxy, { url: `webhdfs://${origin}`, close });
}

function offsetOf(asked: IncomingMessage, url: URL): number {
  return Number(url.searchParams.get('offset') ?? /bytes=(\d+)/.exec(asked.headers.range ?? '')?.[1] ?? 0);
}

function refuse(reply: ServerResponse, status: number, exception: string, message: string): void {
  reply.writeHead(status, { 'content-type': 'application/json' });
  reply.end(JSON.stringify({ RemoteException: { exception, javaClassName: `x.${exception}`, message } }));
}
