import { existsSync, readFileSync } from 'node:fs';
import { LakeliftError } from '../../errors/error.js';
import { BUSY_TIMEOUT_MS, CATALOG_SCHEMAS, guarded, NEXT_FILE, openForWriting, schemaOf } from './file.js';
import type { CatalogSchema, Sqlite } from './file.js';

/**
 * Gives a catalog the tables of a later Hive Metastore, in one transaction; what it holds stays. Returns the schema it had. Throws USAGE where
 * there is no catalog, or a later one, CORRUPT or LOCKED.
 */
export function upgradeCatalog(path: string, to: CatalogSchema, lockWaitMs = BUSY_TIMEOUT_MS): CatalogSchema {
  if (!existsSync(path)) throw new LakeliftError('USAGE', 'no such catalog', { file: path, next: NEXT_FILE });
  const db = openForWriting(path, lockWaitMs);
  try {
    return guarded(path, () => db.transaction(() => upgraded(db, path, to)).immediate());
  } finally {
    db.close();
  }
}

function upgraded(db: Sqlite, path: string, to: CatalogSchema): CatalogSchema {
  const from = schemaOf(db, path);
  const [first, last] = [from, to].map((schema) => CATALOG_SCHEMAS.indexOf(schema)) as [number, number];
  if (first > last) {
    throw new LakeliftError('USAGE', `the catalog has schema ${from}, which is later than ${to}`, {
      file: path,
      next: 'a schema cannot be taken back: give --catalog another file, and migrate into it',
    });
  }
  for (const schema of CATALOG_SCHEMAS.slice(first + 1, last + 1)) {
    db.exec(readFileSync(new URL(`./schema-${schema}.sql`, import.meta.url), 'utf8'));
    db.prepare('UPDATE VERSION SET SCHEMA_VERSION = ?').run(`${schema}.0`);
  }
  return from;
}
