import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteCatalog, openMetastore } from '../../catalog/index.js';
import type { HivePartition } from '../../catalog/index.js';
import { bool, i16, i32, i64, list, struct, text, textMap } from '../../catalog/thrift/codec.js';
import type { Codec } from '../../catalog/thrift/codec.js';
import { METHODS } from '../../catalog/thrift/methods.js';
import type { Method } from '../../catalog/thrift/methods.js';
import { fieldSchema, partition as partitionCodec, table as tableCodec } from '../../catalog/thrift/structs.js';
import { database, entryOf, partition, table } from './samples.js';
import { ServedCatalog } from './served-catalog.js';

const days = Array.from({ length: 2500 }, (_, index) => `d${String(index).padStart(5, '0')}`);
const word = (id: number) => ({ id, codec: text });
const inTable = { db: word(1), table: word(2) };
const orders = { db: 'sales', table: 'orders' };

function method<A, R>(
  name: string,
  args: Codec<A>,
  result: Codec<R>,
  exceptions: Method<A, R>['exceptions'] = { 1: 'Meta', 2: 'NoSuchObject' },
): Method<A, R> {
  return { name, args, result, exceptions };
}

let served: ServedCatalog;

beforeAll(async () => {
  served = await ServedCatalog.start([
    entryOf(days.map(partition)),
    { ...entryOf(), table: { ...table, name: 'refunds' } },
    { ...entryOf(), table: { ...table, database: 'stock', name: 'orders' } },
  ]);
});

afterAll(() => served.stop());

describe('a served catalog', () => {
  it('reads the same over Thrift as straight from the file', async () => {
    const [remote, local] = await Promise.all([served.url, `sqlite:${served.path}`].map((url) => openMetastore(url)));
    expect(await remote!.databases()).toEqual(['sales', 'stock']);
    expect(await remote!.tables('sales')).toEqual(['orders', 'refunds']);
    expect(await remote!.getDatabase('sales')).toEqual(await local!.getDatabase('sales'));
    const found = await remote!.getTable('Sales', 'ORDERS');
    expect(found).toEqual(await local!.getTable('sales', 'orders'));
    const pages: HivePartition[][] = [];
    for await (const page of remote!.partitions(found)) pages.push(page);
    expect(pages.map((page) => page.length)).toEqual([1000, 1000, 500]);
    const expected: HivePartition[] = [];
    for await (const page of local!.partitions(found)) expected.push(...page);
    expect(pages.flat()).toEqual(expected);
    await Promise.all([remote!.close(), local!.close()]);
  });

  it('says TABLE_UNKNOWN for what it lacks', async () => {
    const remote = await openMetastore(served.url);
    await expect(remote.getTable('sales', 'nope')).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    await expect(remote.tables('nope')).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    await remote.close();
  });

  it('shows at once what another process enters into the file', async () => {
    const remote = await openMetastore(served.url);
    expect(await remote.databases()).not.toContain('fresh');
    const catalog = SqliteCatalog.open(served.path);
    catalog.put({ ...database, name: 'fresh' }, { ...entryOf(), table: { ...table, database: 'fresh', name: 'late' } });
    catalog.close();
    expect((await remote.getTable('fresh', 'late')).owner).toBe('root');
    await remote.close();
  });

  it('finds names by pattern', async () => {
    const tables = (pattern: string): Promise<string[]> =>
      served.call(method('get_tables', struct({ db: word(1), pattern: word(2) }), list(text)), {
        db: 'sales',
        pattern,
      });
    expect(await tables('*')).toEqual(['orders', 'refunds']);
    expect(await tables('*R*S')).toEqual(['orders', 'refunds']);
    expect(await tables('re*|nope')).toEqual(['refunds']);
    expect(await tables('order')).toEqual([]);
    const databases = method('get_databases', struct({ pattern: word(1) }), list(text));
    expect(await served.call(databases, { pattern: 'st*' })).toEqual(['stock']);
  });

  it('gives tables by names, and their columns', async () => {
    const byNames = method(
      'get_table_objects_by_name',
      struct({ db: word(1), tables: { id: 2, codec: list(text) } }),
      list(tableCodec),
    );
    const found = await served.call(byNames, { db: 'sales', tables: ['refunds', 'nope', 'orders'] });
    expect(found.map((each) => each.tableName)).toEqual(['orders', 'refunds']);
    const fields = method('get_fields', struct(inTable), list(fieldSchema));
    expect((await served.call(fields, orders)).map((field) => field.name)).toEqual(['id', 'amount', 'tags']);
    const schema = method('get_schema', struct(inTable), list(fieldSchema));
    expect((await served.call(schema, orders)).map((field) => field.name)).toEqual(['id', 'amount', 'tags', 'dt']);
  });

  it('gives partitions by filter, by part of the values, by name and by number', async () => {
    const filter = method(
      'get_partitions_by_filter',
      struct({ ...inTable, filter: word(3), max: { id: 4, codec: i16 } }),
      list(partitionCodec),
    );
    const values = async (text: string, max = -1): Promise<unknown[]> =>
      (await served.call(filter, { ...orders, filter: text, max })).map((each) => each.values?.[0]);
    expect(await values('dt >= "d02498" or "d00001" = dt')).toEqual(['d00001', 'd02498', 'd02499']);
    expect(await values('dt like "d0200.*"', 2)).toEqual(['d02000', 'd02001']);
    await expect(values('hr = 1')).rejects.toMatchObject({
      kind: 'Meta',
      message: 'Specified key <hr> is not a partitioning key for the table',
    });
    const spec = method(
      'get_partition_names_ps',
      struct({ ...inTable, values: { id: 3, codec: list(text) }, max: { id: 4, codec: i16 } }),
      list(text),
    );
    expect(await served.call(spec, { ...orders, values: ['d00007'], max: -1 })).toEqual(['dt=d00007']);
    expect(await served.call(spec, { ...orders, values: [''], max: 3 })).toHaveLength(3);
    const count = METHODS.getPartitionCount;
    expect(await served.call(count, { dbName: 'sales', tableName: 'orders', filter: 'dt < "d00010"' })).toBe(10);
    const byName = method('get_partition_by_name', struct({ ...inTable, name: word(3) }), partitionCodec);
    expect((await served.call(byName, { ...orders, name: 'dt=d00003' })).values).toEqual(['d00003']);
    await expect(served.call(byName, { ...orders, name: 'dt=x' })).rejects.toMatchObject({ kind: 'NoSuchObject' });
  });

  it('answers settings, events and functions of which it has none', async () => {
    const config = method('get_config_value', struct({ name: word(1), fallback: word(2) }), text);
    expect(await served.call(config, { name: 'hive.exec.x', fallback: '17' })).toBe('17');
    await expect(served.call(config, { name: 'javax.jdo.option.ConnectionPassword', fallback: '' })).rejects.toThrow(
      /cannot be accessed/,
    );
    const event = method('get_current_notificationEventId', struct({}), struct({ id: { id: 1, codec: i64 } }));
    expect(await served.call(event, {})).toEqual({ id: 0 });
    const functions = method('get_functions', struct({ db: word(1), pattern: word(2) }), list(text));
    expect(await served.call(functions, { db: 'sales', pattern: '*' })).toEqual([]);
    const options = method('getVersion', struct({}), text);
    expect(await served.call(options, {})).toBe('3.0');
  });
});

describe('what it does not do', () => {
  it('change anything: a MetaException says that it is read-only', async () => {
    const drop = method('drop_table', struct({ ...inTable, deleteData: { id: 3, codec: bool } }), i32, {
      1: 'NoSuchObject',
      2: 'Meta',
    });
    await expect(served.call(drop, { ...orders, deleteData: true })).rejects.toMatchObject({
      kind: 'Meta',
      message: expect.stringContaining('read-only') as string,
    });
    const exchange = method('exchange_partition', struct({ spec: { id: 1, codec: textMap } }), i32);
    await expect(served.call(exchange, { spec: {} })).rejects.toMatchObject({ kind: 'Meta' });
    const lock = method('lock', struct({}), i32, {});
    await expect(served.call(lock, {})).rejects.toThrow(/read-only/);
  });

  it('evaluate serialized expressions, or anything it does not know', async () => {
    for (const name of ['get_partitions_by_expr', 'dance']) {
      await expect(served.call(method(name, struct({}), i32), {})).rejects.toMatchObject({
        kind: 'UnknownMethod',
        message: `Invalid method name: '${name}'`,
      });
    }
  });

  it('take patterns and names of partitions apart that are longer than any name', async () => {
    const tables = method('get_tables', struct({ db: word(1), pattern: word(2) }), list(text));
    await expect(served.call(tables, { db: 'sales', pattern: '|'.repeat(5_000_000) })).rejects.toMatchObject({
      kind: 'Meta',
      message: 'a pattern of 5000000 characters',
    });
    const byName = method('get_partition_by_name', struct({ ...inTable, name: word(3) }), partitionCodec);
    await expect(served.call(byName, { ...orders, name: '/'.repeat(5_000_000) })).rejects.toThrow(/5000000 characters/);
  });

  it('guess missing arguments', async () => {
    await expect(served.call(METHODS.getTable, { dbName: 'sales' })).rejects.toThrow('get_table: tbl_name is missing');
  });
});
