import { chmod, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hiveFolder } from '../services/cache.js';
import type { DatabaseServer } from '../services/database-server.js';
import { startMariaDbFor } from '../services/mariadb.js';
import { startPostgres } from '../services/postgres.js';

/** A password whose characters mean something in URLs and in files of passwords. */
export const LOGIN = { user: 'hive', password: `p@ss:w/o#rd'"?` };

export type Kind = DatabaseServer['kind'];

/** One PostgreSQL and one MariaDB in a folder that is to be removed after they are stopped. */
export async function startServers(): Promise<{ folder: string; servers: Readonly<Record<Kind, DatabaseServer>> }> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-databases-'));
  await chmod(folder, 0o755);
  const [postgres, mysql] = await Promise.all([
    startPostgres(join(folder, 'postgres'), LOGIN),
    startMariaDbFor(join(folder, 'mysql'), LOGIN),
  ]);
  return { folder, servers: { postgres, mysql } };
}

/** The schemas of those Metastores that do not make their tables themselves. */
const SCHEMAS = { '3.1.3': '3.1.0', '4.0.1': '4.0.0' };

/** Makes an empty metastore of a schema, as Hive's script has it. */
export async function createTables(
  server: DatabaseServer,
  database: string,
  version: keyof typeof SCHEMAS,
): Promise<void> {
  const name = `hive-schema-${SCHEMAS[version]}.${server.kind}.sql`;
  const script = join(await hiveFolder(version), 'scripts/metastore/upgrade', server.kind, name);
  await server.query(database, await readFile(script, 'utf8'));
}

/** The URL of a database; without a password it is looked for elsewhere. */
export const urlOf = ({ kind, place }: DatabaseServer, database: string, password?: string): string =>
  `${kind}://${LOGIN.user}${password === undefined ? '' : `:${encodeURIComponent(password)}`}@${place}/${database}`;
