import { userInfo } from 'node:os';
import { LakeliftError } from '../../errors/error.js';
import { ThriftConnection } from './connection.js';
import { RemoteException } from './message.js';
import { METHODS } from './methods.js';
import type { Method } from './methods.js';
import type { Endpoint } from './uri.js';

/** Calls with failover: the endpoints in turn, starting with the one that answered last. Calls run one after another. */
export class FailoverClient {
  readonly #endpoints: readonly Endpoint[];
  readonly #timeoutMs: number;
  readonly user: string;
  #current = 0;
  #connection: ThriftConnection | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(endpoints: readonly Endpoint[], timeoutMs: number, user: string | undefined) {
    this.#endpoints = endpoints;
    this.#timeoutMs = timeoutMs;
    this.user = user ?? process.env.HADOOP_USER_NAME ?? userInfo().username;
  }

  /** Connects to the first endpoint that answers. Throws UNREACHABLE with the last one's reason. */
  connect(): Promise<void> {
    return this.#enqueue(() => this.#withFailover(() => Promise.resolve()));
  }

  /** One read call; it is repeated on another endpoint when a connection breaks, so it must not change anything. */
  call<A, R>(method: Method<A, R>, args: A): Promise<R> {
    return this.#enqueue(() => this.#withFailover((connection) => connection.call(method, args)));
  }

  /**
   * One call that changes something, sent once and to one endpoint: when the connection breaks under it (UNREACHABLE), it may have been
   * done or not.
   */
  change<A, R>(method: Method<A, R>, args: A): Promise<R> {
    return this.#enqueue(async () => {
      const connection = await this.#withFailover((usable) => Promise.resolve(usable));
      return connection.call(method, args);
    });
  }

  close(): void {
    this.#connection?.close();
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** One try more than there are endpoints: a connection idle for long may be gone though its server is well. */
  async #withFailover<T>(work: (connection: ThriftConnection) => Promise<T>): Promise<T> {
    const reused = this.#connection !== undefined;
    const tries = this.#endpoints.length + (reused ? 1 : 0);
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(await this.#connected());
      } catch (error) {
        if (!(error instanceof LakeliftError && error.code === 'UNREACHABLE') || attempt >= tries) throw error;
        if (!(reused && attempt === 1)) this.#current = (this.#current + 1) % this.#endpoints.length;
      }
    }
  }

  async #connected(): Promise<ThriftConnection> {
    if (this.#connection?.usable === true) return this.#connection;
    const endpoint = this.#endpoints[this.#current];
    if (endpoint === undefined) throw new LakeliftError('INTERNAL', 'no metastore endpoint');
    const connection = await ThriftConnection.open(endpoint, this.#timeoutMs);
    this.#connection = connection;
    try {
      await connection.call(METHODS.setUgi, { user: this.user, groups: [] });
    } catch (error) {
      // A server may forbid or lack set_ugi; it then answers the calls that follow under its own rules.
      if (!(error instanceof RemoteException)) throw error;
    }
    return connection;
  }
}
