import { closeSync, openSync } from 'node:fs';
import { tooManyOpenFiles } from '../errors/index.js';
import type { LakeliftError } from '../errors/index.js';

/** Files SQLite may have to open for one database: itself, the log, its shared memory, and the folder to sync it. */
const FILES_AT_ONCE = 4;

/**
 * NO_RESOURCES, when a database could not be opened for want of files that may be open. SQLite does not say so (SQLITE_CANTOPEN): the
 * system is asked again. Undefined when there is another reason.
 */
export function outOfFiles(error: unknown, path: string): LakeliftError | undefined {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (!/^SQLITE_(CANTOPEN|IOERR)/.test(code)) return tooManyOpenFiles(error, path);
  const opened: number[] = [];
  try {
    while (opened.length < FILES_AT_ONCE) opened.push(openSync('/dev/null', 'r'));
    return undefined;
  } catch (refusal) {
    return tooManyOpenFiles(refusal, path);
  } finally {
    opened.forEach((descriptor) => closeSync(descriptor));
  }
}
