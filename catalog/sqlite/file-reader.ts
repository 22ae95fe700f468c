import type { MetastoreRows, RowsNow } from '../sql/metastore.js';
import type { Reading } from '../sql/query.js';
import { guarded, openForReading } from './file.js';
import type { Sqlite } from './file.js';
import { readNow } from './read-now.js';

/** The rows of a metastore that lies in a SQLite file. Each reading is a transaction: one that waits for whoever reads would keep the file's log from being cut. */
export class SqliteRows implements MetastoreRows {
  readonly #path: string;
  readonly #db: Sqlite;

  /** Throws USAGE or CORRUPT when `path` is not a metastore file. */
  constructor(path: string) {
    this.#path = path;
    this.#db = openForReading(path);
  }

  begin(): Promise<RowsNow> {
    return Promise.resolve({ read: (reading) => this.#read(reading), end: () => Promise.resolve() });
  }

  close(): Promise<void> {
    this.#db.close();
    return Promise.resolve();
  }

  async #read<T>(reading: Reading<T>): Promise<T> {
    const work = (): T => this.#db.transaction(() => readNow(this.#db, reading))();
    return await Promise.resolve().then(() => guarded(this.#path, work));
  }
}
