import { LakeliftError } from '../../errors/error.js';
import { Database } from '../../sqlite/index.js';
import type { LockRows } from './rows.js';

/** As Java Paimon makes it (org.apache.paimon.jdbc.SqlLiteDistributedLockDialect), 255 being its lock-key-max-length. */
const SCHEMA = `CREATE TABLE IF NOT EXISTS paimon_distributed_locks (lock_id VARCHAR(255) NOT NULL,
  acquired_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL, expire_time_seconds BIGINT DEFAULT 0 NOT NULL, PRIMARY KEY (lock_id))`;
const FREE = `DELETE FROM paimon_distributed_locks
  WHERE strftime('%s', 'now') - strftime('%s', acquired_at) > expire_time_seconds AND lock_id = ?`;
const TAKE = `INSERT INTO paimon_distributed_locks (lock_id, expire_time_seconds) VALUES (?, ?)
  ON CONFLICT DO NOTHING RETURNING acquired_at`;
const RENEW = `UPDATE paimon_distributed_locks SET acquired_at = CURRENT_TIMESTAMP WHERE lock_id = ? AND acquired_at = ?
  RETURNING acquired_at`;
const GIVE_BACK = 'DELETE FROM paimon_distributed_locks WHERE lock_id = ? AND acquired_at = ?';

/** The locks of a JDBC catalog in a SQLite file. Throws IO for a file that is not there or none of SQLite's. */
export function sqliteRows(path: string): LockRows {
  const db = opened(path);
  const markOf = (sql: string, ...values: readonly (string | number)[]): string | undefined =>
    (db.prepare(sql).get(...values) as { acquired_at: string } | undefined)?.acquired_at;
  return {
    url: `sqlite:${path}`,
    take: async (lockId, expireSeconds) => {
      db.prepare(FREE).run(lockId);
      return markOf(TAKE, lockId, expireSeconds);
    },
    renew: async (lockId, mark) => markOf(RENEW, lockId, mark),
    giveBack: async (lockId, mark) => void db.prepare(GIVE_BACK).run(lockId, mark),
    close: async () => void db.close(),
  };
}

function opened(path: string): Database {
  try {
    const db = new Database(path, { fileMustExist: true });
    db.exec(SCHEMA);
    return db;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakeliftError('IO', `cannot take locks in this file: ${reason}`, {
      file: path,
      next: 'name the SQLite file of the JDBC catalog that the other writers use',
      cause,
    });
  }
}
