import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetastoreServer, SqliteCatalog } from '../../catalog/index.js';
import type { CatalogEntry, ServeOptions } from '../../catalog/index.js';
import { ThriftConnection } from '../../catalog/thrift/connection.js';
import type { Method } from '../../catalog/thrift/methods.js';
import { parseThriftUris } from '../../catalog/thrift/uri.js';
import { database } from './samples.js';

/** A catalog of its own in a temporary folder, served on a free port of the loopback. */
export class ServedCatalog {
  readonly folder: string;
  readonly server: MetastoreServer;

  private constructor(folder: string, server: MetastoreServer) {
    this.folder = folder;
    this.server = server;
  }

  static async start(entries: readonly CatalogEntry[], options: Partial<ServeOptions> = {}): Promise<ServedCatalog> {
    const folder = mkdtempSync(join(tmpdir(), 'lakelift-serve-'));
    const path = join(folder, 'catalog.db');
    const catalog = SqliteCatalog.open(path);
    for (const entry of entries) catalog.put({ ...database, name: entry.table.database }, entry);
    catalog.close();
    return new ServedCatalog(folder, await MetastoreServer.start(path, { host: '127.0.0.1', port: 0, ...options }));
  }

  get path(): string {
    return join(this.folder, 'catalog.db');
  }

  get url(): string {
    return this.server.url;
  }

  /** One call over a connection of its own. */
  async call<A, R>(method: Method<A, R>, args: A): Promise<R> {
    const connection = await ThriftConnection.open(parseThriftUris(this.url)[0]!, 10_000);
    try {
      return await connection.call(method, args);
    } finally {
      connection.close();
    }
  }

  socket(): Promise<Socket> {
    const { host, port } = parseThriftUris(this.url)[0]!;
    return new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(socket)).once('error', reject);
    });
  }

  async stop(): Promise<void> {
    await this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
