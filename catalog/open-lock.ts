import { LakeliftError } from '../errors/error.js';
import { JdbcCatalogLock } from './sqlite/lock.js';
import { HiveCatalogLock } from './thrift/lock.js';

const JDBC = /^jdbc:sqlite:([^?]+)(?:\?(.*))?$/;

/**
 * Opens the lock of a Paimon catalog: `thrift://host:9083` of the Hive catalog, `jdbc:sqlite:path`, with `?catalog-key=name` where the catalog
 * has one, of a JDBC catalog in a SQLite file; other settings there are for Java's driver. Throws USAGE for another URL, UNREACHABLE when no server answers, IO for a bad file.
 */
export async function openCatalogLock(
  url: string,
  options: { readonly user?: string; readonly acquireMs?: number } = {},
): Promise<HiveCatalogLock | JdbcCatalogLock> {
  if (url.startsWith('thrift:')) return await HiveCatalogLock.open(url, options);
  const [, path, settings] = JDBC.exec(url) ?? [];
  if (path !== undefined) {
    const catalogKey = new URLSearchParams(settings).get('catalog-key');
    return new JdbcCatalogLock(path, catalogKey === null ? options : { ...options, catalogKey });
  }
  throw new LakeliftError('USAGE', `not the URL of a lock: ${url}`, {
    next: 'use thrift://host:9083 (Hive catalog) or jdbc:sqlite:path/to/catalog.db (JDBC catalog)',
  });
}
