import type { ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { mysqlMeaning, mysqlPool } from '../sql/mysql.js';
import type { ServerUrl } from '../sql/server-url.js';
import { LOCK_TABLE } from './rows.js';
import type { LockServer } from './server-rows.js';

/** Source: org.apache.paimon.jdbc.MysqlDistributedLockDialect. */
const FREE = `DELETE FROM paimon_distributed_locks
  WHERE TIMESTAMPDIFF(SECOND, acquired_at, NOW()) > expire_time_seconds AND lock_id = ?`;
const TAKE = 'INSERT INTO paimon_distributed_locks (lock_id, expire_time_seconds) VALUES (?, ?)';
const MARK = 'SELECT CAST(UNIX_TIMESTAMP(acquired_at) AS CHAR) AS mark FROM paimon_distributed_locks WHERE lock_id = ?';
const OURS = 'WHERE lock_id = ? AND UNIX_TIMESTAMP(acquired_at) = ?';
const RENEW = `UPDATE paimon_distributed_locks SET acquired_at = CURRENT_TIMESTAMP ${OURS}`;
const GIVE_BACK = `DELETE FROM paimon_distributed_locks ${OURS}`;

/** Another has the row, or was about to write it at this moment. */
const TAKEN = ['ER_DUP_ENTRY', 'ER_LOCK_DEADLOCK'];

/** The locks of a JDBC catalog in MySQL or MariaDB. */
export function mysqlRows(server: ServerUrl, timeout: number): LockServer {
  const pool = mysqlPool(server, { timeoutMs: timeout }, { connectionLimit: 2 });
  const change = async (sql: string, ...values: readonly unknown[]): Promise<number> => {
    const [result] = await pool.query<ResultSetHeader>({ sql, values: [...values], timeout });
    return result.affectedRows;
  };
  const markOf = async (lockId: string): Promise<string | undefined> => {
    const [rows] = await pool.query<RowDataPacket[]>({ sql: MARK, values: [lockId], timeout });
    return rows[0]?.['mark'] as string | undefined;
  };
  return {
    makeTable: () => change(LOCK_TABLE),
    take: async (lockId, expireSeconds) => {
      try {
        await change(FREE, lockId);
        await change(TAKE, lockId, expireSeconds);
      } catch (error) {
        if (TAKEN.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
        throw error;
      }
      return markOf(lockId);
    },
    renew: async (lockId, mark) => ((await change(RENEW, lockId, mark)) === 0 ? undefined : markOf(lockId)),
    giveBack: async (lockId, mark) => void (await change(GIVE_BACK, lockId, mark)),
    meaning: mysqlMeaning,
    close: () => pool.end(),
  };
}
