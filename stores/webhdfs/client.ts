import type { IncomingMessage } from 'node:http';
import { userInfo } from 'node:os';
import { LakeliftError } from '../../errors/index.js';
import { Limit, Pace } from '../limit.js';
import type { SourceOptions } from '../options.js';
import { retry, Transient } from '../retry.js';
import { networkError, replyError } from './errors.js';
import { HttpClient } from './http.js';
import type { NameNodes } from './name-nodes.js';

export type Parameters = Readonly<Record<string, string | number>>;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_HOPS = 3;

/** WebHDFS operations that read: NameNode failover, redirects, retries and limits. It sends nothing but GET. */
export class WebHdfsClient {
  readonly url: string;
  /** Tries of one operation; a failover of a high-availability pair takes longer than a restart of one server. */
  readonly tries: number;
  readonly http: HttpClient;
  readonly #limit: Limit;
  readonly #pace: Pace;
  readonly #user: string | undefined;
  #active = 0;

  constructor(
    private readonly nodes: NameNodes,
    options: SourceOptions = {},
  ) {
    const secure = nodes.origins.every((origin) => origin.startsWith('https:'));
    this.url = `${secure ? 'swebhdfs' : 'webhdfs'}://${nodes.origins.map((origin) => origin.replace(/^https?:\/\//, '')).join(',')}`;
    this.tries = nodes.origins.length > 1 ? 14 : 8;
    this.http = new HttpClient(options.timeoutMs ?? 60_000);
    this.#limit = new Limit(options.concurrency ?? 32);
    this.#pace = new Pace(options.nameNodeOps);
    this.#user = options.user ?? nodes.user;
  }

  /** The path as a URL for messages. */
  fileUrl(path: string): string {
    return `${this.url}/${path}`;
  }

  /** One operation with a JSON reply, tried again while failures may pass. */
  json<T>(op: string, path: string, parameters: Parameters = {}): Promise<T> {
    return retry(this.tries, () =>
      this.#limit.run(async () => {
        const reply = await this.#send(op, path, parameters);
        const server = reply.server;
        const text = await this.#text(reply.message, server, path);
        try {
          return JSON.parse(text) as T;
        } catch (cause) {
          throw new LakeliftError('IO', `${server} answered ${op} with something that is not JSON`, {
            file: this.fileUrl(path),
            cause,
            next: "check that the host and port are those of the NameNode's HTTP server",
          });
        }
      }),
    );
  }

  /** One try of an operation whose reply is data. Throws `Transient` where another try may help. */
  async stream(
    op: string,
    path: string,
    parameters: Parameters,
  ): Promise<{ message: IncomingMessage; server: string }> {
    return this.#limit.run(() => this.#send(op, path, parameters));
  }

  close(): void {
    this.http.close();
  }

  async #send(op: string, path: string, parameters: Parameters): Promise<{ message: IncomingMessage; server: string }> {
    await this.#pace.turn();
    const asked = this.#active;
    const file = this.fileUrl(path);
    let url = webHdfsUrl(this.nodes.origins[asked]!, op, path, parameters, this.#user);
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const server = url.host;
      const dataNode = hop > 0 ? url.hostname : undefined;
      try {
        const message = await this.http.get(url).catch((error: unknown) => {
          throw networkError(error, server, file, dataNode);
        });
        const status = message.statusCode ?? 0;
        if (status === 200) return { message, server };
        const body = await this.#text(message, server, path);
        const location = message.headers.location;
        if (!REDIRECTS.has(status) || location === undefined) throw replyError({ status, body, server, file });
        url = redirected(new URL(location, url), path);
      } catch (error) {
        if (error instanceof Transient && dataNode === undefined) this.#failOver(asked);
        throw error;
      }
    }
    throw new LakeliftError('IO', `${url.host} redirects in a circle`, { file, next: 'check the proxy before HDFS' });
  }

  async #text(message: IncomingMessage, server: string, path: string): Promise<string> {
    return this.http.text(message).catch((error: unknown) => {
      throw networkError(error, server, this.fileUrl(path));
    });
  }

  /** To the next NameNode, unless another operation has already moved on. */
  #failOver(asked: number): void {
    if (this.#active === asked) this.#active = (asked + 1) % this.nodes.origins.length;
  }
}

/** The URL of an operation at a NameNode's HTTP server; `path` has no leading slash. */
export function webHdfsUrl(origin: string, op: string, path: string, parameters: Parameters, user?: string): URL {
  const url = new URL(`${origin}/webhdfs/v1/${encodePath(path)}?op=${op}`);
  url.search += `${identity(user)}${encodeParameters(parameters)}`;
  return url;
}

/**
 * Where a NameNode sends a read. Java brings the path of its redirects into Unicode's form NFC, which may be another file's name: the path
 * that was asked for takes its place.
 */
function redirected(location: URL, path: string): URL {
  const composed = path.normalize('NFC');
  if (composed === path) return location;
  const found = decodePath(location.pathname);
  if (!found.endsWith(`/${composed}`)) return location;
  location.pathname = encodePath(`${found.slice(0, -composed.length)}${path}`);
  return location;
}

function decodePath(path: string): string {
  return path.split('/').map(decodeURIComponent).join('/');
}

/** Every segment is encoded by itself: names hold `%3A`, `+`, `;`, `=` and spaces of their own. */
function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function encodeParameters(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `&${name}=${encodeURIComponent(value)}`)
    .join('');
}

/** A delegation token says who asks; without one the user's name does. */
function identity(user: string | undefined): string {
  const token = process.env['LAKELIFT_HDFS_TOKEN'];
  if (token) return encodeParameters({ delegation: token });
  return encodeParameters({ 'user.name': user ?? process.env['HADOOP_USER_NAME'] ?? userInfo().username });
}
