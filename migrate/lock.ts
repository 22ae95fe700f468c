import { Database } from '../sqlite/index.js';
import { dirname } from 'node:path';
import { LakeliftError } from '../errors/index.js';
import { makeFolder } from '../stores/index.js';
import { journalError } from './journal-error.js';

export interface RunLock {
  release(): void;
}

/**
 * Takes the lock beside a journal, for as long as this process lives: an SQLite file held exclusively, which the operating system lets
 * go of even after kill -9. Throws LOCKED when another run holds it.
 */
export function acquireLock(statePath: string): RunLock {
  const path = `${statePath}.lock`;
  const db = openLock(path);
  try {
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    db.close();
    if (!isBusy(cause)) throw journalError(cause, path);
    throw new LakeliftError('LOCKED', 'another run holds the journal', {
      file: path,
      next: 'wait for the other run to end, or give this one its own --state',
      cause,
    });
  }
  return { release: () => db.close() };
}

function openLock(path: string): Database {
  try {
    makeFolder(dirname(path));
    return new Database(path, { timeout: 0 });
  } catch (error) {
    throw journalError(error, path);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
