import { partitionName } from '../../partition-name.js';
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
import { requireTable } from '../stored-tables.js';
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
  if (values.length > keys.length) throw new HiveException('Meta', 'Incorrect number of partition values');
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

/** The one partition of this name. Throws NoSuchObjectException with `missing`. */
function oneNamed(db: Sqlite, table: StoredTable, name: string, missing: string): ThriftPartition {
  const [found] = [...partitionsOf(db, table, namedPartitions(db, table, [name])).pages].flat();
  if (found === undefined) throw new HiveException('NoSuchObject', missing);
  return found;
}

function byValues(db: Sqlite, args: Args): ThriftPartition {
  const table = tableOf(db, args);
  const keys = (table.table.partitionKeys ?? []).map((key) => key.name ?? '');
  const values = required(args.values, 'part_vals');
  if (values.length !== keys.length) {
    const message = `Invalid partition key & values; keys [${keys.join(', ')}], values [${values.join(', ')}]`;
    throw new HiveException('Meta', message);
  }
  return oneNamed(db, table, partitionName(keys, values), `partition values=[${values.join(', ')}]`);
}

function byName(db: Sqlite, args: Args): ThriftPartition {
  const name = required(args.name, 'part_name');
  return oneNamed(db, tableOf(db, args), name, `${args.db}.${args.table} partition (${name}) not found`);
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
