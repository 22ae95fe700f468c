import { chmod, chown, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { postgresFolder } from './cache.js';
import { makeCertificate } from './certificate.js';
import type { DatabaseServer, Login } from './database-server.js';
import { freePorts, run, serve } from './processes.js';

/** PostgreSQL does not run as root: then it is this user, `nobody`. */
const NOBODY = 65_534;

/** Starts PostgreSQL with its data under `folder`, whose parents everybody can enter; into it only `login` is let, with or without TLS. */
export async function startPostgres(folder: string, login: Login): Promise<DatabaseServer> {
  const [port] = await freePorts(1);
  const log = join(folder, 'postgres.log');
  const as = process.getuid?.() === 0 ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
  const own = async (path: string): Promise<void> => (as.length === 0 ? undefined : chown(path, NOBODY, NOBODY));
  const command = (program: string, args: readonly string[]): [string, string[]] => {
    const [first, ...rest] = [...as, join(programs, 'bin', program), ...args];
    return [first!, rest];
  };
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  // The other user cannot read root's cache.
  const programs = as.length === 0 ? await postgresFolder() : join(folder, 'postgres');
  if (as.length > 0) await cp(await postgresFolder(), programs, { recursive: true, verbatimSymlinks: true });
  const [data, secret] = [join(folder, 'data'), join(folder, 'password')];
  await mkdir(data, { mode: 0o700 });
  await writeFile(secret, login.password, { mode: 0o600 });
  const { certificate, key } = await makeCertificate(folder);
  for (const path of [data, secret, key]) await own(path);
  const accounts = ['-U', login.user, `--pwfile=${secret}`, '-A', 'scram-sha-256'];
  await run(...command('initdb', ['-D', data, ...accounts, '-E', 'UTF8', '--locale=C', '-N']), { log, cwd: folder });
  const settings = [`listen_addresses=127.0.0.1`, `port=${String(port)}`, 'unix_socket_directories=', 'fsync=off'];
  const tls = ['ssl=on', `ssl_cert_file=${certificate}`, `ssl_key_file=${key}`];
  const flags = [...settings, ...tls].flatMap((setting) => ['-c', setting]);
  const at = { host: '127.0.0.1', port: port!, ...login };
  const query = async (database: string, sql: string): Promise<void> => {
    const client = new pg.Client({ ...at, database });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const service = await serve('PostgreSQL', ...command('postgres', ['-D', data, ...flags]), {
    ...{ log, cwd: folder, timeoutMs: 60_000 },
    ready: () => query('postgres', 'SELECT 1').then(() => true),
  });
  const place = `127.0.0.1:${String(port)}`;
  return {
    ...service,
    ...{ kind: 'postgres', certificate, login, place, query },
    create: (database) => query('postgres', `CREATE DATABASE ${database}`),
    jdbc: (database) => ({
      url: `jdbc:postgresql://${place}/${database}`,
      driver: 'org.postgresql.Driver',
    }),
  };
}
