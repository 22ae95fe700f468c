import { readAnnotations } from '../../sql/read-annotations.js';
import { readNow } from '../../sqlite/read-now.js';
import type { Sqlite } from '../../sqlite/file.js';
import { ANNOTATION_METHODS as METHODS } from '../../thrift/annotation-methods.js';
import { OBJECT_TYPE, tableStatistics } from '../../thrift/annotation-structs.js';
import type { ThriftColumnStatistics, ThriftPrivilege } from '../../thrift/annotation-structs.js';
import { struct, text } from '../../thrift/codec.js';
import { fromForeignKey, fromGrant, fromPrimaryKey, fromStatistics } from '../../thrift/convert-annotations.js';
import type { Method } from '../../thrift/methods.js';
import { principalNumber } from '../../thrift/principal.js';
import { HiveException, required } from '../failure.js';
import { NO_SUCH_FIRST, served } from '../served.js';
import type { ServedMethod } from '../served.js';
import { storedTable } from '../stored-tables.js';
import type { StoredTable } from '../stored-tables.js';

interface Place {
  readonly database?: string | undefined;
  readonly table?: string | undefined;
}

/** A table that does not exist has no annotations. */
const tableAt = (db: Sqlite, { database, table }: Place): StoredTable | undefined =>
  storedTable(db, required(database, 'db_name'), required(table, 'tbl_name'));

/** Statistics of the wanted columns that have some. */
function statistics(db: Sqlite, at: Place, wanted: readonly string[]): ThriftColumnStatistics[] {
  const found = tableAt(db, at);
  if (found === undefined) return [];
  const columns = wanted.map((column) => column.toLowerCase());
  return readNow(db, readAnnotations(found.id))
    .statistics.filter(({ column }) => columns.includes(column))
    .map(fromStatistics);
}

function oneStatistics(db: Sqlite, at: Place & { readonly column?: string | undefined }) {
  const { database = '', table = '' } = at;
  const columns = statistics(db, at, [required(at.column, 'col_name')]);
  if (columns.length === 0) throw new HiveException('NoSuchObject', 'no statistics are kept for this column');
  return { description: { tableLevel: true, database, table, analyzed: 0 }, columns };
}

/** The keys of one kind, with the place of their table. */
function keys(db: Sqlite, at: Place, kind: 'primary key' | 'foreign key') {
  const found = tableAt(db, at);
  if (found === undefined) return [];
  const { dbName: database = '', tableName: table = '' } = found.table;
  const constraints = readNow(db, readAnnotations(found.id)).constraints.filter((each) => each.kind === kind);
  return constraints.map((constraint) => ({ at: { database, table }, constraint }));
}

/** The columns of constraints that are of one table. */
function columns(db: Sqlite, at: Place, kind: 'unique' | 'not null') {
  const found = tableAt(db, at);
  const constraints = found === undefined ? [] : readNow(db, readAnnotations(found.id)).constraints;
  return constraints
    .filter((each) => each.kind === kind)
    .flatMap(({ name, columns: of, enabled, validated, rely }) =>
      of.map((column, index) => ({ name, column, position: index + 1, enabled, validated, rely })),
    );
}

type Privileges = Parameters<typeof METHODS.privileges.args.write>[1];

/** Grants on a table or column, of one principal or of all; those on other kinds of objects are not kept here. */
function privileges(db: Sqlite, { principal, principalType, object = {} }: Privileges): ThriftPrivilege[] {
  if (object.objectType !== OBJECT_TYPE.table && object.objectType !== OBJECT_TYPE.column) return [];
  const found = tableAt(db, object);
  if (found === undefined) return [];
  const column = object.objectType === OBJECT_TYPE.column ? required(object.column, 'columnName') : undefined;
  const at = { database: found.table.dbName ?? '', table: found.table.tableName ?? '' };
  return readNow(db, readAnnotations(found.id))
    .grants.filter((grant) => grant.column === column?.toLowerCase())
    .filter((grant) => principal === undefined || principal === grant.principal)
    .filter((grant) => principal === undefined || principalType === principalNumber(grant.principalType))
    .map((grant) => fromGrant(at, grant));
}

/** What is kept beside tables: column statistics, keys, grants. */
export const ANNOTATION_READS: readonly ServedMethod[] = [
  answering(METHODS.tableStatistics, (db, { request = {} }) => ({
    found: statistics(db, request, required(request.columns, 'colNames')),
  })),
  served(
    'get_table_column_statistics',
    struct({ database: { id: 1, codec: text }, table: { id: 2, codec: text }, column: { id: 3, codec: text } }),
    tableStatistics,
    NO_SUCH_FIRST,
    oneStatistics,
  ),
  answering(METHODS.primaryKeys, (db, { request = {} }) => ({
    found: keys(db, request, 'primary key').flatMap(({ at, constraint }) => fromPrimaryKey(at, constraint)),
  })),
  answering(METHODS.foreignKeys, (db, { request = {} }) => ({
    found: keys(db, request, 'foreign key').flatMap(({ at, constraint }) => fromForeignKey(at, constraint)),
  })),
  // Of Hive 3; a Metastore of 2.3 on the same file does not tell of these.
  answering(METHODS.uniqueConstraints, (db, { request = {} }) => ({ found: columns(db, request, 'unique') })),
  answering(METHODS.notNullConstraints, (db, { request = {} }) => ({ found: columns(db, request, 'not null') })),
  answering(METHODS.privileges, privileges),
];

/** A method lakelift calls itself, answered. */
function answering<A, R>(method: Method<A, R>, answer: (db: Sqlite, args: A) => R): ServedMethod {
  return served(method.name, method.args, method.result, method.exceptions, answer);
}
