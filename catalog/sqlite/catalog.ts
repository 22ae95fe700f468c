import { isDeepStrictEqual } from 'node:util';
import { LakeliftError } from '../../errors/error.js';
import { overlap } from '../../stores/index.js';
import type { DatabaseAnnotations, Role } from '../beside.js';
import type { CatalogEntry, HiveDatabase, HivePartition, HiveTable } from '../model.js';
import { isPaimon, paimonDatabase, paimonTable } from '../paimon-table.js';
import { BUSY_TIMEOUT_MS, guarded, openForWriting } from './file.js';
import type { Sqlite } from './file.js';
import { readDatabase, readPartitionPage, readTable } from '../sql/read-rows.js';
import { readNow } from './read-now.js';
import { Sequences } from './sequence.js';
import { addAnnotations } from './write-annotations.js';
import { addDatabaseAnnotations, addPartitionAnnotations, addRoles } from './write-beside.js';
import { removeTable, writeDatabase, writeTable } from './write-rows.js';

/** The catalog of migrated tables: a SQLite file a real Hive Metastore can serve (docs/catalog.md). */
export class SqliteCatalog {
  readonly #path: string;
  readonly #db: Sqlite;

  private constructor(path: string, db: Sqlite) {
    this.#path = path;
    this.#db = db;
  }

  /**
   * Opens the file, creating it with the Hive 2.3 schema (`upgradeCatalog` gives it a later one); `lockWaitMs` is how long each step waits for another
   * process that writes. Throws USAGE, CORRUPT or LOCKED.
   */
  static open(path: string, lockWaitMs = BUSY_TIMEOUT_MS): SqliteCatalog {
    return new SqliteCatalog(path, openForWriting(path, lockWaitMs));
  }

  /**
   * Registers one migrated table as an external Paimon table, with its database, in one transaction.
   * The same entry again writes nothing. Throws TARGET_FOREIGN as `requireFree` does.
   */
  put(database: HiveDatabase, entry: CatalogEntry): 'created' | 'unchanged' | 'replaced' {
    return guarded(this.#path, () => this.#db.transaction(() => this.#put(database, entry)).immediate());
  }

  /**
   * Throws TARGET_FOREIGN when the catalog has a table of this name that is not Paimon's, or lies in another place: two targets may share a
   * catalog, and readers of one would find the other.
   */
  requireFree({ table, lakeLocation }: Pick<CatalogEntry, 'table' | 'lakeLocation'>): void {
    const old = guarded(this.#path, () => readNow(this.#db, readTable(table.database, table.name)));
    if (old !== undefined) this.#requireOurs(old.table, lakeLocation);
  }

  /** Adds roles, and functions of databases and grants on them, that the catalog does not have yet; of databases it has. In one transaction. */
  putBeside(roles: readonly Role[], databases: ReadonlyMap<string, DatabaseAnnotations>): void {
    const work = (): void => {
      const ids = new Sequences(this.#db);
      addRoles(this.#db, ids, roles);
      for (const [name, annotations] of databases) {
        const found = readNow(this.#db, readDatabase(name));
        if (found !== undefined) addDatabaseAnnotations(this.#db, ids, found.id, annotations);
      }
      ids.save();
    };
    guarded(this.#path, () => this.#db.transaction(work).immediate());
  }

  close(): void {
    this.#db.close();
  }

  #put(sourceDatabase: HiveDatabase, entry: CatalogEntry): 'created' | 'unchanged' | 'replaced' {
    const database = paimonDatabase(sourceDatabase, entry.lakeLocation);
    const { table, partitions } = paimonTable(entry);
    const ids = new Sequences(this.#db);
    const oldDatabase = readNow(this.#db, readDatabase(database.name));
    const sameDatabase = isDeepStrictEqual(oldDatabase?.database, database);
    const databaseId =
      oldDatabase !== undefined && sameDatabase
        ? oldDatabase.id
        : writeDatabase(this.#db, ids, database, oldDatabase?.id);
    const old = readNow(this.#db, readTable(table.database, table.name));
    if (old !== undefined) this.#requireOurs(old.table, table.storage.location);
    const same = old !== undefined && this.#same(old, table, partitions);
    if (!same && old !== undefined) removeTable(this.#db, old.id);
    const tableId = same ? old.id : writeTable(this.#db, ids, databaseId, table, partitions, old?.id);
    const place = { tableId, database: table.database, table: table.name };
    const added = entry.annotations !== undefined && addAnnotations(this.#db, ids, place, entry.annotations);
    const keys = table.partitionKeys.map(({ name }) => name);
    const beside = addPartitionAnnotations(this.#db, ids, place, keys, entry.partitionAnnotations ?? []);
    ids.save();
    if (same && sameDatabase && !added && !beside) return 'unchanged';
    return old === undefined ? 'created' : 'replaced';
  }

  #requireOurs(table: HiveTable, location: string): void {
    const there = table.storage.location;
    if (isPaimon(table) && overlap(there, location)) return;
    const what = isPaimon(table) ? `that lies in ${there}` : 'that is not Paimon';
    throw new LakeliftError('TARGET_FOREIGN', `the catalog already has a table of this name ${what}`, {
      table: `${table.database}.${table.name}`,
      file: this.#path,
      next: 'give --catalog another file, or drop the table there',
    });
  }

  #same(old: { id: number; table: HiveTable }, table: HiveTable, partitions: readonly HivePartition[]): boolean {
    if (!isDeepStrictEqual(old.table, table)) return false;
    const stored = readNow(this.#db, readPartitionPage(old.id, -1, partitions.length + 1)).partitions;
    const byValues = new Map(stored.map((partition) => [JSON.stringify(partition.values), partition]));
    return (
      stored.length === partitions.length &&
      partitions.every((partition) => isDeepStrictEqual(byValues.get(JSON.stringify(partition.values)), partition))
    );
  }
}
