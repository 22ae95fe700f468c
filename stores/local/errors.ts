import { LakeliftError, tooManyOpenFiles, type ErrorCode } from '../../errors/index.js';

const CODES: Record<string, { code: ErrorCode; message: string; next: string }> = {
  ENOENT: {
    code: 'NOT_FOUND',
    message: 'no such file or directory',
    next: 'check the path, then run the command again',
  },
  ENOTDIR: { code: 'NOT_FOUND', message: 'not a directory', next: 'check the path, then run the command again' },
  EACCES: { code: 'AUTH', message: 'permission denied', next: 'grant this user access, then run the command again' },
  EPERM: { code: 'AUTH', message: 'permission denied', next: 'grant this user access, then run the command again' },
  EROFS: { code: 'AUTH', message: 'read-only file system', next: 'choose a writable target' },
  ENOSPC: { code: 'NO_SPACE', message: 'no space left on device', next: 'free space, then run the command again' },
  EDQUOT: { code: 'NO_SPACE', message: 'disk quota exceeded', next: 'raise the quota, then run the command again' },
  EFBIG: { code: 'NO_SPACE', message: 'file size limit reached', next: 'raise the limit, then run the command again' },
};

export const isErrno = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/** A file system error as a LakeliftError that names the file. */
export function localError(error: unknown, file: string): LakeliftError {
  if (error instanceof LakeliftError) return error.at({ file });
  const errno = (error as NodeJS.ErrnoException).code ?? '';
  const known = CODES[errno];
  if (known) return new LakeliftError(known.code, known.message, { file, next: known.next, cause: error });
  const unopened = tooManyOpenFiles(error, file);
  if (unopened) return unopened;
  const text = error instanceof Error ? error.message : String(error);
  return new LakeliftError('IO', text, { file, next: 'run the command again', cause: error });
}
