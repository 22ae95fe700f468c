import { readFileSync } from 'node:fs';
import { LakeliftError } from '../../errors/error.js';
import { exists, resolveLocation } from '../../stores/index.js';
import type { SourceStore } from '../../stores/index.js';
import { PARTITION_PAGE } from '../model.js';
import type { HiveDatabase, HivePartition, HiveTable, Metastore } from '../model.js';
import { partitionName } from '../partition-name.js';
import { unknownDatabase, unknownTable } from '../unknown.js';
import { UntoldMetastore } from '../untold.js';
import { findPartitions } from './find-partitions.js';
import { parseDdl } from './parse.js';
import { tableKey } from './script.js';
import type { DdlScript, DdlTable } from './script.js';
import type { StorageFormat } from './storage-format.js';

/** Where the files of a DDL file's tables lie. */
export interface DdlWarehouse {
  readonly source: SourceStore;
  /** URL of the warehouse: tables without a location lie in `<database>.db/<table>` below it. */
  readonly url: string;
}

/**
 * Tables described by a DDL file. Partitions are those the file adds and those whose directories lie below the table's; with no warehouse
 * to list, only the former.
 */
export class DdlMetastore extends UntoldMetastore implements Metastore {
  readonly url: string;
  readonly #script: DdlScript;
  readonly #warehouse: DdlWarehouse | undefined;

  private constructor(url: string, script: DdlScript, warehouse: DdlWarehouse | undefined) {
    super();
    this.url = url;
    this.#script = script;
    this.#warehouse = warehouse;
  }

  /** Reads the file. Throws USAGE when it cannot be read, CORRUPT for what is not understood. */
  static open(path: string, warehouse?: DdlWarehouse): DdlMetastore {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (cause) {
      const next = 'name a file with CREATE TABLE statements, as SHOW CREATE TABLE prints them';
      throw new LakeliftError('USAGE', 'the DDL file cannot be read', { file: path, next, cause });
    }
    return new DdlMetastore(`ddl:${path}`, parseDdl({ file: path, text }), warehouse);
  }

  databases(): Promise<string[]> {
    return Promise.resolve([...this.#script.databases.keys()].sort());
  }

  async getDatabase(name: string): Promise<HiveDatabase> {
    const database = this.#script.databases.get(name.toLowerCase());
    if (database === undefined) throw unknownDatabase(name);
    return { ...database, location: await this.#databaseLocation(database) };
  }

  async tables(database: string): Promise<string[]> {
    const { name } = await this.getDatabase(database);
    const tables = [...this.#script.tables.values()].filter(({ table }) => table.database === name);
    return tables.map(({ table }) => table.name).sort();
  }

  async getTable(database: string, name: string): Promise<HiveTable> {
    const { table } = this.#find(database, name);
    if (table.storage.location !== '' || /VIEW/.test(table.tableType)) return table;
    const { location } = await this.getDatabase(table.database);
    return { ...table, storage: { ...table.storage, location: location === '' ? '' : `${location}/${table.name}` } };
  }

  async *partitions({ database, name }: HiveTable): AsyncGenerator<HivePartition[]> {
    const table = await this.getTable(database, name);
    if (table.partitionKeys.length === 0) return;
    let page: HivePartition[] = [];
    for await (const partition of this.#all(table)) {
      page.push(partition);
      if (page.length < PARTITION_PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  close(): Promise<void> {
    // The source is the caller's.
    return Promise.resolve();
  }

  /** The partitions the file adds, then those of directories it says nothing about. */
  async *#all(table: HiveTable): AsyncGenerator<HivePartition> {
    const added = this.#find(table.database, table.name).partitions;
    const keys = table.partitionKeys.map(({ name }) => name);
    const warehouse = this.#warehouse;
    const known = new Set<string>();
    const described = new Set<string>();
    for (const { values, location, format } of added) {
      const at = location ?? `${table.storage.location}/${partitionName(keys, values)}`;
      yield partitionAt(table, values, at, format);
      if (warehouse !== undefined) known.add(resolveLocation(warehouse.url, at));
      described.add(JSON.stringify(values));
    }
    if (warehouse === undefined) return;
    const root = resolveLocation(warehouse.url, table.storage.location);
    for await (const { values, path } of findPartitions(warehouse.source, root, keys, known)) {
      // A partition that was given another location leaves its old directory behind.
      if (described.has(JSON.stringify(values))) continue;
      yield partitionAt(table, values, table.storage.location + path.slice(root.length));
    }
  }

  #find(database: string, name: string): DdlTable {
    const found = this.#script.tables.get(tableKey(database.toLowerCase(), name.toLowerCase()));
    if (found === undefined) throw unknownTable(database, name);
    return found;
  }

  /** Hive puts the tables of the database `default` into the warehouse itself; a folder `default.db` there wins. */
  async #databaseLocation({ name, location }: HiveDatabase): Promise<string> {
    if (location !== '' || this.#warehouse === undefined) return location;
    const url = this.#warehouse.url.replace(/\/+$/, '');
    const folder = `${url}/${name}.db`;
    if (name !== 'default' || (await exists(this.#warehouse.source, resolveLocation(this.#warehouse.url, folder))))
      return folder;
    return url;
  }
}

function partitionAt(
  { storage }: HiveTable,
  values: string[],
  location: string,
  format?: StorageFormat,
): HivePartition {
  return { values, createTime: 0, parameters: {}, storage: { ...storage, ...format, location } };
}
