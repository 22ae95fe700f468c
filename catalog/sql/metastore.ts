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

/** A database with the tables of a Hive Metastore. */
export interface MetastoreRows {
  /** Ends a reading in one read transaction, so that a writer beside it cannot show half a table. Errors of the database are LakeliftErrors. */
  read<T>(reading: Reading<T>): Promise<T>;
  close(): Promise<void>;
}

/** A Hive Metastore read straight from its database (schemas 2.3, 3.1 and 4.0 share the columns read). */
export class SqlMetastore implements Metastore {
  constructor(
    readonly url: string,
    private readonly database: MetastoreRows,
  ) {}

  async version(): Promise<string> {
    const [found] = await this.database.read(names('SELECT "SCHEMA_VERSION" AS "name" FROM "VERSION"'));
    return `of schema ${found ?? 'unknown'}`;
  }

  databases(): Promise<string[]> {
    return this.database.read(names('SELECT "NAME" AS "name" FROM "DBS" ORDER BY "NAME"'));
  }

  getDatabase(name: string): Promise<HiveDatabase> {
    return this.database.read(
      (function* () {
        return (yield* requireDatabase(name)).database;
      })(),
    );
  }

  tables(database: string): Promise<string[]> {
    const sql = 'SELECT "TBL_NAME" AS "name" FROM "TBLS" WHERE "DB_ID" = ? ORDER BY "TBL_NAME"';
    return this.database.read(
      (function* () {
        return yield* names(sql, (yield* requireDatabase(database)).id);
      })(),
    );
  }

  async getTable(database: string, name: string): Promise<HiveTable> {
    return (await this.database.read(requireTable(database, name))).table;
  }

  async *partitions(table: HiveTable): AsyncGenerator<HivePartition[]> {
    const { id } = await this.database.read(requireTable(table.database, table.name));
    for (let after = -1; ;) {
      const page = await this.database.read(readPartitionPage(id, after, PARTITION_PAGE));
      if (page.partitions.length > 0) yield page.partitions;
      if (page.partitions.length < PARTITION_PAGE) return;
      after = page.last;
    }
  }

  annotations({ database, name }: HiveTable): Promise<Annotations> {
    return this.database.read(
      (function* () {
        return yield* readAnnotations((yield* requireTable(database, name)).id);
      })(),
    );
  }

  databaseAnnotations(database: string): Promise<DatabaseAnnotations> {
    return this.database.read(
      (function* () {
        return yield* readDatabaseAnnotations((yield* requireDatabase(database)).id);
      })(),
    );
  }

  async roles(): Promise<Roles> {
    return { roles: await this.database.read(readRoles()), notRead: [] };
  }

  async *partitionAnnotations(table: HiveTable): AsyncGenerator<PartitionAnnotationsPage> {
    const { id } = await this.database.read(requireTable(table.database, table.name));
    for (let after = -1; ;) {
      const { partitions, count, last } = await this.database.read(readPartitionAnnotations(id, after, PARTITION_PAGE));
      if (partitions.length > 0) yield { partitions, notRead: [] };
      if (count < PARTITION_PAGE) return;
      after = last;
    }
  }

  close(): Promise<void> {
    return this.database.close();
  }
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
