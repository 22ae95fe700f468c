import type { Annotations } from '../annotations.js';
import type { DatabaseAnnotations, PartitionAnnotationsPage, Roles } from '../beside.js';
import { PARTITION_PAGE } from '../model.js';
import type { HiveDatabase, HivePartition, HiveTable, Metastore } from '../model.js';
import { unknownDatabase, unknownTable } from '../unknown.js';
import { rows } from './query.js';
import type { Reading } from './query.js';
import { readAnnotations } from './read-annotations.js';
import { readDatabaseAnnotations, readPartitionAnnotations, readRoles } from './read-beside.js';
import { readDatabase, readPartitionPage, readTable } from './read-rows.js';
import { inDefaultCatalog, requireSchema, schemaVersion } from './schema.js';

/** A database with the tables of a Hive Metastore. Its errors are LakeliftErrors. */
export interface MetastoreRows {
  begin(): Promise<RowsNow>;
  close(): Promise<void>;
}

/** The rows as one or more readings see them, so that a writer beside them cannot show half a table. */
export interface RowsNow {
  read<T>(reading: Reading<T>): Promise<T>;
  /** Must be called once nothing more is read. */
  end(): Promise<void>;
}

/** A Hive Metastore read straight from its database. */
export class SqlMetastore implements Metastore {
  private constructor(
    readonly url: string,
    private readonly database: MetastoreRows,
  ) {}

  /** `url` is shown to people: it has no password. Throws USAGE for rows of another kind or of an unknown version; closes them then. */
  static async open(url: string, database: MetastoreRows): Promise<SqlMetastore> {
    const opened = new SqlMetastore(url, database);
    try {
      await opened.#read(requireSchema(url));
      return opened;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  async version(): Promise<string> {
    return `of schema ${(await this.#read(schemaVersion()))!}`;
  }

  databases(): Promise<string[]> {
    return this.#read(databaseNames());
  }

  getDatabase(name: string): Promise<HiveDatabase> {
    return this.#read(
      (function* () {
        return (yield* requireDatabase(name)).database;
      })(),
    );
  }

  tables(database: string): Promise<string[]> {
    const sql = 'SELECT "TBL_NAME" AS "name" FROM "TBLS" WHERE "DB_ID" = ?';
    return this.#read(
      (function* () {
        return yield* names(sql, (yield* requireDatabase(database)).id);
      })(),
    );
  }

  async getTable(database: string, name: string): Promise<HiveTable> {
    return (await this.#read(requireTable(database, name))).table;
  }

  async *partitions(table: HiveTable): AsyncGenerator<HivePartition[]> {
    for await (const { partitions } of this.#pages(table, readPartitionPage))
      if (partitions.length > 0) yield partitions;
  }

  annotations({ database, name }: HiveTable): Promise<Annotations> {
    return this.#read(
      (function* () {
        return yield* readAnnotations((yield* requireTable(database, name)).id);
      })(),
    );
  }

  databaseAnnotations(database: string): Promise<DatabaseAnnotations> {
    return this.#read(
      (function* () {
        return yield* readDatabaseAnnotations((yield* requireDatabase(database)).id);
      })(),
    );
  }

  async roles(): Promise<Roles> {
    return { roles: await this.#read(readRoles()), notRead: [] };
  }

  async *partitionAnnotations(table: HiveTable): AsyncGenerator<PartitionAnnotationsPage> {
    for await (const { partitions } of this.#pages(table, readPartitionAnnotations))
      if (partitions.length > 0) yield { partitions, notRead: [] };
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** A table's partitions in pages, all of them as they are when the first is read. */
  async *#pages<Page extends { readonly count: number; readonly last: number }>(
    table: HiveTable,
    readPage: (tableId: number, after: number, limit: number) => Reading<Page>,
  ): AsyncGenerator<Page> {
    const now = await this.database.begin();
    try {
      const { id } = await now.read(requireTable(table.database, table.name));
      for (let after = -1; ;) {
        const page = await now.read(readPage(id, after, PARTITION_PAGE));
        yield page;
        if (page.count < PARTITION_PAGE) return;
        after = page.last;
      }
    } finally {
      await now.end();
    }
  }

  async #read<T>(reading: Reading<T>): Promise<T> {
    const now = await this.database.begin();
    try {
      return await now.read(reading);
    } finally {
      await now.end();
    }
  }
}

function* databaseNames(): Reading<string[]> {
  return yield* names(`SELECT d."NAME" AS "name" FROM "DBS" d WHERE ${yield* inDefaultCatalog()}`);
}

/** Names in the order of their code units, as a collation of the database may have another. */
function* names(sql: string, ...params: number[]): Reading<string[]> {
  return (yield* rows<{ name: string }>(sql, ...params)).map(({ name }) => name).sort();
}

function* requireDatabase(name: string): Reading<{ id: number; database: HiveDatabase }> {
  const found = yield* readDatabase(name);
  if (found === undefined) throw unknownDatabase(name);
  return found;
}

function* requireTable(database: string, name: string): Reading<{ id: number; table: HiveTable }> {
  const found = yield* readTable(database, name);
  if (found === undefined) throw unknownTable(database, name);
  return found;
}
