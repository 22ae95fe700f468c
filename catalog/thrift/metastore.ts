import { LakeliftError } from '../../errors/error.js';
import type { Annotations } from '../annotations.js';
import type { DatabaseAnnotations, PartitionAnnotationsPage, Roles } from '../beside.js';
import { PARTITION_PAGE } from '../model.js';
import type { HiveDatabase, HivePartition, HiveTable, Metastore } from '../model.js';
import { unknownDatabase, unknownTable } from '../unknown.js';
import { catalogNames } from './catalogs.js';
import { FailoverClient } from './client.js';
import { toDatabase, toPartition, toTable } from './convert.js';
import { RemoteException } from './message.js';
import { METHODS } from './methods.js';
import type { Method } from './methods.js';
import { readAnnotations } from './read-annotations.js';
import { readDatabaseAnnotations, readPartitionAnnotations, readRoles } from './read-beside.js';
import type { ThriftPartition, ThriftTable } from './structs.js';
import { parseThriftUris } from './uri.js';

const DEFAULT_TIMEOUT_MS = 60_000;
/** `max_parts` without a limit; a positive i16 could ask for 32,767 at most. */
const NO_LIMIT = -1;

/** A running Hive Metastore (2.x to 4.x) without Kerberos. */
export class ThriftMetastore implements Metastore {
  readonly url: string;
  readonly #client: FailoverClient;

  private constructor(url: string, client: FailoverClient) {
    this.url = url;
    this.#client = client;
  }

  /** Connects to the first endpoint that answers. Throws USAGE for a bad URL, UNREACHABLE. */
  static async open(url: string, options: { timeoutMs?: number; user?: string }): Promise<ThriftMetastore> {
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const client = new FailoverClient(parseThriftUris(url), timeoutMs, options.user);
    await client.connect();
    return new ThriftMetastore(url, client);
  }

  /** Servers of Hive 2 and 3 report 3.0 alike; only those from Hive 3 on have catalogs. */
  async version(): Promise<string> {
    const reported = await this.#call(METHODS.getVersion, {});
    const names = await catalogNames(this.#client);
    return names === undefined
      ? `of Hive 2 or earlier (no catalogs; it reports ${reported})`
      : `of Hive 3 or later (catalogs: ${names.join(', ')}; it reports ${reported})`;
  }

  async databases(): Promise<string[]> {
    return (await this.#call(METHODS.getAllDatabases, {})).sort();
  }

  async getDatabase(name: string): Promise<HiveDatabase> {
    const database = await this.#call(METHODS.getDatabase, { name }, (cause) => unknownDatabase(name, cause));
    return toDatabase(database);
  }

  async tables(database: string): Promise<string[]> {
    // For a database that does not exist the server answers with an empty list.
    await this.getDatabase(database);
    return (await this.#call(METHODS.getAllTables, { dbName: database })).sort();
  }

  async getTable(database: string, name: string): Promise<HiveTable> {
    return toTable(await this.#table(database, name));
  }

  async *partitions(table: HiveTable): AsyncGenerator<HivePartition[]> {
    if (table.partitionKeys.length === 0) return;
    const place = { dbName: table.database, tableName: table.name };
    const unknown = (cause: unknown): LakeliftError => unknownTable(table.database, table.name, cause);
    const names = await this.#partitionNames(table);
    await this.#requireCount(table, names.length);
    let batch = PARTITION_PAGE;
    while (names.length > 0) {
      const wanted = names.slice(0, batch);
      const page = await this.#byNames(place, wanted, unknown);
      if (page === undefined) {
        batch = Math.ceil(wanted.length / 2);
        continue;
      }
      names.splice(0, wanted.length);
      if (page.length !== wanted.length) {
        throw changed(table, `${String(wanted.length - page.length)} partitions were dropped while they were read`);
      }
      yield page.map(toPartition);
    }
  }

  databaseAnnotations(database: string): Promise<DatabaseAnnotations> {
    return readDatabaseAnnotations(this.#client, database);
  }

  roles(): Promise<Roles> {
    return readRoles(this.#client);
  }

  async *partitionAnnotations(table: HiveTable): AsyncGenerator<PartitionAnnotationsPage> {
    if (table.partitionKeys.length === 0) return;
    yield* readPartitionAnnotations(this.#client, table, await this.#partitionNames(table));
  }

  annotations(table: HiveTable): Promise<Annotations> {
    return readAnnotations(this.#client, table);
  }

  close(): Promise<void> {
    this.#client.close();
    return Promise.resolve();
  }

  #partitionNames({ database: dbName, name: tableName }: HiveTable): Promise<string[]> {
    const args = { dbName, tableName, maxParts: NO_LIMIT };
    return this.#call(METHODS.getPartitionNames, args, (cause) => unknownTable(dbName, tableName, cause));
  }

  /** undefined when the server fails on so many names at once: some databases behind a Metastore have lower limits than others. */
  async #byNames(
    place: { readonly dbName: string; readonly tableName: string },
    names: string[],
    unknown: (cause: unknown) => LakeliftError,
  ): Promise<ThriftPartition[] | undefined> {
    try {
      return await this.#client.call(METHODS.getPartitionsByNames, { ...place, names });
    } catch (error) {
      if (!(error instanceof RemoteException)) throw error;
      if (names.length > 1 && (error.kind === 'Meta' || error.kind === 'Other')) return undefined;
      throw remoteError(METHODS.getPartitionsByNames.name, error, unknown);
    }
  }

  async #table(database: string, name: string): Promise<ThriftTable> {
    const unknown = (cause: unknown): LakeliftError => unknownTable(database, name, cause);
    const request = { dbName: database, tableName: name };
    try {
      return await this.#client.call(METHODS.getTable, request);
    } catch (error) {
      if (!(error instanceof RemoteException)) throw error;
      if (error.kind !== 'UnknownMethod') throw remoteError(METHODS.getTable.name, error, unknown);
    }
    const { table } = await this.#call(METHODS.getTableReq, { request }, unknown);
    if (table === undefined) throw unknown(undefined);
    return table;
  }

  /** A server may cut the list of names short (a configured limit); its own count tells. Old servers have none. */
  async #requireCount(table: HiveTable, listed: number): Promise<void> {
    const request = { dbName: table.database, tableName: table.name, filter: '' };
    let counted: number;
    try {
      counted = await this.#client.call(METHODS.getPartitionCount, request);
    } catch (error) {
      if (error instanceof RemoteException) return;
      throw error;
    }
    if (counted !== listed) {
      throw changed(table, `the metastore counts ${String(counted)} partitions but lists ${String(listed)}`);
    }
  }

  async #call<A, R>(method: Method<A, R>, args: A, unknown?: (cause: unknown) => LakeliftError): Promise<R> {
    try {
      return await this.#client.call(method, args);
    } catch (error) {
      throw error instanceof RemoteException ? remoteError(method.name, error, unknown) : error;
    }
  }
}

function remoteError(
  method: string,
  error: RemoteException,
  unknown: ((cause: unknown) => LakeliftError) | undefined,
): LakeliftError {
  if (error.kind === 'NoSuchObject' && unknown !== undefined) return unknown(error);
  return new LakeliftError('IO', `Hive Metastore: ${method}: ${error.message}`, {
    cause: error,
    next: "see the Metastore's log",
  });
}

function changed(table: HiveTable, message: string): LakeliftError {
  return new LakeliftError('SOURCE_CHANGED', message, {
    table: `${table.database}.${table.name}`,
    next: 'run again when nothing adds or drops partitions',
  });
}
