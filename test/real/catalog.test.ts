import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import type { HivePartition, Metastore } from '../../catalog/index.js';
import { bool, i32, list, struct, text } from '../../catalog/thrift/codec.js';
import type { Codec } from '../../catalog/thrift/codec.js';
import { ThriftConnection } from '../../catalog/thrift/connection.js';
import type { Method } from '../../catalog/thrift/methods.js';
import { ProtocolError } from '../../catalog/thrift/message.js';
import { database, partition, table } from '../../catalog/thrift/structs.js';
import type { ThriftStorage } from '../../catalog/thrift/structs.js';
import { parseThriftUris } from '../../catalog/thrift/uri.js';
import { openSource } from '../../stores/index.js';
import { runPython } from '../services/spark.js';

const url = process.env.LAKELIFT_TEST_HMS ?? '';
const name = `catalog_${randomUUID().slice(0, 8)}`;
/** More than one batch of 1,000. */
const PARTITIONS = 1203;

const columns = [
  { name: 'id', type: 'bigint', comment: 'the id' },
  { name: 'sizes', type: 'map<string,array<decimal(20,4)>>' },
];

function storage(location: string): ThriftStorage {
  return {
    cols: columns,
    location,
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    compressed: false,
    numBuckets: 4,
    serdeInfo: {
      serializationLib: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
      parameters: { 'serialization.format': '1' },
    },
    bucketCols: ['id'],
    sortCols: [{ col: 'id', order: 1 }],
    parameters: { of: 'storage' },
    storedAsSubDirectories: false,
  };
}

const dropDatabase = struct({
  name: { id: 1, codec: text },
  deleteData: { id: 2, codec: bool },
  cascade: { id: 3, codec: bool },
});

/** A call that changes the metastore; lakelift itself has none. */
async function change<A, R>(method: string, args: Codec<A>, result: Codec<R>, value: A): Promise<void> {
  const connection = await ThriftConnection.open(parseThriftUris(url)[0]!, 60_000);
  const spec: Method<A, R> = { name: method, args, result, exceptions: {} };
  try {
    await connection.call(spec, value);
  } catch (error) {
    // A void call answers with an empty result, which to the client is no result.
    if (!(error instanceof Error && error.cause instanceof ProtocolError)) throw error;
  } finally {
    connection.close();
  }
}

describe.skipIf(url === '')('a real Hive Metastore', () => {
  let folder: string;
  let location: string;
  let metastore: Metastore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-hms-'));
    location = pathToFileURL(join(folder, name)).href.replace('file:///', 'file:/');
    const createDatabase = struct({ database: { id: 1, codec: database } });
    const made = { name, description: 'größe', locationUri: location, ownerName: 'me', parameters: { a: 'b' } };
    await change('create_database', createDatabase, i32, { database: made });
    await change('create_table', struct({ table: { id: 1, codec: table } }), i32, {
      table: {
        tableName: 'orders',
        dbName: name,
        owner: 'me',
        createTime: 1_700_000_000,
        sd: storage(`${location}/orders`),
        partitionKeys: [
          { name: 'dt', type: 'string' },
          { name: 'hr', type: 'int' },
        ],
        parameters: { EXTERNAL: 'TRUE', note: 'ünï' },
        tableType: 'EXTERNAL_TABLE',
      },
    });
    const partitions = Array.from({ length: PARTITIONS }, (_, index) => ({
      values: ['a/b=c', String(index)],
      dbName: name,
      tableName: 'orders',
      createTime: 1_700_000_001,
      sd: storage(`${location}/orders/elsewhere-${String(index)}`),
      parameters: { index: String(index) },
    }));
    await change('add_partitions', struct({ all: { id: 1, codec: list(partition) } }), i32, { all: partitions });
    metastore = await openMetastore(url);
  });

  afterAll(async () => {
    await metastore.close();
    await change('drop_database', dropDatabase, i32, { name, deleteData: false, cascade: true });
    await rm(folder, { recursive: true, force: true });
  });

  it('lists its databases and tables', async () => {
    expect(await metastore.databases()).toEqual(expect.arrayContaining(['default', name]));
    expect(await metastore.tables(name)).toEqual(['orders']);
    expect(await metastore.getDatabase(name)).toMatchObject({
      name,
      description: 'größe',
      location,
      owner: 'me',
      parameters: { a: 'b' },
    });
  });

  it('gives a table as it was made', async () => {
    const found = await metastore.getTable(name, 'orders');
    expect(found).toMatchObject({
      database: name,
      name: 'orders',
      owner: 'me',
      tableType: 'EXTERNAL_TABLE',
      partitionKeys: [
        { name: 'dt', type: 'string' },
        { name: 'hr', type: 'int' },
      ],
      storage: {
        location: `${location}/orders`,
        columns,
        buckets: 4,
        bucketColumns: ['id'],
        sortColumns: [{ name: 'id', descending: false }],
      },
    });
    expect(found.parameters.note).toBe('ünï');
    expect(found).not.toHaveProperty('viewText');
  });

  it('gives every partition once, in pages', async () => {
    const pages: HivePartition[][] = [];
    for await (const page of metastore.partitions(await metastore.getTable(name, 'orders'))) pages.push(page);
    expect(pages.map((page) => page.length)).toEqual([1000, PARTITIONS - 1000]);
    const all = pages.flat();
    const hours = new Set(all.map((found) => found.values[1]));
    expect(hours.size).toBe(PARTITIONS);
    for (const found of all) {
      const hour = found.values[1] ?? '';
      expect(found.values[0]).toBe('a/b=c');
      expect(found.parameters.index).toBe(hour);
      expect(found.storage.location).toBe(`${location}/orders/elsewhere-${hour}`);
      expect(found.storage.columns).toEqual(columns);
    }
  });

  it('says TABLE_UNKNOWN for what it lacks', async () => {
    await expect(metastore.getTable(name, 'nope')).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    await expect(metastore.getTable('nope', 'nope')).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    await expect(metastore.getDatabase('nope')).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    await expect(metastore.tables('nope')).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
  });

  it('is found behind a server that is down', async () => {
    const other = await openMetastore(`thrift://127.0.0.1:1,${url}`);
    expect(await other.databases()).toContain('default');
    await other.close();
  });
});

/** What DDL tells of a table and its partitions; the file system is compared by its path, which Spark and Hive spell in two ways. */
async function described(metastore: Metastore, database: string, name: string): Promise<unknown> {
  const table = await metastore.getTable(database, name);
  const partitions: string[] = [];
  for await (const page of metastore.partitions(table))
    partitions.push(...page.map(({ values, storage }) => `${values.join('|')} in ${pathOf(storage.location)}`));
  if (table.tableType === 'VIRTUAL_VIEW') return table.tableType;
  const { tableType, parameters, partitionKeys, storage } = table;
  const { comment, 'a.b': property, 'spark.sql.sources.provider': provider } = parameters;
  const serdeParameters = { ...storage.serdeParameters, path: undefined };
  const place = { ...storage, location: pathOf(storage.location), serdeParameters };
  return { tableType, comment, property, provider, partitionKeys, place, partitions: partitions.sort() };
}

const pathOf = (location: string): string => location.replace(/^\w+:(\/\/[^/]*)?/, '');

describe.skipIf(url === '')('SHOW CREATE TABLE of Spark', () => {
  const database = `shown_${randomUUID().slice(0, 8)}`;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-shown-'));
  });
  afterAll(async () => {
    await change('drop_database', dropDatabase, i32, { name: database, deleteData: false, cascade: true });
    await rm(folder, { recursive: true, force: true });
  });

  it('says of every table what the metastore says', async () => {
    const warehouse = pathToFileURL(folder).href;
    const location = `${warehouse}/${database}.db`;
    const shown = await runPython<string[]>('show_tables.py', join(folder, 'shown.json'), [url, database, location]);
    const file = join(folder, 'tables.sql');
    await writeFile(file, shown.join(';\n'));
    const source = await openSource(warehouse);
    const byDdl = await openMetastore(`ddl:${file}`, { warehouse: { source, url: warehouse } });
    const byThrift = await openMetastore(url);
    const names = await byThrift.tables(database);
    expect(await byDdl.tables(database)).toEqual(names);
    expect(names).toHaveLength(6);
    for (const name of names) {
      expect(await described(byDdl, database, name)).toEqual(await described(byThrift, database, name));
    }
    await Promise.all([byDdl, byThrift, source].map((opened) => opened.close()));
  });
});
