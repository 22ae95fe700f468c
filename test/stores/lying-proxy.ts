import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the proxy does to one request in place of passing it on faithfully. */
export type Lie =
  /** Answers with a status of its own; the server never hears of the request. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  /** Breaks the connection after so many bytes of the server's answer. */
  | { readonly kind: 'reset'; readonly after: number }
  /** Never answers. */
  | { readonly kind: 'stall' }
  /** Gives so many bytes of the server's answer as if they were all of it. */
  | { readonly kind: 'short'; readonly bytes: number }
  /** Promises more bytes than come. */
  | { readonly kind: 'long'; readonly by: number }
  /** The server does what was asked; nobody learns of it. */
  | { readonly kind: 'lost' }
  /** A redirect leads to a port on which nothing listens. */
  | { readonly kind: 'dead' };

export interface Rule {
  /** Of the method and the URL, as one text. */
  readonly asked: RegExp;
  readonly lie: Lie;
  /** How many such requests it befalls. */
  readonly times: number;
}

export interface LyingProxy {
  /** `host:port`. */
  readonly address: string;
  /** Requests a rule has befallen. */
  readonly told: number;
  set(rule: Rule | undefined): void;
  close(): Promise<void>;
}

/** A proxy before an HTTP server that tells lies. Redirects are made to come back through it. */
export async function startLyingProxy(server: string): Promise<LyingProxy> {
  let [rule, told]: [Rule | undefined, number] = [undefined, 0];
  const http = createServer((asked, reply) => {
    const befallen =
      rule !== undefined && told < rule.times && rule.asked.test(`${asked.method ?? ''} ${asked.url ?? ''}`);
    if (!befallen) return forward(asked, reply, undefined);
    told += 1;
    const { lie } = rule!;
    if (lie.kind === 'status') {
      // The body is taken before the answer, as a server does that refuses only what it has read.
      asked.resume().once('end', () => reply.writeHead(lie.status).end(lie.body ?? ''));
    } else if (lie.kind !== 'stall') forward(asked, reply, lie);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const bound = http.address();
  const address = `127.0.0.1:${String(typeof bound === 'object' ? bound?.port : 0)}`;

  function forward(asked: IncomingMessage, reply: ServerResponse, lie: Lie | undefined): void {
    // A redirect back through here names the server it was for.
    const [, host = server, path = asked.url] = /^\/via\/([^/]+)(\/.*)$/.exec(asked.url ?? '') ?? [];
    const to = new URL(`http://${host}`);
    const onward = request(
      { host: to.hostname, port: to.port, path, method: asked.method, headers: asked.headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('end', () => give(answer, Buffer.concat(chunks), reply, lie));
        answer.once('error', () => reply.destroy());
      },
    );
    onward.once('error', () => reply.destroy());
    asked.pipe(onward);
  }

  function give(answer: IncomingMessage, body: Buffer, reply: ServerResponse, lie: Lie | undefined): void {
    if (lie?.kind === 'lost') return void reply.destroy();
    const headers = { ...answer.headers };
    const { location } = headers;
    const through = lie?.kind === 'dead' ? 'http://127.0.0.1:1' : `http://${address}/via/$1`;
    if (location !== undefined) headers.location = location.replace(/^http:\/\/([^/]+)/, through);
    const length = body.length;
    // A length and chunks at once are no HTTP.
    if (lie?.kind === 'short' || lie?.kind === 'long') delete headers['transfer-encoding'];
    if (lie?.kind === 'short') headers['content-length'] = String(Math.min(lie.bytes, length));
    if (lie?.kind === 'long') headers['content-length'] = String(length + lie.by);
    reply.writeHead(answer.statusCode ?? 500, headers);
    if (lie?.kind === 'short') return void reply.end(body.subarray(0, lie.bytes));
    const breaks = lie?.kind === 'reset' ? lie.after : lie?.kind === 'long' ? length : undefined;
    if (breaks === undefined) return void reply.end(body);
    reply.write(body.subarray(0, breaks), () => setTimeout(() => reply.destroy(), 20));
  }

  return {
    address,
    get told() {
      return told;
    },
    set(next) {
      [rule, told] = [next, 0];
    },
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
