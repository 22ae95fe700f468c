import { LakeliftError } from './error.js';
import type { ErrorCode } from './error.js';

/** Errors of a file, a folder or an entry: what is wrong with one table says nothing of the others. After any other, they would not fare better. */
const OF_ONE_TABLE: ReadonlySet<ErrorCode> = new Set([
  'REFUSED',
  'CORRUPT',
  'CHECKSUM',
  'AUTH',
  'NOT_FOUND',
  'IO',
  'TABLE_UNKNOWN',
  'SOURCE_CHANGED',
]);

/** Whether an error that came up while one table was looked at is of that table alone, so that the others go on. */
export function isOfOneTable(error: unknown): error is LakeliftError {
  return error instanceof LakeliftError && OF_ONE_TABLE.has(error.code);
}
