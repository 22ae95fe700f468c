import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import { toLakeliftError } from '../../errors/index.js';
import type { DatabaseServer } from '../services/database-server.js';
import { LOGIN, createTables, startServers, urlOf } from './databases.js';
import type { Kind } from './databases.js';

const DATABASE = 'logins';
let folder: string;
let servers: Readonly<Record<Kind, DatabaseServer>>;
const inFolder = (name: string): string => join(folder, name);
const at = (kind: Kind, password?: string): string => urlOf(servers[kind], DATABASE, password);
const certificateOf = (kind: Kind): string => servers[kind].certificate;
/** As .pgpass has it. */
const escaped = LOGIN.password.replace(/[:\\]/g, '\\$&');
const tlsOfMySql = (settings: object): string => `?ssl=${encodeURIComponent(JSON.stringify(settings))}`;

beforeAll(async () => {
  ({ folder, servers } = await startServers());
  for (const server of Object.values(servers)) {
    await server.create(DATABASE);
    await createTables(server, DATABASE, '3.1.3');
  }
  await mkdir(inFolder('home'));
  await writeFile(inFolder('home/.pgpass'), `*:*:${DATABASE}:hive:${escaped}\n`, { mode: 0o600 });
  await writeFile(inFolder('home/.my.cnf'), `[mysql]\npassword=no\n[client]\npassword='${LOGIN.password}'\n`);
  await writeFile(inFolder('pass'), `127.0.0.1:*:*:hive:${escaped}\n`, { mode: 0o600 });
  await writeFile(inFolder('pass-for-all'), `*:*:*:*:${escaped}\n`, { mode: 0o644 });
}, 300_000);
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  await rm(folder, { recursive: true });
});
beforeEach(() => vi.stubEnv('HOME', folder));
afterEach(() => vi.unstubAllEnvs());

it.each<[string, () => string, () => Record<string, string>]>([
  ['the URL of PostgreSQL', () => at('postgres', LOGIN.password), () => ({})],
  ['PGPASSWORD', () => at('postgres'), () => ({ PGPASSWORD: LOGIN.password })],
  ['PGPASSFILE', () => at('postgres'), () => ({ PGPASSFILE: inFolder('pass') })],
  ['~/.pgpass', () => at('postgres'), () => ({ HOME: inFolder('home') })],
  ['the URL of MySQL', () => at('mysql', LOGIN.password), () => ({})],
  ['MYSQL_PWD', () => at('mysql'), () => ({ MYSQL_PWD: LOGIN.password })],
  ['~/.my.cnf', () => at('mysql'), () => ({ HOME: inFolder('home'), MYSQL_PWD: 'no' })],
  [
    'the URL, by TLS of PostgreSQL whose certificate is known',
    () => `${at('postgres', LOGIN.password)}?sslmode=verify-full&sslrootcert=${certificateOf('postgres')}`,
    () => ({}),
  ],
  [
    'the URL, by TLS of MySQL whose certificate is known',
    () => at('mysql', LOGIN.password) + tlsOfMySql({ ca: readFileSync(certificateOf('mysql'), 'utf8') }),
    () => ({}),
  ],
])('takes the password from %s', async (_place, url, env) => {
  for (const [name, value] of Object.entries(env())) vi.stubEnv(name, value);
  const metastore = await openMetastore(url());
  expect([await metastore.version?.(), await metastore.databases()]).toEqual(['of schema 3.1.0', []]);
  await metastore.close();
});

it.each<[string, () => string, () => Record<string, string>, string]>([
  ['a wrong password, PostgreSQL', () => at('postgres', 's3cret'), () => ({}), 'AUTH'],
  ['a wrong password, MySQL', () => at('mysql', 's3cret'), () => ({}), 'AUTH'],
  ['a wrong PGPASSWORD', () => at('postgres'), () => ({ PGPASSWORD: 's3cret' }), 'AUTH'],
  ['a wrong MYSQL_PWD', () => at('mysql'), () => ({ MYSQL_PWD: 's3cret' }), 'AUTH'],
  ['none at all, PostgreSQL', () => at('postgres'), () => ({}), 'AUTH'],
  ['none at all, MySQL', () => at('mysql'), () => ({}), 'AUTH'],
  ['a file that others can read', () => at('postgres'), () => ({ PGPASSFILE: inFolder('pass-for-all') }), 'AUTH'],
  ['no such database, PostgreSQL', () => urlOf(servers.postgres, 'nope', LOGIN.password), () => ({}), 'USAGE'],
  ['no such database, MySQL', () => urlOf(servers.mysql, 'nope', LOGIN.password), () => ({}), 'USAGE'],
  ['another database of PostgreSQL', () => urlOf(servers.postgres, 'postgres', LOGIN.password), () => ({}), 'USAGE'],
  [
    'an unknown certificate, PostgreSQL',
    () => `${at('postgres', LOGIN.password)}?sslmode=verify-full`,
    () => ({}),
    'UNREACHABLE',
  ],
  [
    'an unknown certificate, MySQL',
    () => at('mysql', LOGIN.password) + tlsOfMySql({ rejectUnauthorized: true }),
    () => ({}),
    'UNREACHABLE',
  ],
])('%s is said by its code, without a password', async (_what, url, env, code) => {
  for (const [name, value] of Object.entries(env())) vi.stubEnv(name, value);
  const error = await openMetastore(url()).then(() => undefined, toLakeliftError);
  expect(error?.code).toBe(code);
  const told = `${error!.describe()} ${JSON.stringify(error)}`;
  for (const password of ['s3cret', LOGIN.password, encodeURIComponent(LOGIN.password)])
    expect(told).not.toContain(password);
});
