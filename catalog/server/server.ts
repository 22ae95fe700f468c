import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { LakeliftError } from '../../errors/error.js';
import { openForReading } from '../sqlite/file.js';
import type { Sqlite } from '../sqlite/file.js';
import { endpointText } from '../thrift/uri.js';
import { serveClient } from './client-session.js';

export interface ServeOptions {
  /** Address to listen on. */
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Framed transport (`hive.metastore.thrift.framed.transport.enabled`). */
  framed?: boolean;
}

const MAX_CLIENTS = 500;

/** A read-only Hive Metastore: the interface of 2.3 over a SQLite catalog, without user names or passwords. */
export class MetastoreServer {
  readonly #server: Server;
  readonly #db: Sqlite;
  readonly #clients: ReadonlySet<Socket>;
  readonly #framed: boolean;

  private constructor(server: Server, db: Sqlite, clients: ReadonlySet<Socket>, framed: boolean) {
    this.#server = server;
    this.#db = db;
    this.#clients = clients;
    this.#framed = framed;
  }

  /** Serves the metastore database at `path`. Throws USAGE (file, address in use or not of this machine), CORRUPT. */
  static async start(path: string, options: ServeOptions): Promise<MetastoreServer> {
    const { framed = false } = options;
    const db = openForReading(path);
    const clients = new Set<Socket>();
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      clients.add(socket);
      socket.on('close', () => clients.delete(socket));
      serveClient(socket, db, framed);
    });
    server.maxConnections = MAX_CLIENTS;
    try {
      await listening(server, options);
    } catch (error) {
      db.close();
      throw error;
    }
    return new MetastoreServer(server, db, clients, framed);
  }

  /** The address as lakelift's own `--metastore` takes it; without `?framed=true`, that for `hive.metastore.uris`. */
  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return endpointText({ host: address, port, framed: this.#framed });
  }

  /** Hangs up and frees the port. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const client of this.#clients) client.destroy();
    await closed;
    this.#db.close();
  }
}

function listening(server: Server, { host, port }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE';
      const place = { file: endpointText({ host, port }), cause };
      reject(
        new LakeliftError('USAGE', `cannot listen there: ${cause.message}`, {
          ...place,
          next: taken ? 'give --port another number; 0 takes a free one' : 'give --host an address of this machine',
        }),
      );
    });
    server.listen({ host, port }, resolve);
  });
}
