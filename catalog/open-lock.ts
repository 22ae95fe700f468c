import { LakeliftError } from '../errors/error.js';
import { JdbcCatalogLock } from './lock/jdbc.js';
import type { LockRows } from './lock/rows.js';
import { serverRows } from './lock/server-rows.js';
import { sqliteRows } from './lock/sqlite-rows.js';
import { parseServerUrl } from './sql/server-url.js';
import type { ServerUrl } from './sql/server-url.js';
import { HiveCatalogLock } from './thrift/lock.js';

const SQLITE = /^jdbc:sqlite:([^?]+)/;
const SERVER = /^jdbc:((?:mysql|postgresql):\/\/[^?]+)/;

/**
 * Opens the lock of a Paimon catalog: `thrift://host:9083` of the Hive catalog, or the `uri` of a JDBC catalog: `jdbc:sqlite:path`,
 * `jdbc:mysql://user@host/database`, `jdbc:postgresql://…`, with `?catalog-key=name` where the catalog has one; of other
 * settings there `user` and `password` count. Throws USAGE for another URL, UNREACHABLE when no server answers, AUTH, IO for a bad file.
 */
export async function openCatalogLock(
  url: string,
  options: { readonly user?: string; readonly acquireMs?: number } = {},
): Promise<HiveCatalogLock | JdbcCatalogLock> {
  if (url.startsWith('thrift:')) return await HiveCatalogLock.open(url, options);
  const settings = new URLSearchParams(/\?(.*)/.exec(url)?.[1]);
  const catalogKey = settings.get('catalog-key');
  return new JdbcCatalogLock(await rowsOf(url, settings), catalogKey === null ? options : { ...options, catalogKey });
}

async function rowsOf(url: string, settings: URLSearchParams): Promise<LockRows> {
  const path = SQLITE.exec(url)?.[1];
  if (path !== undefined) return sqliteRows(path);
  const server = serverOf(url, settings);
  if (server !== undefined) return serverRows(server);
  // Without the URL, which may hold a password.
  throw new LakeliftError('USAGE', 'not the URL of a lock', {
    next: 'use thrift://host:9083 (Hive catalog), jdbc:sqlite:path/to/catalog.db, jdbc:mysql://host:3306/database?user=name or jdbc:postgresql://host:5432/database?user=name (JDBC catalog)',
  });
}

function serverOf(jdbc: string, settings: URLSearchParams): ServerUrl | undefined {
  const [, text] = SERVER.exec(jdbc) ?? [];
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  for (const [name, part] of [
    ['user', 'username'],
    ['password', 'password'],
  ] as const) {
    const value = settings.get(name);
    if (value !== null) url[part] = value;
  }
  return parseServerUrl(url.href);
}
