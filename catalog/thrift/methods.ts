import { bool, i16, i32, list, nothing, struct, text, textMap } from './codec.js';
import type { Codec } from './codec.js';
import { database, partition, table } from './structs.js';

/** The exceptions the Metastore's calls declare, without `Exception` at the end of the name. */
export type DeclaredException =
  | 'NoSuchObject'
  | 'Meta'
  | 'UnknownTable'
  | 'UnknownDB'
  | 'ConfigValSecurity'
  | 'AlreadyExists'
  | 'InvalidObject'
  | 'InvalidOperation'
  | 'NoSuchTxn'
  | 'TxnAborted'
  | 'TxnOpen'
  | 'NoSuchLock';

/** One remote call: its argument struct, its result, and what its numbered exceptions are. */
export interface Method<A, R> {
  readonly name: string;
  readonly args: Codec<A>;
  readonly result: Codec<R>;
  readonly exceptions: Readonly<Record<number, DeclaredException>>;
}

export const META_FIRST = { 1: 'Meta', 2: 'NoSuchObject' } as const;
export const CREATE = { 1: 'AlreadyExists', 2: 'InvalidObject', 3: 'Meta' } as const;
export const NO_SUCH_FIRST = { 1: 'NoSuchObject', 2: 'Meta' } as const;

/** A call by its name, with what its arguments, result and exceptions are. */
export function method<A, R>(
  name: string,
  args: Codec<A>,
  result: Codec<R>,
  exceptions: Method<A, R>['exceptions'],
): Method<A, R> {
  return { name, args, result, exceptions };
}

const dbName = { id: 1, codec: text };
const tableName = { id: 2, codec: text };

/** The calls of `service ThriftHiveMetastore` that lakelift makes; exception order as in the IDL of each. */
export const METHODS = {
  setUgi: method(
    'set_ugi',
    struct({ user: { id: 1, codec: text }, groups: { id: 2, codec: list(text) } }),
    list(text),
    META_FIRST,
  ),
  /** Of the service below all Thrift servers of Hive (fb303). */
  getVersion: method('getVersion', struct({}), text, {}),
  /** Since Hive 3. */
  getCatalogs: method('get_catalogs', struct({}), struct({ names: { id: 1, codec: list(text) } }), { 1: 'Meta' }),
  getAllDatabases: method('get_all_databases', struct({}), list(text), META_FIRST),
  getDatabase: method('get_database', struct({ name: dbName }), database, NO_SUCH_FIRST),
  getAllTables: method('get_all_tables', struct({ dbName }), list(text), META_FIRST),
  getTable: method('get_table', struct({ dbName, tableName }), table, META_FIRST),
  /** Hive 4 has only this one. */
  getTableReq: method(
    'get_table_req',
    struct({ request: { id: 1, codec: struct({ dbName, tableName }) } }),
    struct({ table: { id: 1, codec: table } }),
    META_FIRST,
  ),
  getPartitionNames: method(
    'get_partition_names',
    struct({ dbName, tableName, maxParts: { id: 3, codec: i16 } }),
    list(text),
    NO_SUCH_FIRST,
  ),
  getPartitionsByNames: method(
    'get_partitions_by_names',
    struct({ dbName, tableName, names: { id: 3, codec: list(text) } }),
    list(partition),
    META_FIRST,
  ),
  getPartitionCount: method(
    'get_num_partitions_by_filter',
    struct({ dbName, tableName, filter: { id: 3, codec: text } }),
    i32,
    META_FIRST,
  ),
  createDatabase: method('create_database', struct({ database: { id: 1, codec: database } }), nothing, CREATE),
  createTable: method('create_table', struct({ table: { id: 1, codec: table } }), nothing, {
    ...CREATE,
    4: 'NoSuchObject',
  }),
  addPartitions: method('add_partitions', struct({ partitions: { id: 1, codec: list(partition) } }), i32, {
    1: 'InvalidObject',
    2: 'AlreadyExists',
    3: 'Meta',
  }),
  alterTable: method(
    'alter_table_with_environment_context',
    struct({
      dbName,
      tableName,
      table: { id: 3, codec: table },
      context: { id: 4, codec: struct({ properties: { id: 1, codec: textMap } }) },
    }),
    nothing,
    { 1: 'InvalidOperation', 2: 'Meta' },
  ),
  dropTable: method(
    'drop_table',
    struct({ dbName, tableName, deleteData: { id: 3, codec: bool } }),
    nothing,
    NO_SUCH_FIRST,
  ),
} as const;
