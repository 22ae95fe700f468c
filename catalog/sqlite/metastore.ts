import type { Annotations } from '../annotations.js';
import { PARTITION_PAGE } from '../model.js';
import type { HiveDatabase, HivePartition, HiveTable, Metastore } from '../model.js';
import { unknownDatabase, unknownTable } from '../unknown.js';
import { guarded, openForReading } from './file.js';
import type { Sqlite } from './file.js';
import { readAnnotations } from './read-annotations.js';
import { readDatabase, readPartitionPage, readTable } from './read-rows.js';

/** A Hive Metastore read straight from its SQLite database (schemas 2.3, 3.1 and 4.0 share the columns read). */
export class SqliteMetastore implements Metastore {
  readonly url: string;
  readonly #path: string;
  readonly #db: Sqlite;

  /** Throws USAGE or CORRUPT when `path` is not a metastore file. */
  constructor(path: string) {
    this.url = `sqlite:${path}`;
    this.#path = path;
    this.#db = openForReading(path);
  }

  databases(): Promise<string[]> {
    return this.#read((db) => db.prepare<[], string>('SELECT NAME FROM DBS ORDER BY NAME').pluck().all());
  }

  getDatabase(name: string): Promise<HiveDatabase> {
    return this.#read((db) => {
      const found = readDatabase(db, name);
      if (found === undefined) throw unknownDatabase(name);
      return found.database;
    });
  }

  tables(database: string): Promise<string[]> {
    return this.#read((db) => {
      const found = readDatabase(db, database);
      if (found === undefined) throw unknownDatabase(database);
      const sql = 'SELECT TBL_NAME FROM TBLS WHERE DB_ID = ? ORDER BY TBL_NAME';
      return db.prepare<[number], string>(sql).pluck().all(found.id);
    });
  }

  getTable(database: string, name: string): Promise<HiveTable> {
    return this.#read((db) => this.#find(db, database, name).table);
  }

  async *partitions(table: HiveTable): AsyncGenerator<HivePartition[]> {
    const id = await this.#read((db) => this.#find(db, table.database, table.name).id);
    for (let after = -1; ;) {
      const page = await this.#read((db) => readPartitionPage(db, id, after, PARTITION_PAGE));
      if (page.partitions.length > 0) yield page.partitions;
      if (page.partitions.length < PARTITION_PAGE) return;
      after = page.last;
    }
  }

  annotations(table: HiveTable): Promise<Annotations> {
    return this.#read((db) => readAnnotations(db, this.#find(db, table.database, table.name).id));
  }

  close(): Promise<void> {
    this.#db.close();
    return Promise.resolve();
  }

  #find(db: Sqlite, database: string, name: string): { id: number; table: HiveTable } {
    const found = readTable(db, database, name);
    if (found === undefined) throw unknownTable(database, name);
    return found;
  }

  /** One read transaction, so that a writer beside us cannot show half a table. */
  async #read<T>(work: (db: Sqlite) => T): Promise<T> {
    return await Promise.resolve().then(() => guarded(this.#path, () => this.#db.transaction(() => work(this.#db))()));
  }
}
