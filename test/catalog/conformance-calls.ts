import { i16, i32, list, struct, text } from '../../catalog/thrift/codec.js';
import type { AnyCall } from './any-reply.js';

const word = (id: number) => ({ id, codec: text });
const words = (id: number) => ({ id, codec: list(text) });
const short = (id: number) => ({ id, codec: i16 });

/** A number is an i16, a bigint an i32; what is undefined is unset. */
type Argument = string | readonly string[] | number | bigint | object | undefined;

function call(name: string, ...all: readonly Argument[]): AnyCall {
  const args = all.map((arg) => (typeof arg === 'bigint' ? Number(arg) : arg));
  const fields = Object.fromEntries(
    args.flatMap((arg, index) => {
      const id = index + 1;
      if (arg === undefined) return [];
      if (typeof all[index] === 'bigint') return [[String(id), { id, codec: i32 }] as const];
      return [fieldOf(id, arg)];
    }),
  );
  return { name, args: struct(fields), value: Object.fromEntries(args.map((arg, index) => [String(index + 1), arg])) };
}

function fieldOf(id: number, arg: string | number | object) {
  if (typeof arg === 'string') return [String(id), word(id)] as const;
  if (typeof arg === 'number') return [String(id), short(id)] as const;
  return Array.isArray(arg) ? ([String(id), words(id)] as const) : ([String(id), { id, codec: request(arg) }] as const);
}

/** A request struct whose keys are the field ids. */
function request(value: object) {
  const codecs = Object.entries(value).map(([id, field]) => {
    const codec = typeof field === 'string' ? text : typeof field === 'number' ? i32 : list(text);
    return [id, { id: Number(id), codec }] as const;
  });
  return struct(Object.fromEntries(codecs));
}

/** What is asked of each table. */
export function ofTable(db: string, table: string): AnyCall[] {
  return [
    call('get_table', db, table),
    call('get_table', db.toUpperCase(), table.toUpperCase()),
    call('get_table_req', { 1: db, 2: table }),
    call('get_table_objects_by_name', db, [table]),
    call('get_table_objects_by_name_req', { 1: db, 2: [table, 'nope'] }),
    call('get_partitions', db, table, -1),
    call('get_partitions', db, table, 2),
    call('get_index_names', db, table, -1),
    call('get_indexes', db, table, -1),
    call('get_primary_keys', { 1: db, 2: table }),
    call('get_foreign_keys', { 3: db, 4: table }),
  ];
}

/** What a real Metastore answers with an internal error, or an empty list, when there is no such table. */
function ofExisting(db: string, table: string): AnyCall[] {
  return [
    call('get_partitions_with_auth', db, table, -1, 'me', ['us']),
    call('get_partition_names', db, table, -1),
    call('get_partition_names', db, table, 2),
    call('get_num_partitions_by_filter', db, table, ''),
    call('get_table_statistics_req', { 1: db, 2: table, 3: ['id'] }),
  ];
}

/** Filters that Hive answers; about the partitions `dt`, `hr`. */
const FILTERS = [
  '',
  'dt = "2024-01-01"',
  "dt = '2024-01-01' and hr > 3",
  'dt <> "2024-01-01"',
  'dt != "2024-01-01" or hr = 1',
  '"2024-01-02" <= dt',
  'dt between "2024-01-01" and "2024-01-02"',
  'hr >= 2 and hr < 11',
  '9 < hr',
  'hr <> 2',
  'hr between 2 and 10 and dt = "2024-01-02"',
  '(dt = "2024-01-01" or dt = "größe") and (hr = 1 or hr = 10)',
  'dt like "2024.*"',
  'dt like "2024-01-0."',
  'dt = 2024-01-01',
  'hr = "10"',
  'hr <> "10"',
  'dt = "a/b=c d"',
  'dt = "__HIVE_DEFAULT_PARTITION__"',
  'dt > "2024-01-01"',
] as const;

/** Filters that Hive refuses. */
const REFUSED = ['nope = 1', 'dt > 5', 'hr > "5"', '"x" like dt', 'dt =', 'dt in ("a")', '('];

function ofPartitions(db: string, table: string): AnyCall[] {
  return [
    ...FILTERS.flatMap((filter) => [
      call('get_partitions_by_filter', db, table, filter, -1),
      call('get_num_partitions_by_filter', db, table, filter),
    ]),
    call('get_partitions_by_filter', db, table, 'hr >= 1', 2),
    ...REFUSED.map((filter) => call('get_partitions_by_filter', db, table, filter, -1)),
    call('get_partitions_by_names', db, table, ['dt=2024-01-02/hr=10', 'dt=nope/hr=1', 'dt=2024-01-01/hr=1']),
    call('get_partitions_by_names', db, table, []),
    ...[['2024-01-01'], ['', '1'], ['2024-01-01', '1'], [], ['nope', '1'], ['a', '1', 'x'], ['a/b=c d', '']].flatMap(
      (values) => [
        call('get_partitions_ps', db, table, values, -1),
        call('get_partitions_ps_with_auth', db, table, values, -1, 'me', ['us']),
        call('get_partition_names_ps', db, table, values, -1),
      ],
    ),
    call('get_partition_names_ps', db, table, [''], 2),
    ...[
      ['2024-01-01', '1'],
      ['2024-01-01', '99'],
      ['a/b=c d', '3'],
    ].flatMap((values) => [
      call('get_partition', db, table, values),
      call('get_partition_with_auth', db, table, values, 'me', ['us']),
    ]),
    call('get_partition', db, table, ['2024-01-01']),
    call('get_partition_by_name', db, table, 'dt=2024-01-01/hr=1'),
    call('get_partition_by_name', db, table, 'dt=a%2Fb%3Dc d/hr=3'),
    call('get_partition_by_name', db, table, 'dt=nope/hr=1'),
    call('get_partition_by_name', db, table, 'nonsense'),
  ];
}

/** The columns of a table whose serde the real Metastore has. */
export function columnCalls(db: string, table: string): AnyCall[] {
  return [call('get_fields', db, table), call('get_schema', db, table)];
}

/** Calls about what is kept beside a database and a table with the partition `values`, and about roles. */
export function besideCalls(
  db: string,
  table: string,
  column: string,
  values: readonly string[],
  name: string,
): AnyCall[] {
  const on = (object: object): AnyCall => call('list_privileges', undefined, undefined, object);
  return [
    on({ 1: 2, 2: db }),
    on({ 1: 3, 2: db, 3: table }),
    on({ 1: 5, 2: db, 3: table, 5: column }),
    on({ 1: 4, 2: db, 3: table, 4: values }),
    on({ 1: 5, 2: db, 3: table, 4: values, 5: column }),
    on({ 1: 4, 2: db, 3: table, 4: ['nope'] }),
    call('list_privileges', 'etl', 2n, { 1: 2, 2: db }),
    call('get_partitions_statistics_req', { 1: db, 2: table, 3: [column], 4: [name, 'nope=1'] }),
    call('get_partition_column_statistics', db, table, name, column),
    ...['etl', 'public', 'nope'].map((role) => call('get_principals_in_role', { 1: role })),
    ...[1, 2].map((type) => call('get_role_grants_for_principal', { 1: 'ann', 2: type })),
    call('list_roles', 'ann', 1n),
    call('list_roles', 'crew', 3n),
    call('get_functions', db, '*'),
    call('get_function', db, 'shout'),
    call('get_all_functions'),
  ];
}

/** The calls a served catalog and a real Metastore on the same file have to answer alike. */
export function conformanceCalls(db: string, tables: readonly string[], partitioned: string): AnyCall[] {
  return [
    call('set_ugi', 'me', ['us', 'them']),
    call('getVersion'),
    call('getStatus'),
    call('get_all_databases'),
    ...['*', 's*', 'nope', 'S*|D*', '*e*'].map((pattern) => call('get_databases', pattern)),
    ...[db, db.toUpperCase(), 'default', 'nope'].map((name) => call('get_database', name)),
    ...[db, 'default', 'nope'].map((name) => call('get_all_tables', name)),
    ...['*', 'o*', 'nope', '*s|V*', 'o*s', 'orders'].map((pattern) => call('get_tables', db, pattern)),
    ...['VIRTUAL_VIEW', 'EXTERNAL_TABLE'].map((type) => call('get_tables_by_type', db, '*', type)),
    call('get_table_meta', db, 'orders', []),
    call('get_table_meta', '*', 'v*', ['VIRTUAL_VIEW']),
    ...tables.flatMap((table) => [...ofTable(db, table), ...ofExisting(db, table)]),
    ...ofTable(db, 'nope'),
    call('get_table', 'nope', 'nope'),
    call('get_table_objects_by_name', db, [...tables]),
    call('get_fields', db, 'nope'),
    call('get_schema', db, 'nope'),
    ...ofPartitions(db, partitioned),
    call('getMetaConf', 'hive.metastore.try.direct.sql'),
    call('getMetaConf', 'nope'),
    call('get_config_value', 'hive.no.such.setting', '50'),
    call('get_config_value', 'javax.jdo.option.ConnectionPassword', ''),
    ...[db, 'nope'].map((name) => call('get_functions', name, '*')),
    call('get_function', db, 'shout'),
    call('get_function', db, 'nope'),
    call('get_all_functions'),
    call('get_role_names'),
    call('get_current_notificationEventId'),
    call('no_such_method'),
  ];
}
