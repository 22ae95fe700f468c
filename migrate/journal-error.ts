import { Database, outOfFiles } from '../sqlite/index.js';
import { LakeliftError } from '../errors/index.js';

/** An error of SQLite, or of the folder it works in, as one that names the journal; other errors as they are. */
export function journalError(error: unknown, path: string): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  // Making folders fails with ENOENT on a read-only file system, and with EEXIST where a file is in the way.
  if (/^(EACCES|EPERM|EROFS|ENOENT|EEXIST|ENOTDIR)$/.test(code)) return unwritable(path, message, error);
  const unopened = outOfFiles(error, path);
  if (unopened) return unopened;
  if (!(error instanceof Database.SqliteError)) return error;
  if (/^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(code)) return damagedJournal(path, message, error);
  if (/^SQLITE_(FULL|IOERR_WRITE|IOERR_FSYNC)/.test(code)) {
    const next = 'free space, then run the command again';
    return new LakeliftError('NO_SPACE', `the journal cannot be written: ${message}`, {
      file: path,
      next,
      cause: error,
    });
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code)) return unwritable(path, message, error);
  const next = 'run the command again';
  return new LakeliftError('IO', `the journal: ${message} (${code})`, { file: path, next, cause: error });
}

function unwritable(path: string, message: string, cause: unknown): LakeliftError {
  const next = 'give this user write access to the file and its folder, or name another --state';
  return new LakeliftError('AUTH', `the journal cannot be written: ${message}`, { file: path, next, cause });
}

/** A value that the journal holds as JSON. Throws CORRUPT when it is none: SQLite does not see zeros where a page of text was cut off. */
export function journaled<T>(json: string, path?: string): T {
  try {
    return JSON.parse(json) as T;
  } catch (error) {
    throw damagedJournal(path, (error as SyntaxError).message, error);
  }
}

/** CORRUPT: what the journal says cannot be relied on. */
export function damagedJournal(path: string | undefined, what: string, cause?: unknown): LakeliftError {
  return new LakeliftError('CORRUPT', `the journal is damaged: ${what}`, {
    ...(path === undefined ? {} : { file: path }),
    next: 'restore it from a copy; without one, remove it and choose another --target, or drop the tables in this one',
    ...(cause === undefined ? {} : { cause }),
  });
}
