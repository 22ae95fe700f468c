import { LakeliftError } from '../../errors/error.js';
import type { Meaning } from '../sql/driver.js';
import type { ServerUrl } from '../sql/server-url.js';
import type { LockRows } from './rows.js';

const TIMEOUT_MS = 60_000;

/** The statements of one kind of database server, and what its errors mean. */
export interface LockServer extends Omit<LockRows, 'url'> {
  /** Makes the table of locks unless it is there. */
  makeTable(): Promise<unknown>;
  meaning(error: unknown): Meaning;
}

/**
 * The locks of a JDBC catalog in MySQL, MariaDB or PostgreSQL. Errors, of all that is done with them as well: AUTH, USAGE for a database that
 * is not there, IO, UNREACHABLE.
 */
export async function serverRows(server: ServerUrl): Promise<LockRows> {
  // Loaded only when a server is named: no other run needs them.
  const rows =
    server.kind === 'postgres'
      ? (await import('./postgres-rows.js')).postgresRows(server, TIMEOUT_MS)
      : (await import('./mysql-rows.js')).mysqlRows(server, TIMEOUT_MS);
  const named = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw lockError(rows.meaning(error), server, error);
    }
  };
  try {
    await named(rows.makeTable());
  } catch (error) {
    await rows.close();
    throw error;
  }
  return {
    url: server.shown,
    take: (lockId, expireSeconds) => named(rows.take(lockId, expireSeconds)),
    renew: (lockId, mark) => named(rows.renew(lockId, mark)),
    giveBack: (lockId, mark) => named(rows.giveBack(lockId, mark)),
    close: () => rows.close(),
  };
}

const CODES = {
  login: 'AUTH',
  'not allowed': 'AUTH',
  'no database': 'USAGE',
  statement: 'IO',
  unreachable: 'UNREACHABLE',
} as const;

function lockError(meaning: Meaning, { shown }: ServerUrl, cause: unknown): LakeliftError {
  const { message, code } = cause as NodeJS.ErrnoException;
  // Errors of several addresses of a host have a code and no message.
  const reason = message === '' ? String(code) : message;
  return new LakeliftError(CODES[meaning], `cannot take locks in this database: ${reason}`, {
    file: shown,
    next: 'name host, port and database of the JDBC catalog that the other writers use, and a user that may write paimon_distributed_locks',
    cause,
  });
}
