import type { Grant } from '../../annotations.js';
import { partitionName } from '../../partition-name.js';
import { readAnnotations } from '../../sql/read-annotations.js';
import { besidePartitions, readDatabaseAnnotations } from '../../sql/read-beside.js';
import { readDatabase } from '../../sql/read-rows.js';
import { readNow } from '../../sqlite/read-now.js';
import type { Sqlite } from '../../sqlite/file.js';
import { ANNOTATION_METHODS as METHODS } from '../../thrift/annotation-methods.js';
import { OBJECT_TYPE, tableStatistics } from '../../thrift/annotation-structs.js';
import type { ThriftColumnStatistics, ThriftHiveObject, ThriftPrivilege } from '../../thrift/annotation-structs.js';
import { struct, text } from '../../thrift/codec.js';
import type { GrantPlace } from '../../thrift/convert-annotations.js';
import { fromForeignKey, fromGrant, fromPrimaryKey, fromStatistics } from '../../thrift/convert-annotations.js';
import { principalNumber } from '../../thrift/principal.js';
import { HiveException, required } from '../failure.js';
import { NO_SUCH_FIRST, answering, served } from '../served.js';
import type { ServedMethod } from '../served.js';
import { namedPartitions, namesOf } from '../stored-partitions.js';
import { keyNames, storedTable } from '../stored-tables.js';
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

/** What the grants of an object are on, and all grants there, those on its columns among them; undefined when it is not there. */
function grantsOn(db: Sqlite, object: ThriftHiveObject): { at: GrantPlace; grants: readonly Grant[] } | undefined {
  if (object.objectType === OBJECT_TYPE.database) {
    const found = readNow(db, readDatabase(required(object.database, 'dbName')));
    if (found === undefined) return undefined;
    const { grants } = readNow(db, readDatabaseAnnotations(found.id));
    return { at: { database: found.database.name }, grants };
  }
  const found = tableAt(db, object);
  if (found === undefined) return undefined;
  const at = { database: found.table.dbName ?? '', table: found.table.tableName ?? '' };
  const values = object.partition ?? [];
  if (values.length === 0) return { at, grants: readNow(db, readAnnotations(found.id)).grants };
  const [id] = namedPartitions(db, found, [partitionName(keyNames(found), values)]);
  if (id === undefined) return undefined;
  return { at: { ...at, partition: values }, grants: readNow(db, besidePartitions([id]))(id).grants };
}

/** Grants on one object, of one principal or of all. */
function privileges(db: Sqlite, { principal, principalType, object = {} }: Privileges): ThriftPrivilege[] {
  const kept: readonly (number | undefined)[] = Object.values(OBJECT_TYPE);
  if (!kept.includes(object.objectType)) return [];
  const column = object.objectType === OBJECT_TYPE.column ? required(object.column, 'columnName') : undefined;
  const { at, grants } = grantsOn(db, object) ?? {};
  if (at === undefined || grants === undefined) return [];
  return grants
    .filter((grant) => grant.column === column?.toLowerCase())
    .filter((grant) => principal === undefined || principal === grant.principal)
    .filter((grant) => principal === undefined || principalType === principalNumber(grant.principalType))
    .map((grant) => fromGrant(at, grant));
}

/** Statistics of the wanted columns by partition, of those that have some. */
function partitionStatistics(
  db: Sqlite,
  at: Place,
  names: readonly string[],
  wanted: readonly string[],
): Record<string, ThriftColumnStatistics[]> {
  const found = tableAt(db, at);
  if (found === undefined) return {};
  const columns = wanted.map((column) => column.toLowerCase());
  const ids = namedPartitions(db, found, names);
  const beside = readNow(db, besidePartitions(ids));
  const entries = namesOf(db, ids).map((name, index): [string, ThriftColumnStatistics[]] => [
    name,
    beside(ids[index]!)
      .statistics.filter(({ column }) => columns.includes(column))
      .map(fromStatistics),
  ]);
  return Object.fromEntries(entries.filter(([, statistics]) => statistics.length > 0));
}

function onePartitionStatistics(db: Sqlite, at: PartitionPlace) {
  const { database = '', table = '' } = at;
  const partition = required(at.partition, 'part_name');
  const columns = partitionStatistics(db, at, [partition], [required(at.column, 'col_name')])[partition];
  if (columns === undefined) throw new HiveException('NoSuchObject', 'no statistics are kept for this column');
  return { description: { tableLevel: false, database, table, partition, analyzed: 0 }, columns };
}

interface PartitionPlace extends Place {
  readonly partition?: string | undefined;
  readonly column?: string | undefined;
}

const word = (id: number) => ({ id, codec: text });

/** What is kept beside tables and partitions: column statistics, keys, grants, those on databases, too. */
export const ANNOTATION_READS: readonly ServedMethod[] = [
  answering(METHODS.tableStatistics, (db, { request = {} }) => ({
    found: statistics(db, request, required(request.columns, 'colNames')),
  })),
  served(
    'get_table_column_statistics',
    struct({ database: word(1), table: word(2), column: word(3) }),
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
  answering(METHODS.partitionStatistics, (db, { request = {} }) => ({
    found: partitionStatistics(
      db,
      request,
      required(request.partitions, 'partNames'),
      required(request.columns, 'colNames'),
    ),
  })),
  served(
    'get_partition_column_statistics',
    struct({ ...{ database: word(1), table: word(2) }, partition: word(3), column: word(4) }),
    tableStatistics,
    NO_SUCH_FIRST,
    onePartitionStatistics,
  ),
];
