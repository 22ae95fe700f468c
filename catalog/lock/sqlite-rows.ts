import { LakeliftError } from '../../errors/error.js';
import { Database } from '../../sqlite/index.js';
import { LOCK_TABLE } from './rows.js';
import type { LockRows } from './rows.js';

/** Source: org.apache.paimon.jdbc.SqlLiteDistributedLockDialect. */
const FREE = `DELETE FROM paimon_distributed_locks
  WHERE strftime('%s', 'now') - strftime('%s', acquired_at) > expire_time_seconds AND lock_id = ?`;
const TAKE = `INSERT INTO paimon_distributed_locks (lock_id, expire_time_seconds) VALUES (?, ?)
  ON CONFLICT DO NOTHING RETURNING acquired_at`;
const RENEW = `UPDATE paimon_distributed_locks SET acquired_at = CURRENT_TIMESTAMP WHERE lock_id = ? AND acquired_at = ?
  RETURNING acquired_at`;
const GIVE_BACK = 'DELETE FROM paimon_distributed_locks WHERE lock_id = ? AND acquired_at = ?';

/** The locks of a JDBC catalog in a SQLite file. Errors, of all that is done with them as well: IO for a file that is not there, none of SQLite's, or busy. */
export function sqliteRows(path: string): LockRows {
  const db = guarded(path, () => {
    const opened = new Database(path, { fileMustExist: true });
    opened.exec(LOCK_TABLE);
    return opened;
  });
  const markOf = (sql: string, ...values: readonly (string | number)[]): string | undefined =>
    guarded(path, () => (db.prepare(sql).get(...values) as { acquired_at: string } | undefined)?.acquired_at);
  return {
    url: `sqlite:${path}`,
    take: async (lockId, expireSeconds) => {
      try {
        guarded(path, () => db.prepare(FREE).run(lockId));
        return markOf(TAKE, lockId, expireSeconds);
      } catch (error) {
        if (isBusy(error)) return undefined;
        throw error;
      }
    },
    renew: async (lockId, mark) => markOf(RENEW, lockId, mark),
    giveBack: async (lockId, mark) => void guarded(path, () => db.prepare(GIVE_BACK).run(lockId, mark)),
    close: async () => void db.close(),
  };
}

/** Others write, or read without a write-ahead log, for longer than SQLite waits. */
const isBusy = (error: unknown): boolean =>
  error instanceof LakeliftError && /^SQLITE_BUSY/.test(String((error.cause as NodeJS.ErrnoException).code));

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakeliftError('IO', `cannot take locks in this file: ${reason}`, {
      file: path,
      next: 'name the SQLite file of the JDBC catalog that the other writers use, with journal_mode=WAL (docs/locks.md)',
      cause,
    });
  }
}
