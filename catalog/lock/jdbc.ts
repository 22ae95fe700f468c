import { LakeliftError } from '../../errors/error.js';
import { ACQUIRE_MS, waitFor } from '../wait.js';
import type { LockRows } from './rows.js';

/** After so long others take the lock of a process that has died; until then it says that it lives. */
const [EXPIRE_SECONDS, HEARTBEAT_MS] = [60, 15_000];

/**
 * The lock of Paimon's JDBC catalog (`lock.enabled`): a row of a database for each table that is locked, held while a snapshot is made.
 * Source: org.apache.paimon.jdbc.JdbcCatalogLock.
 */
export class JdbcCatalogLock {
  readonly url: string;
  readonly #rows: LockRows;
  readonly #catalogKey: string;
  readonly #acquireMs: number;

  /** `catalogKey` is the catalog's `catalog-key`, Paimon's default unless told; `acquireMs` how long a lock is waited for. */
  constructor(rows: LockRows, options: { readonly catalogKey?: string; readonly acquireMs?: number } = {}) {
    this.url = `jdbc:${rows.url}`;
    this.#rows = rows;
    this.#catalogKey = options.catalogKey ?? 'jdbc';
    this.#acquireMs = options.acquireMs ?? ACQUIRE_MS;
  }

  /** Does `work` while this process holds the table's lock, and gives it back however that ends. Throws LOCKED when it cannot be had in time. */
  async hold<T>(database: string, table: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const lockId = `${this.#catalogKey}.${database}.${table}`;
    const take = (): Promise<string | undefined> => this.#rows.take(lockId, EXPIRE_SECONDS);
    let mark = await waitFor(take, { forMs: this.#acquireMs, signal, late: () => this.#late(lockId) });
    let beat = Promise.resolve();
    const timer = setInterval(() => {
      beat = this.#rows.renew(lockId, mark).then(
        (renewed) => void (mark = renewed ?? mark),
        // A lock that is lost cannot be told to work that is under way; the snapshot is read back all the same.
        () => undefined,
      );
    }, HEARTBEAT_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      await beat;
      await this.#rows.giveBack(lockId, mark);
    }
  }

  close(): Promise<void> {
    return this.#rows.close();
  }

  #late(lockId: string): LakeliftError {
    return new LakeliftError('LOCKED', `others hold the lock ${lockId} for ${this.#acquireMs / 1000} s`, {
      file: this.url,
      next: 'run the same command again; paimon_distributed_locks has the lock, with the time after which it expires',
    });
  }
}
