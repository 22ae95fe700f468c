import { LakeliftError } from '../../errors/error.js';
import type { ColumnStatistics, Constraint, Grant } from '../annotations.js';
import type { HiveDatabase, HivePartition, HiveTable } from '../model.js';
import { ANNOTATION_METHODS } from './annotation-methods.js';
import { FailoverClient } from './client.js';
import type { HiveFunction, Member, PartitionAnnotations } from '../beside.js';
import { partitionName } from '../partition-name.js';
import { fromConstraint, fromForeignKey, fromGrant, fromPrimaryKey, fromStatistics } from './convert-annotations.js';
import type { GrantPlace } from './convert-annotations.js';
import { fromFunction, fromMember } from './convert-beside.js';
import { fromDatabase, fromPartition, fromTable } from './convert.js';
import { RemoteException } from './message.js';
import { METHODS } from './methods.js';
import type { Method } from './methods.js';
import { parseThriftUris } from './uri.js';

const DEFAULT_TIMEOUT_MS = 60_000;

/** Keeps the Metastore from counting files again and entering the counts among the parameters. */
const KEEP_STATISTICS = { properties: { DO_NOT_UPDATE_STATS: 'true' } };

/**
 * The calls that change a running Hive Metastore. Each is sent once: when the connection breaks under one it may have been done or not,
 * and whoever runs again looks first. No call ever asks for data to be deleted.
 */
export class MetastoreWriter {
  readonly #client: FailoverClient;

  private constructor(client: FailoverClient) {
    this.#client = client;
  }

  /** Connects to the first endpoint that answers. Throws USAGE for a bad URL, UNREACHABLE. */
  static async open(url: string, options: { timeoutMs?: number; user?: string }): Promise<MetastoreWriter> {
    const client = new FailoverClient(parseThriftUris(url), options.timeoutMs ?? DEFAULT_TIMEOUT_MS, options.user);
    await client.connect();
    return new MetastoreWriter(client);
  }

  async createDatabase(database: HiveDatabase): Promise<void> {
    await this.#change(METHODS.createDatabase, { database: fromDatabase(database) }, database.name);
  }

  async createTable(table: HiveTable): Promise<void> {
    await this.#change(METHODS.createTable, { table: fromTable(table) }, nameOf(table));
  }

  /** Adds partitions that are not there yet, all or none of them. */
  async addPartitions(table: HiveTable, partitions: readonly HivePartition[]): Promise<void> {
    const all = partitions.map((partition) => fromPartition(table, partition));
    await this.#change(METHODS.addPartitions, { partitions: all }, nameOf(table));
  }

  /** Puts `table` into the place of the one under these names; with another name, that is renamed. */
  async alterTable(database: string, name: string, table: HiveTable): Promise<void> {
    const args = { dbName: database, tableName: name, table: fromTable(table), context: KEEP_STATISTICS };
    await this.#change(METHODS.alterTable, args, `${database}.${name}`);
  }

  /** Forgets a table and its partitions; its files stay. */
  async dropTable(database: string, name: string): Promise<void> {
    await this.#change(
      METHODS.dropTable,
      { dbName: database, tableName: name, deleteData: false },
      `${database}.${name}`,
    );
  }

  /** Statistics of columns of the whole table, in the place of those it has. */
  async setStatistics(table: HiveTable, statistics: readonly ColumnStatistics[]): Promise<void> {
    const description = { tableLevel: true, database: table.database, table: table.name, analyzed: 0 };
    const all = { description, columns: statistics.map(fromStatistics) };
    await this.#change(ANNOTATION_METHODS.setStatistics, { statistics: all }, nameOf(table));
  }

  /** Adds a constraint; a server of Hive 2 has keys only, and answers IO to the others. */
  async addConstraint(table: HiveTable, constraint: Constraint): Promise<void> {
    const at = { database: table.database, table: table.name };
    const [method, found] = {
      'primary key': [ANNOTATION_METHODS.addPrimaryKey, fromPrimaryKey(at, constraint)] as const,
      'foreign key': [ANNOTATION_METHODS.addForeignKey, fromForeignKey(at, constraint)] as const,
      unique: [ANNOTATION_METHODS.addUnique, fromConstraint(at, constraint)] as const,
      'not null': [ANNOTATION_METHODS.addNotNull, fromConstraint(at, constraint)] as const,
      default: [ANNOTATION_METHODS.addDefault, fromConstraint(at, constraint)] as const,
      check: [ANNOTATION_METHODS.addCheck, fromConstraint(at, constraint)] as const,
    }[constraint.kind];
    await this.#change<unknown, undefined>(method, { request: { found } }, nameOf(table));
  }

  /** A role must exist; the server sets the time. */
  async grantOn(at: GrantPlace, grant: Grant): Promise<void> {
    const privileges = [fromGrant(at, grant)];
    await this.#change(ANNOTATION_METHODS.grant, { bag: { privileges } }, placeName(at));
  }

  /** Statistics of columns of partitions, in the place of those they have. */
  async setPartitionStatistics(table: HiveTable, partitions: readonly PartitionAnnotations[]): Promise<void> {
    const keys = table.partitionKeys.map(({ name }) => name);
    const statistics = partitions.map(({ values, statistics: columns }) => ({
      description: {
        ...{ tableLevel: false, database: table.database, table: table.name },
        ...{ partition: partitionName(keys, values), analyzed: 0 },
      },
      columns: columns.map(fromStatistics),
    }));
    await this.#change(ANNOTATION_METHODS.setPartitionStatistics, { request: { statistics } }, nameOf(table));
  }

  async createFunction(database: string, of: HiveFunction): Promise<void> {
    const args = { function: fromFunction(database, of) };
    await this.#change(ANNOTATION_METHODS.createFunction, args, `${database}.${of.name}`);
  }

  async createRole(name: string): Promise<void> {
    await this.#change(
      ANNOTATION_METHODS.createRole,
      { role: { name, createTime: 0, owner: this.#client.user } },
      name,
    );
  }

  async addMember(role: string, member: Member): Promise<void> {
    await this.#change(ANNOTATION_METHODS.grantRole, fromMember(role, member), role);
  }

  close(): Promise<void> {
    this.#client.close();
    return Promise.resolve();
  }

  async #change<A, R>(method: Method<A, R>, args: A, object: string): Promise<void> {
    try {
      await this.#client.change(method, args);
    } catch (error) {
      if (!(error instanceof RemoteException)) throw error;
      const conflict = error.kind === 'AlreadyExists' || error.kind === 'NoSuchObject';
      throw new LakeliftError(conflict ? 'COMMIT_CONFLICT' : 'IO', `Hive Metastore: ${method.name}: ${error.message}`, {
        table: object,
        cause: error,
        next: conflict ? 'somebody else changed it at the same time: run again' : nextAfter(error.message),
      });
    }
  }
}

function nextAfter(message: string): string {
  const [, scheme] = /No FileSystem for scheme:? "?([a-z0-9]+)/.exec(message) ?? [];
  if (scheme === undefined) return "see the Metastore's log, then run again";
  return `let the Metastore know ${scheme}://, as it looks for the table's folder: the jar of that file system on its class path (hadoop-aws for s3), and fs.${scheme}.impl in its core-site.xml; then run again`;
}

const placeName = ({ database, table, partition }: GrantPlace): string =>
  [database, ...(table === undefined ? [] : [table])].join('.') +
  (partition === undefined ? '' : `/${partition.join('/')}`);

const nameOf = ({ database, name }: HiveTable): string => `${database}.${name}`;
