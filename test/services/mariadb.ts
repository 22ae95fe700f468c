import { mkdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { mariaDbRoot } from './cache.js';
import { makeCertificate } from './certificate.js';
import type { DatabaseServer, Login } from './database-server.js';
import { freePorts, serve, type Service } from './processes.js';

/** A running MariaDB without privilege tables: anybody is let in. */
export interface MariaDb extends Service {
  readonly port: number;
  readonly url: string;
  /** Runs statements one after the other. */
  run(...statements: readonly string[]): Promise<void>;
}

/** Starts MariaDB with its data under `folder`; `more` are settings beside those. */
export async function startMariaDb(folder: string, more: Readonly<Record<string, string>> = {}): Promise<MariaDb> {
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
    ...more,
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
    port: port!,
    url: `mysql://127.0.0.1:${String(port)}`,
    run: (...statements) => query({ port: port!, user: 'root' }, ...statements),
  };
}

/** Starts MariaDB with its data under `folder`, into which only `login` is let, with or without TLS. */
export async function startMariaDbFor(folder: string, login: Login): Promise<DatabaseServer> {
  await mkdir(folder, { recursive: true });
  const { certificate, key } = await makeCertificate(folder);
  const server = await startMariaDb(folder, {
    ...{ 'ssl-cert': certificate, 'ssl-key': key },
    'innodb-flush-log-at-trx-commit': '0',
  });
  const scripts = join(await mariaDbRoot(), 'usr/share/mysql');
  const texts = ['mysql_system_tables', 'mysql_system_tables_data'].map((name) =>
    readFile(join(scripts, `${name}.sql`), 'utf8'),
  );
  const account = `'${login.user}'@'%' IDENTIFIED BY '${login.password.replaceAll("'", "''")}'`;
  // FLUSH PRIVILEGES makes the server ask for logins from now on.
  const secured = ['FLUSH PRIVILEGES', `CREATE USER ${account}`, `GRANT ALL ON *.* TO '${login.user}'@'%'`];
  await server.run(
    'USE mysql',
    ...(await Promise.all(texts)),
    "DELETE FROM global_priv WHERE User = 'root'",
    ...secured,
  );
  const at = { port: server.port, ...login };
  return {
    ...server,
    ...{ kind: 'mysql', certificate, login, place: `127.0.0.1:${String(server.port)}` },
    // Hive's own choice: longer characters make its keys too long.
    create: (database) => query(at, `CREATE DATABASE ${database} CHARACTER SET latin1 COLLATE latin1_bin`),
    query: (database, sql) => query({ ...at, database }, sql),
    jdbc: (database) => ({
      url: `jdbc:mysql://127.0.0.1:${String(server.port)}/${database}?useSSL=false&allowPublicKeyRetrieval=true`,
      driver: 'com.mysql.cj.jdbc.Driver',
    }),
  };
}

interface Account extends Partial<Login> {
  readonly port: number;
  readonly database?: string;
}

async function query(account: Account, ...statements: readonly string[]): Promise<void> {
  const connection = await createConnection({ host: '127.0.0.1', multipleStatements: true, ...account });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
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
