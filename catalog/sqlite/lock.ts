import { LakeliftError } from '../../errors/error.js';
import { Database } from '../../sqlite/index.js';
import { ACQUIRE_MS, waitFor } from '../wait.js';

/** After so long others take the lock of a process that has died; until then it says that it lives. */
const [EXPIRE_SECONDS, HEARTBEAT_MS] = [60, 15_000];

/** As Java Paimon makes it (org.apache.paimon.jdbc.SqlLiteDistributedLockDialect), 255 being its lock-key-max-length. */
const SCHEMA = `CREATE TABLE IF NOT EXISTS paimon_distributed_locks (lock_id VARCHAR(255) NOT NULL,
  acquired_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL, expire_time_seconds BIGINT DEFAULT 0 NOT NULL, PRIMARY KEY (lock_id))`;
const FREE = `DELETE FROM paimon_distributed_locks
  WHERE strftime('%s', 'now') - strftime('%s', acquired_at) > expire_time_seconds AND lock_id = ?`;
const TAKE = `INSERT INTO paimon_distributed_locks (lock_id, expire_time_seconds) VALUES (?, ?)
  ON CONFLICT DO NOTHING RETURNING acquired_at`;
/** Only while it is still the row that was taken: a lock that expired meanwhile is another's. */
const RENEW = `UPDATE paimon_distributed_locks SET acquired_at = CURRENT_TIMESTAMP WHERE lock_id = ? AND acquired_at = ?
  RETURNING acquired_at`;
const GIVE_BACK = 'DELETE FROM paimon_distributed_locks WHERE lock_id = ? AND acquired_at = ?';

/**
 * The lock of Paimon's JDBC catalog (`lock.enabled`) in a SQLite file: a row for each table that is locked, held while a snapshot is made.
 * Source: org.apache.paimon.jdbc.JdbcCatalogLock.
 */
export class JdbcCatalogLock {
  readonly url: string;
  readonly #db: Database;
  readonly #catalogKey: string;
  readonly #acquireMs: number;

  /** `catalogKey` is the catalog's `catalog-key`, Paimon's default unless told; `acquireMs` how long a lock is waited for. Throws IO. */
  constructor(path: string, options: { readonly catalogKey?: string; readonly acquireMs?: number } = {}) {
    this.url = `jdbc:sqlite:${path}`;
    this.#catalogKey = options.catalogKey ?? 'jdbc';
    this.#acquireMs = options.acquireMs ?? ACQUIRE_MS;
    try {
      this.#db = new Database(path, { fileMustExist: true });
      this.#db.exec(SCHEMA);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new LakeliftError('IO', `cannot take locks in this file: ${reason}`, {
        file: path,
        next: 'name the SQLite file of the JDBC catalog that the other writers use',
        cause,
      });
    }
  }

  /** Does `work` while this process holds the table's lock, and gives it back however that ends. Throws LOCKED when it cannot be had in time. */
  async hold<T>(database: string, table: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const lockId = `${this.#catalogKey}.${database}.${table}`;
    let acquiredAt = await this.#acquire(lockId, signal);
    const beat = setInterval(() => (acquiredAt = this.#timeOf(RENEW, lockId, acquiredAt) ?? acquiredAt), HEARTBEAT_MS);
    try {
      return await work();
    } finally {
      clearInterval(beat);
      this.#db.prepare(GIVE_BACK).run(lockId, acquiredAt);
    }
  }

  close(): Promise<void> {
    this.#db.close();
    return Promise.resolve();
  }

  #acquire(lockId: string, signal: AbortSignal | undefined): Promise<string> {
    const take = (): string | undefined => {
      this.#db.prepare(FREE).run(lockId);
      return this.#timeOf(TAKE, lockId, EXPIRE_SECONDS);
    };
    return waitFor(take, { forMs: this.#acquireMs, signal, late: () => this.#late(lockId) });
  }

  #timeOf(sql: string, ...values: readonly (string | number)[]): string | undefined {
    const row = this.#db.prepare(sql).get(...values) as { acquired_at: string } | undefined;
    return row?.acquired_at;
  }

  #late(lockId: string): LakeliftError {
    return new LakeliftError('LOCKED', `others hold the lock ${lockId} for ${this.#acquireMs / 1000} s`, {
      file: this.url,
      next: 'run the same command again; paimon_distributed_locks has the lock, with the time after which it expires',
    });
  }
}
