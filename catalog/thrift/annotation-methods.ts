import {
  columnStatistics,
  expressionColumn,
  foreignKeyColumn,
  hiveFunction,
  hiveObject,
  member,
  notNullColumn,
  primaryKeyColumn,
  privilege,
  role,
  tableStatistics,
  uniqueColumn,
} from './annotation-structs.js';
import { bool, i32, list, mapOf, nothing, struct, text } from './codec.js';
import type { Codec } from './codec.js';
import { CREATE, META_FIRST, NO_SUCH_FIRST, method } from './methods.js';

const word = (id: number) => ({ id, codec: text });
const request = <T>(codec: Codec<T>) => struct({ request: { id: 1, codec } });
const inTable = struct({ database: word(1), table: word(2) });
/** Requests of Hive 3 begin with a catalog. */
const inCatalog = struct({ catalog: word(1), database: word(2), table: word(3) });
const listOf = <T>(codec: Codec<T>) => struct({ found: { id: 1, codec: list(codec) } });
const META = { 1: 'Meta' } as const;
const ADD = { 1: 'NoSuchObject', 2: 'Meta' } as const;

/** The calls about what is kept beside tables. */
export const ANNOTATION_METHODS = {
  tableStatistics: method(
    'get_table_statistics_req',
    request(struct({ database: word(1), table: word(2), columns: { id: 3, codec: list(text) } })),
    listOf(columnStatistics),
    NO_SUCH_FIRST,
  ),
  primaryKeys: method('get_primary_keys', request(inTable), listOf(primaryKeyColumn), META_FIRST),
  foreignKeys: method(
    'get_foreign_keys',
    request(struct({ database: word(3), table: word(4) })),
    listOf(foreignKeyColumn),
    META_FIRST,
  ),
  uniqueConstraints: method('get_unique_constraints', request(inCatalog), listOf(uniqueColumn), META_FIRST),
  notNullConstraints: method('get_not_null_constraints', request(inCatalog), listOf(notNullColumn), META_FIRST),
  defaultConstraints: method('get_default_constraints', request(inCatalog), listOf(expressionColumn), META_FIRST),
  checkConstraints: method('get_check_constraints', request(inCatalog), listOf(expressionColumn), META_FIRST),
  /** Without a principal: the grants of all. */
  privileges: method(
    'list_privileges',
    struct({ principal: word(1), principalType: { id: 2, codec: i32 }, object: { id: 3, codec: hiveObject } }),
    list(privilege),
    META,
  ),
  partitionStatistics: method(
    'get_partitions_statistics_req',
    request(
      struct({
        ...{ database: word(1), table: word(2) },
        columns: { id: 3, codec: list(text) },
        partitions: { id: 4, codec: list(text) },
      }),
    ),
    struct({ found: { id: 1, codec: mapOf(list(columnStatistics)) } }),
    NO_SUCH_FIRST,
  ),
  functionNames: method('get_functions', struct({ database: word(1), pattern: word(2) }), list(text), META),
  getFunction: method('get_function', struct({ database: word(1), name: word(2) }), hiveFunction, META_FIRST),
  roleNames: method('get_role_names', struct({}), list(text), META),
  members: method('get_principals_in_role', request(struct({ role: word(1) })), listOf(member), META),
  rolesOf: method('list_roles', struct({ principal: word(1), principalType: { id: 2, codec: i32 } }), list(role), META),
  membershipsOf: method(
    'get_role_grants_for_principal',
    request(struct({ principal: word(1), principalType: { id: 2, codec: i32 } })),
    listOf(member),
    META,
  ),
  setStatistics: method(
    'update_table_column_statistics',
    struct({ statistics: { id: 1, codec: tableStatistics } }),
    bool,
    { 1: 'NoSuchObject', 2: 'InvalidObject', 3: 'Meta' },
  ),
  /** Of many partitions of one table. */
  setPartitionStatistics: method(
    'set_aggr_stats_for',
    request(struct({ statistics: { id: 1, codec: list(tableStatistics) } })),
    bool,
    { 1: 'NoSuchObject', 2: 'InvalidObject', 3: 'Meta' },
  ),
  createFunction: method('create_function', struct({ function: { id: 1, codec: hiveFunction } }), nothing, {
    ...CREATE,
    4: 'NoSuchObject',
  }),
  createRole: method('create_role', struct({ role: { id: 1, codec: role } }), bool, META),
  grantRole: method(
    'grant_role',
    struct({
      ...{ role: word(1), principal: word(2), principalType: { id: 3, codec: i32 } },
      ...{ grantor: word(4), grantorType: { id: 5, codec: i32 }, grantOption: { id: 6, codec: bool } },
    }),
    bool,
    META,
  ),
  addPrimaryKey: method('add_primary_key', request(listOf(primaryKeyColumn)), nothing, ADD),
  addForeignKey: method('add_foreign_key', request(listOf(foreignKeyColumn)), nothing, ADD),
  /** Since Hive 3, like those that follow. */
  addUnique: method('add_unique_constraint', request(listOf(uniqueColumn)), nothing, ADD),
  addNotNull: method('add_not_null_constraint', request(listOf(notNullColumn)), nothing, ADD),
  addDefault: method('add_default_constraint', request(listOf(expressionColumn)), nothing, ADD),
  addCheck: method('add_check_constraint', request(listOf(expressionColumn)), nothing, ADD),
  grant: method(
    'grant_privileges',
    struct({ bag: { id: 1, codec: struct({ privileges: { id: 1, codec: list(privilege) } }) } }),
    bool,
    META,
  ),
} as const;
