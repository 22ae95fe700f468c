import { hostname } from 'node:os';
import { LakeliftError } from '../../errors/error.js';
import { ACQUIRE_MS, waitFor } from '../wait.js';
import { FailoverClient } from './client.js';
import { ACQUIRED, EXCLUSIVE, LOCK_METHODS, TABLE, WAITING } from './lock-methods.js';
import { RemoteException } from './message.js';
import { parseThriftUris } from './uri.js';

const CALL_MS = 60_000;
/** The Metastore lets go of a lock of which it hears nothing for hive.txn.timeout, 300 s unless set. */
const HEARTBEAT_MS = 60_000;

/**
 * The lock of Paimon's Hive catalog (`lock.enabled`): an exclusive one of the Metastore's on a table, held while a snapshot is made.
 * Source: org.apache.paimon.hive.HiveCatalogLock.
 */
export class HiveCatalogLock {
  readonly url: string;
  readonly #client: FailoverClient;
  readonly #acquireMs: number;

  private constructor(url: string, client: FailoverClient, acquireMs: number) {
    this.url = url;
    this.#client = client;
    this.#acquireMs = acquireMs;
  }

  /** Connects to the first endpoint that answers. `acquireMs` is how long a lock is waited for. Throws USAGE for a bad URL, UNREACHABLE. */
  static async open(url: string, options: { user?: string; acquireMs?: number } = {}): Promise<HiveCatalogLock> {
    const client = new FailoverClient(parseThriftUris(url), CALL_MS, options.user);
    await client.connect();
    return new HiveCatalogLock(url, client, options.acquireMs ?? ACQUIRE_MS);
  }

  /** Does `work` while this process holds the table's lock, and gives it back however that ends. Throws LOCKED when it cannot be had in time. */
  async hold<T>(database: string, table: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const lockId = await this.#acquire(database, table, signal);
    const beat = setInterval(() => {
      // A lock that is lost cannot be told to work that is under way; the snapshot is read back all the same.
      this.#client.call(LOCK_METHODS.heartbeat, { request: { lockId } }).catch(() => undefined);
    }, HEARTBEAT_MS);
    try {
      return await work();
    } finally {
      clearInterval(beat);
      await this.#release(lockId);
    }
  }

  close(): Promise<void> {
    this.#client.close();
    return Promise.resolve();
  }

  async #acquire(database: string, table: string, signal: AbortSignal | undefined): Promise<number> {
    const component = { type: EXCLUSIVE, level: TABLE, dbName: database, tableName: table };
    const request = { components: [component], user: this.#client.user, host: hostname() };
    const { lockId, state } = await this.#ask(() => this.#client.change(LOCK_METHODS.lock, { request }));
    const look = async (): Promise<number | undefined> => {
      const answer = await this.#ask(() => this.#client.call(LOCK_METHODS.checkLock, { request: { lockId } }));
      return answer.state === WAITING ? undefined : answer.state;
    };
    try {
      const late = () => this.#late(`${database}.${table}`);
      const end = state === WAITING ? await waitFor(look, { forMs: this.#acquireMs, signal, late }) : state;
      if (end === ACQUIRED) return lockId;
      throw this.#failed(`the state of a lock is ${end}`);
    } catch (error) {
      // It would be ours later, with nobody to give it back.
      await this.#release(lockId).catch(() => undefined);
      throw error;
    }
  }

  async #ask(
    call: () => Promise<{ lockId?: number | undefined; state?: number | undefined }>,
  ): Promise<{ readonly lockId: number; readonly state: number }> {
    try {
      const { lockId, state } = await call();
      if (lockId !== undefined && state !== undefined) return { lockId, state };
      throw this.#failed('an answer without lock or state');
    } catch (error) {
      throw error instanceof RemoteException ? this.#failed(error.message, error) : error;
    }
  }

  async #release(lockId: number): Promise<void> {
    try {
      await this.#client.call(LOCK_METHODS.unlock, { request: { lockId } });
    } catch (error) {
      // Sent again after a lost answer, it is not there any more.
      if (!(error instanceof RemoteException) || error.kind !== 'NoSuchLock') throw error;
    }
  }

  #late(table: string): LakeliftError {
    return new LakeliftError('LOCKED', `others hold the lock of the table for ${this.#acquireMs / 1000} s`, {
      table,
      file: this.url,
      next: 'run the same command again; SHOW LOCKS in Hive names the holder, and a dead one loses it after hive.txn.timeout',
    });
  }

  #failed(message: string, cause?: unknown): LakeliftError {
    return new LakeliftError('IO', `the Hive Metastore gives no lock: ${message}`, {
      file: this.url,
      next: "see the Metastore's log: its database needs the tables of transactions (schematool), and cannot be SQLite",
      ...(cause === undefined ? {} : { cause }),
    });
  }
}
