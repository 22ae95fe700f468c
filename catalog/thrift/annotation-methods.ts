import {
  columnStatistics,
  expressionColumn,
  foreignKeyColumn,
  hiveObject,
  notNullColumn,
  primaryKeyColumn,
  privilege,
  tableStatistics,
  uniqueColumn,
} from './annotation-structs.js';
import { bool, i32, list, nothing, struct, text } from './codec.js';
import type { Codec } from './codec.js';
import { META_FIRST, NO_SUCH_FIRST, method } from './methods.js';

const word = (id: number) => ({ id, codec: text });
const request = <T>(codec: Codec<T>) => struct({ request: { id: 1, codec } });
const inTable = struct({ database: word(1), table: word(2) });
/** Requests of Hive 3 begin with a catalog, which may be unset. */
const inCatalog = struct({ database: word(2), table: word(3) });
const listOf = <T>(codec: Codec<T>) => struct({ found: { id: 1, codec: list(codec) } });
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
    { 1: 'Meta' },
  ),
  setStatistics: method(
    'update_table_column_statistics',
    struct({ statistics: { id: 1, codec: tableStatistics } }),
    bool,
    { 1: 'NoSuchObject', 2: 'InvalidObject', 3: 'Meta' },
  ),
  addPrimaryKey: method('add_primary_key', request(listOf(primaryKeyColumn)), nothing, ADD),
  addForeignKey: method('add_foreign_key', request(listOf(foreignKeyColumn)), nothing, ADD),
  grant: method(
    'grant_privileges',
    struct({ bag: { id: 1, codec: struct({ privileges: { id: 1, codec: list(privilege) } }) } }),
    bool,
    { 1: 'Meta' },
  ),
} as const;
