import { partitionName, partitionSpec } from '../../partition-name.js';
import type { Sqlite } from '../../sqlite/file.js';
import { i16, i32, list, struct, text } from '../../thrift/codec.js';
import { partition } from '../../thrift/structs.js';
import type { ThriftPartition } from '../../thrift/structs.js';
import { HiveException, required } from '../failure.js';
import { partitionTest } from '../filter/match.js';
import { parseFilter } from '../filter/parse.js';
import { META, META_FIRST, NO_SUCH_FIRST, longList, served } from '../served.js';
import type { LongList, ServedMethod } from '../served.js';
import { firstPartitions, namedPartitions, namesOf, partitionsOf, testedPartitions } from '../stored-partitions.js';
import type { PartitionTest } from '../stored-partitions.js';
import { keyNames, requireTable } from '../stored-tables.js';
import type { StoredTable } from '../stored-tables.js';

/** The arguments of all these methods; each has some of them. */
interface Args {
  readonly db?: string | undefined;
  readonly table?: string | undefined;
  readonly values?: string[] | undefined;
  readonly name?: string | undefined;
  readonly filter?: string | undefined;
  readonly max?: number | undefined;
}

const word = (id: number) => ({ id, codec: text });
const words = (id: number) => ({ id, codec: list(text) });
const max = (id: number) => ({ id, codec: i16 });
const inTable = { db: word(1), table: word(2) };
const partitions = longList(partition);
const ALL = -1;
/** PART_NAME has 767 characters. */
const MAX_NAME = 64 * 1024;

const tableOf = (db: Sqlite, args: Args): StoredTable =>
  requireTable(db, required(args.db, 'db_name'), required(args.table, 'tbl_name'));

function everyPartition(db: Sqlite, args: Args): LongList<ThriftPartition> {
  const table = tableOf(db, args);
  return partitionsOf(db, table, firstPartitions(db, table, args.max ?? ALL));
}

/** The ids the filter picks; an empty filter picks all. */
function filtered(db: Sqlite, table: StoredTable, filter: string | undefined, limit: number): number[] {
  if (filter === undefined || filter === '') return firstPartitions(db, table, limit);
  return testedPartitions(db, table, partitionTest(parseFilter(filter), table.table.partitionKeys ?? []), limit);
}

function byFilter(db: Sqlite, args: Args): LongList<ThriftPartition> {
  const table = tableOf(db, args);
  return partitionsOf(db, table, filtered(db, table, args.filter, args.max ?? ALL));
}

/** A partial specification: values in the order of the keys, '' or nothing at the end for any. */
function partial(table: StoredTable, values: readonly string[]): PartitionTest {
  const keys = table.table.partitionKeys ?? [];
  if (values.length > keys.length) {
    const counts = `numPartKeys=${String(keys.length)}, part_val=${String(values.length)}`;
    throw new HiveException('Meta', `Incorrect number of partition values. ${counts}`);
  }
  if (values.length === 0) throw invalidValues([], values);
  return (found) => values.every((value, at) => value === '' || value === found[at]);
}

function bySpec(db: Sqlite, args: Args): { readonly table: StoredTable; readonly ids: number[] } {
  const table = tableOf(db, args);
  const test = partial(table, required(args.values, 'part_vals'));
  return { table, ids: testedPartitions(db, table, test, args.max ?? ALL) };
}

function specPartitions(db: Sqlite, args: Args): LongList<ThriftPartition> {
  const { table, ids } = bySpec(db, args);
  return partitionsOf(db, table, ids);
}

/** As Warehouse.makePartName words it, with a comma after the last one, too. */
function invalidValues(keys: readonly string[], values: readonly string[]): HiveException {
  const [keyList, valueList] = [keys, values].map((texts) => texts.map((text) => `${text}, `).join(''));
  return new HiveException('Meta', `Invalid partition key & values; keys [${keyList}], values [${valueList}]`);
}

/** The partition with these values. Throws NoSuchObjectException, MetaException when they are not as many as the keys. */
function withValues(db: Sqlite, table: StoredTable, values: readonly string[]): ThriftPartition {
  const keys = keyNames(table);
  if (values.length !== keys.length) throw invalidValues(keys, values);
  const ids = namedPartitions(db, table, [partitionName(keys, values)]);
  const [found] = [...partitionsOf(db, table, ids).pages].flat();
  if (found === undefined) throw new HiveException('NoSuchObject', `partition values=[${values.join(', ')}]`);
  return found;
}

const byValues = (db: Sqlite, args: Args): ThriftPartition =>
  withValues(db, tableOf(db, args), required(args.values, 'part_vals'));

/** The name is taken apart: what it has beyond the keys does not matter. */
function byName(db: Sqlite, args: Args): ThriftPartition {
  const table = tableOf(db, args);
  const name = required(args.name, 'part_name');
  if (name.length > MAX_NAME) throw new HiveException('Meta', `a partition name of ${String(name.length)} characters`);
  const values = partitionSpec(name);
  return withValues(
    db,
    table,
    keyNames(table).map((key) => {
      const value = values.get(key);
      if (value !== undefined) return value;
      throw new HiveException('NoSuchObject', `incomplete partition name - missing ${key}`);
    }),
  );
}

const spec = struct({ ...inTable, values: words(3), max: max(4) });

/** Partitions: all of them, by names, by values, by filter. */
export const PARTITION_METHODS: readonly ServedMethod[] = [
  served('get_partitions', struct({ ...inTable, max: max(3) }), partitions, NO_SUCH_FIRST, everyPartition),
  served('get_partitions_with_auth', struct({ ...inTable, max: max(3) }), partitions, NO_SUCH_FIRST, everyPartition),
  served('get_partition_names', struct({ ...inTable, max: max(3) }), list(text), META, (db, args) =>
    namesOf(db, firstPartitions(db, tableOf(db, args), args.max ?? ALL)),
  ),
  served('get_partitions_by_names', struct({ ...inTable, names: words(3) }), partitions, META_FIRST, (db, args) => {
    const table = tableOf(db, args);
    return partitionsOf(db, table, namedPartitions(db, table, required(args.names, 'names')));
  }),
  served(
    'get_partitions_by_filter',
    struct({ ...inTable, filter: word(3), max: max(4) }),
    partitions,
    META_FIRST,
    byFilter,
  ),
  served('get_num_partitions_by_filter', struct({ ...inTable, filter: word(3) }), i32, META_FIRST, (db, args) => {
    return filtered(db, tableOf(db, args), args.filter, ALL).length;
  }),
  served('get_partitions_ps', spec, partitions, META_FIRST, specPartitions),
  served('get_partitions_ps_with_auth', spec, partitions, NO_SUCH_FIRST, specPartitions),
  served('get_partition_names_ps', spec, list(text), META_FIRST, (db, args) => namesOf(db, bySpec(db, args).ids)),
  served('get_partition', struct({ ...inTable, values: words(3) }), partition, META_FIRST, byValues),
  served('get_partition_with_auth', struct({ ...inTable, values: words(3) }), partition, META_FIRST, byValues),
  served('get_partition_by_name', struct({ ...inTable, name: word(3) }), partition, META_FIRST, byName),
];
