/** As Java Paimon makes it in each of these databases (org.apache.paimon.jdbc's lock dialects), 255 being its lock-key-max-length. */
export const LOCK_TABLE = `CREATE TABLE IF NOT EXISTS paimon_distributed_locks (lock_id VARCHAR(255) NOT NULL,
  acquired_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL, expire_time_seconds BIGINT DEFAULT 0 NOT NULL, PRIMARY KEY (lock_id))`;

/**
 * The rows of `paimon_distributed_locks` in the database of a JDBC catalog: one for each table that is locked. When a row was written is the mark
 * by which a holder knows it as its own.
 */
export interface LockRows {
  /** The database for people, without a password. */
  readonly url: string;
  /** Writes the row unless another's is there that has not expired; its mark, or undefined. */
  take(lockId: string, expireSeconds: number): Promise<string | undefined>;
  /** Writes the row's time anew while it has this mark; the new mark, or undefined when it is another's. */
  renew(lockId: string, mark: string): Promise<string | undefined>;
  /** Removes the row while it has this mark. */
  giveBack(lockId: string, mark: string): Promise<void>;
  close(): Promise<void>;
}
