import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { mariaDbRoot } from './cache.js';
import { freePorts, serve, type Service } from './processes.js';

/** A running MariaDB without privilege tables: anybody is let in. */
export interface MariaDb extends Service {
  readonly url: string;
  /** Runs statements one after the other. */
  run(...statements: readonly string[]): Promise<void>;
}

/** Starts MariaDB with its data under `folder`. */
export async function startMariaDb(folder: string): Promise<MariaDb> {
  const root = await mariaDbRoot();
  const [port] = await freePorts(1);
  const data = join(folder, 'data');
  await mkdir(join(data, 'mysql'), { recursive: true });
  const settings = {
    datadir: data,
    port,
    'bind-address': '127.0.0.1',
    socket: join(data, 'socket'),
    user: 'root',
    'lc-messages-dir': join(root, 'usr/share/mysql'),
    'innodb-buffer-pool-size': '32M',
    'innodb-flush-method': 'fsync',
    'pid-file': join(data, 'pid'),
  };
  const flags = Object.entries(settings).map(([name, value]) => `--${name}=${String(value)}`);
  const service = await serve(
    'MariaDB',
    join(root, 'usr/sbin/mariadbd'),
    ['--no-defaults', ...flags, '--skip-grant-tables', '--skip-networking=0'],
    {
      log: join(folder, 'mariadb.log'),
      env: { LD_LIBRARY_PATH: ['usr/lib', 'lib'].map((lib) => join(root, lib, 'x86_64-linux-gnu')).join(':') },
      timeoutMs: 60_000,
      ready: () => listens(port!),
    },
  );
  return {
    ...service,
    url: `mysql://127.0.0.1:${String(port)}`,
    run: async (...statements) => {
      const connection = await createConnection({ host: '127.0.0.1', port: port!, user: 'root' });
      for (const statement of statements) await connection.query(statement);
      await connection.end();
    },
  };
}

async function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
}
