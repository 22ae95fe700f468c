import { postgresMeaning, postgresPool } from '../sql/postgres.js';
import type { ServerUrl } from '../sql/server-url.js';
import { LOCK_TABLE } from './rows.js';
import type { LockServer } from './server-rows.js';

/** Source: org.apache.paimon.jdbc.PostgresqlDistributedLockDialect. */
const FREE = `DELETE FROM paimon_distributed_locks
  WHERE EXTRACT(EPOCH FROM AGE(NOW(), acquired_at)) > expire_time_seconds AND lock_id = $1`;
const TAKE = `INSERT INTO paimon_distributed_locks (lock_id, expire_time_seconds) VALUES ($1, $2)
  ON CONFLICT DO NOTHING RETURNING acquired_at::text AS mark`;
const OURS = 'WHERE lock_id = $1 AND acquired_at = $2::timestamp';
const RENEW = `UPDATE paimon_distributed_locks SET acquired_at = CURRENT_TIMESTAMP ${OURS} RETURNING acquired_at::text AS mark`;
const GIVE_BACK = `DELETE FROM paimon_distributed_locks ${OURS}`;

/**
 * The locks of a JDBC catalog in PostgreSQL. Times of locks are of the session's time zone, which Java's driver sets to that of its machine, and
 * this does, too.
 */
export function postgresRows(server: ServerUrl, timeoutMs: number): LockServer {
  const options = `-c TimeZone=${new Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  const pool = postgresPool(server, { timeoutMs }, { max: 2, options });
  const markOf = async (sql: string, ...values: readonly unknown[]): Promise<string | undefined> =>
    (await pool.query<{ mark: string }>(sql, [...values])).rows[0]?.mark;
  return {
    makeTable: () => pool.query(LOCK_TABLE),
    take: async (lockId, expireSeconds) => {
      await pool.query(FREE, [lockId]);
      return markOf(TAKE, lockId, expireSeconds);
    },
    renew: (lockId, mark) => markOf(RENEW, lockId, mark),
    giveBack: async (lockId, mark) => void (await pool.query(GIVE_BACK, [lockId, mark])),
    meaning: postgresMeaning,
    close: () => pool.end(),
  };
}
