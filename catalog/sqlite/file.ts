import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Database, outOfFiles } from '../../sqlite/index.js';
import { LakeliftError } from '../../errors/error.js';
import { makeFolder } from '../../stores/index.js';
import { requireTables, schemaVersion } from '../sql/schema.js';
import { readNow } from './read-now.js';

export type Sqlite = Database;

/** Milliseconds to wait for another process' lock. */
export const BUSY_TIMEOUT_MS = 10_000;
export const NEXT_FILE =
  'name a SQLite file with the tables of a Hive Metastore, e.g. the --catalog file of an earlier run';

const NEXT_PLACE = 'give this user access to the file and its folder, or name another file with --catalog';

/** Opens an existing metastore file for reading. Throws USAGE (missing, not a metastore) or CORRUPT (not SQLite). */
export function openForReading(path: string): Sqlite {
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new LakeliftError('USAGE', 'no such metastore file', { file: path, next: NEXT_FILE });
  }
  return guarded(path, () => {
    const db = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    return closedOnError(db, () => requireTables(tableNames(db), path, NEXT_FILE));
  });
}

/**
 * Opens the catalog for writing in WAL mode; a new or empty file gets the Hive 2.3 schema (schema.sql; upgrade.ts
 * makes later ones of it).
 * Throws USAGE for a file of another kind or schema version, CORRUPT when it is not SQLite.
 */
export function openForWriting(path: string, lockWaitMs: number): Sqlite {
  makePlace(path);
  return guarded(path, () => {
    const db = new Database(path, { timeout: lockWaitMs });
    return closedOnError(db, () => {
      db.pragma('synchronous = FULL');
      // Before the first page is written for WAL, so that a file with anything in it is a metastore.
      db.transaction(() => {
        if (tableNames(db).size === 0) createSchema(db);
      }).immediate();
      db.pragma('journal_mode = WAL');
      requireTables(tableNames(db), path, NEXT_FILE);
      schemaOf(db, path);
    });
  });
}

/** Makes the folder of a new catalog. Throws AUTH. */
function makePlace(path: string): void {
  try {
    makeFolder(dirname(path));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakeliftError('AUTH', `the catalog cannot be written: ${reason}`, {
      file: path,
      next: NEXT_PLACE,
      cause,
    });
  }
}

/** Runs `work` with SQLite's own errors turned into LakeliftErrors that name the file. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const unopened = outOfFiles(error, path);
    if (unopened) throw unopened;
    if (!(error instanceof Database.SqliteError)) throw error;
    const { code, message } = error;
    if (/^SQLITE_(NOTADB|CORRUPT|FORMAT)/.test(code)) {
      throw new LakeliftError('CORRUPT', `not a readable SQLite database: ${message}`, {
        file: path,
        next: NEXT_FILE,
        cause: error,
      });
    }
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
      const next = 'stop the other run or the metastore that uses the file, then run again';
      throw new LakeliftError('LOCKED', 'the metastore file is in use', { file: path, next, cause: error });
    }
    if (/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/.test(code)) {
      throw new LakeliftError('AUTH', `the metastore file cannot be opened: ${message}`, {
        file: path,
        next: NEXT_PLACE,
        cause: error,
      });
    }
    if (code.startsWith('SQLITE_FULL')) {
      throw new LakeliftError('NO_SPACE', 'no space left for the metastore file', { file: path, cause: error });
    }
    throw new LakeliftError('IO', `SQLite: ${message} (${code})`, { file: path, cause: error });
  }
}

function closedOnError(db: Sqlite, work: () => void): Sqlite {
  try {
    work();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function tableNames(db: Sqlite): Set<string> {
  const names = db.prepare<[], string>("SELECT upper(name) FROM sqlite_master WHERE type = 'table'").pluck().all();
  return new Set(names);
}

function createSchema(db: Sqlite): void {
  db.exec(readFileSync(new URL('./schema.sql', import.meta.url), 'utf8'));
  db.prepare('INSERT INTO VERSION (VER_ID, SCHEMA_VERSION, VERSION_COMMENT) VALUES (1, ?, ?)').run(
    '2.3.0',
    'lakelift catalog',
  );
}

/** The schemas a catalog can have; rows of the first are valid in the later ones too, as schema-3.1.sql and schema-4.0.sql see to. */
export const CATALOG_SCHEMAS = ['2.3', '3.1', '4.0'] as const;
export type CatalogSchema = (typeof CATALOG_SCHEMAS)[number];

/** What the metastore file at `path` says it has. Throws USAGE for another one. */
export function schemaOf(db: Sqlite, path: string): CatalogSchema {
  const version = readNow(db, schemaVersion());
  const found = CATALOG_SCHEMAS.find((schema) => version?.startsWith(`${schema}.`));
  if (found !== undefined) return found;
  const next = 'give --catalog a new file';
  throw new LakeliftError('USAGE', `the catalog has schema ${version ?? 'unknown'}; 2.3, 3.1 and 4.0 are written`, {
    file: path,
    next,
  });
}
