import type { Sqlite } from '../../sqlite/file.js';
import { i16, list, struct, text } from '../../thrift/codec.js';
import { database, fieldSchema, table } from '../../thrift/structs.js';
import type { ThriftFieldSchema, ThriftTable } from '../../thrift/structs.js';
import { HiveException, required } from '../failure.js';
import { patternTest } from '../name-pattern.js';
import { META, META_FIRST, NONE, NO_SUCH_FIRST, served } from '../served.js';
import type { ServedMethod } from '../served.js';
import { normalized, requireTable, storedDatabase, storedTable } from '../stored-tables.js';

const word = (id: number) => ({ id, codec: text });
const names = (id: number) => ({ id, codec: list(text) });
const inTable = { db: word(1), table: word(2) };
const UNKNOWN_TABLE = { 1: 'Meta', 2: 'UnknownTable', 3: 'UnknownDB' } as const;

interface TableArgs {
  readonly db?: string | undefined;
  readonly table?: string | undefined;
}

const databaseNames = (db: Sqlite): string[] =>
  db.prepare<[], string>('SELECT NAME FROM DBS ORDER BY NAME').pluck().all();

interface ListedTable {
  name: string;
  type: string | null;
}

/** The tables of a database in order; of one that does not exist, none. */
function listedTables(db: Sqlite, database: string): ListedTable[] {
  const sql = `SELECT TBL_NAME AS name, TBL_TYPE AS type FROM TBLS t JOIN DBS d ON d.DB_ID = t.DB_ID
    WHERE d.NAME = ? ORDER BY TBL_NAME`;
  return db.prepare<[string], ListedTable>(sql).all(normalized(database));
}

function tableNames(db: Sqlite, database: string | undefined, pattern: string, type?: string): string[] {
  const wanted = patternTest(pattern);
  return listedTables(db, required(database, 'db_name'))
    .filter((found) => wanted(found.name) && (type === undefined || found.type === type))
    .map(({ name }) => name);
}

/** Those of the wanted tables that exist. */
function tablesByName(db: Sqlite, database: string | undefined, wanted: readonly string[] | undefined): ThriftTable[] {
  const dbName = required(database, 'db_name');
  const unique = new Set(required(wanted, 'tbl_names').map(normalized));
  return listedTables(db, dbName)
    .filter(({ name }) => unique.has(name))
    .flatMap(({ name }) => storedTable(db, dbName, name)?.table ?? []);
}

/** Columns as the catalog has them: no serde of Hive is there to ask. */
function columnsOf(db: Sqlite, { db: dbName, table: name }: TableArgs): ThriftTable {
  const found = storedTable(db, required(dbName, 'db_name'), required(name, 'table_name'));
  if (found === undefined) throw new HiveException('UnknownTable', `${dbName}.${name} table not found`);
  return found.table;
}
const fields = (found: ThriftTable): ThriftFieldSchema[] => found.sd?.cols ?? [];
const schema = (found: ThriftTable): ThriftFieldSchema[] => [...fields(found), ...(found.partitionKeys ?? [])];

const tableMeta = struct({ db: word(1), table: word(2), type: word(3), comments: word(4) });

function tableMetas(db: Sqlite, databases: string, tables: string, types: readonly string[]) {
  const wanted = patternTest(databases);
  const isType = (type: string | null): boolean => types.length === 0 || types.includes(type ?? '');
  return databaseNames(db)
    .filter(wanted)
    .flatMap((name) =>
      tableNames(db, name, tables).flatMap((tableName) => {
        const { parameters, tableType } = requireTable(db, name, tableName).table;
        if (!isType(tableType ?? null)) return [];
        return [{ db: name, table: tableName, type: tableType ?? '', comments: parameters?.comment }];
      }),
    );
}

/** Databases, tables and their columns. */
export const TABLE_METHODS: readonly ServedMethod[] = [
  served('get_all_databases', struct({}), list(text), META, databaseNames),
  served('get_databases', struct({ pattern: word(1) }), list(text), META, (db, { pattern }) =>
    databaseNames(db).filter(patternTest(pattern ?? '*')),
  ),
  served('get_database', struct({ name: word(1) }), database, NO_SUCH_FIRST, (db, { name }) =>
    storedDatabase(db, required(name, 'name')),
  ),
  served('get_all_tables', struct({ db: word(1) }), list(text), META, (db, args) => tableNames(db, args.db, '*')),
  served('get_tables', struct({ db: word(1), pattern: word(2) }), list(text), META, (db, args) =>
    tableNames(db, args.db, args.pattern ?? '*'),
  ),
  served('get_tables_by_type', struct({ db: word(1), pattern: word(2), type: word(3) }), list(text), META, (db, args) =>
    tableNames(db, args.db, args.pattern ?? '*', args.type),
  ),
  served(
    'get_table_meta',
    struct({ databases: word(1), tables: word(2), types: names(3) }),
    list(tableMeta),
    META,
    (db, args) => tableMetas(db, args.databases ?? '*', args.tables ?? '*', args.types ?? []),
  ),
  served('get_table', struct(inTable), table, META_FIRST, (db, args) => oneTable(db, args)),
  served(
    'get_table_req',
    struct({ request: { id: 1, codec: struct(inTable) } }),
    struct({ table: { id: 1, codec: table } }),
    META_FIRST,
    (db, { request }) => ({ table: oneTable(db, request ?? {}) }),
  ),
  served('get_table_objects_by_name', struct({ db: word(1), tables: names(2) }), list(table), NONE, (db, args) =>
    tablesByName(db, args.db, args.tables),
  ),
  served(
    'get_table_objects_by_name_req',
    struct({ request: { id: 1, codec: struct({ db: word(1), tables: names(2) }) } }),
    struct({ tables: { id: 1, codec: list(table) } }),
    META,
    (db, { request }) => ({ tables: tablesByName(db, request?.db, request?.tables) }),
  ),
  ...['get_fields', 'get_fields_with_environment_context'].map((name) =>
    served(name, struct(inTable), list(fieldSchema), UNKNOWN_TABLE, (db, args) => fields(columnsOf(db, args))),
  ),
  ...['get_schema', 'get_schema_with_environment_context'].map((name) =>
    served(name, struct(inTable), list(fieldSchema), UNKNOWN_TABLE, (db, args) => schema(columnsOf(db, args))),
  ),
  served('get_index_names', struct({ ...inTable, max: { id: 3, codec: i16 } }), list(text), META, () => []),
  served('get_indexes', struct({ ...inTable, max: { id: 3, codec: i16 } }), list(struct({})), NO_SUCH_FIRST, () => []),
];

function oneTable(db: Sqlite, args: TableArgs): ThriftTable {
  return requireTable(db, required(args.db, 'db_name'), required(args.table, 'tbl_name')).table;
}
