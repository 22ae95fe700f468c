import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../sqlite/index.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteCatalog, openMetastore } from '../../catalog/index.js';
import type { ColumnStatistics, Constraint, Grant, HivePartition } from '../../catalog/index.js';
import { database, entryOf, partition, table } from './samples.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-catalog-'));
  path = join(folder, 'out', 'catalog.db');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function put(entry = entryOf(), of = database): string {
  const catalog = SqliteCatalog.open(path);
  try {
    return catalog.put(of, entry);
  } finally {
    catalog.close();
  }
}

/** One column of a query on the file. */
function query(sql: string): unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}

async function allPartitions(): Promise<HivePartition[][]> {
  const metastore = await openMetastore(`sqlite:${path}`);
  try {
    const pages: HivePartition[][] = [];
    for await (const page of metastore.partitions(await metastore.getTable('sales', 'orders'))) pages.push(page);
    return pages;
  } finally {
    await metastore.close();
  }
}

describe('what is put can be read', () => {
  it('with statistics, constraints and grants, which are added once and never taken away', async () => {
    const grant = (principal: string): Grant => ({
      ...{ principal, principalType: 'USER', privilege: 'SELECT', grantOption: false },
      ...{ grantor: 'admin', grantorType: 'USER', createTime: 1_700_000_000 },
    });
    const flags = { enabled: true, validated: false, rely: true };
    const key: Constraint = { kind: 'primary key', name: 'pk', columns: ['id'], ...flags };
    const expression: Constraint = { kind: 'default', name: 'd', columns: ['id'], expression: '1', ...flags };
    const id: ColumnStatistics = { column: 'id', type: 'bigint', kind: 'long', nulls: 0, distinct: 3, low: '1' };
    const lost: ColumnStatistics = { column: 'renamed', type: 'bigint', kind: 'long', nulls: 0, distinct: 1 };
    const first = { statistics: [id, lost], constraints: [expression, key], grants: [grant('ann')], notRead: [] };
    expect(put({ ...entryOf(), annotations: first })).toBe('created');
    expect(put({ ...entryOf(), annotations: first })).toBe('unchanged');
    const second = { ...first, statistics: [{ ...id, nulls: 9 }], grants: [grant('bob')] };
    expect(put({ ...entryOf(), annotations: second })).toBe('replaced');
    const metastore = await openMetastore(`sqlite:${path}`);
    const read = await metastore.getTable('sales', 'orders');
    expect(await metastore.annotations(read)).toEqual({
      ...{ statistics: [id], constraints: [key], grants: [grant('ann'), grant('bob')], notRead: [] },
    });
    expect(JSON.parse(read.parameters['lakelift.source.constraint.d']!)).toMatchObject({
      kind: 'default',
      expression: '1',
    });
    await metastore.close();
  });

  it('as an external Paimon table that keeps owner, comments and the user parameters', async () => {
    expect(put()).toBe('created');
    const metastore = await openMetastore(`sqlite:${path}`);
    expect(await metastore.databases()).toEqual(['sales']);
    expect(await metastore.tables('sales')).toEqual(['orders']);
    expect(await metastore.getDatabase('SALES')).toEqual({
      ...database,
      location: 's3://lake/wh/sales.db',
      parameters: { team: 'shop', 'lakelift.source.location': database.location },
    });
    const read = await metastore.getTable('sales', 'Orders');
    expect(read).toMatchObject({ owner: 'root', tableType: 'EXTERNAL_TABLE', createTime: table.createTime });
    expect(read.storage).toMatchObject({
      location: 's3://lake/wh/sales.db/orders',
      inputFormat: 'org.apache.paimon.hive.mapred.PaimonInputFormat',
      outputFormat: 'org.apache.paimon.hive.mapred.PaimonOutputFormat',
      serde: 'org.apache.paimon.hive.PaimonSerDe',
      buckets: 0,
    });
    expect(read.storage.columns).toEqual([...table.storage.columns, ...table.partitionKeys]);
    expect(read.partitionKeys).toEqual([]);
    expect(read.parameters).toEqual({
      EXTERNAL: 'TRUE',
      storage_handler: 'org.apache.paimon.hive.PaimonStorageHandler',
      table_type: 'PAIMON',
      transient_lastDdlTime: String(table.createTime),
      comment: 'all orders',
      owner_team: 'x',
      'lakelift.source.numRows': '3',
      'lakelift.source.spark.sql.sources.provider': 'parquet',
      'lakelift.source.table-type': 'MANAGED_TABLE',
      'lakelift.source.location': table.storage.location,
      'lakelift.source.serde': table.storage.serde,
      'lakelift.source.input-format': table.storage.inputFormat,
      'lakelift.source.serde.serialization.format': '1',
    });
    await metastore.close();
    expect(await allPartitions()).toEqual([]);
  });

  it('with partition rows when metastore.partitioned-table is set', async () => {
    put(entryOf([partition('2024-01-01'), partition('a/b c')]));
    const [page] = await allPartitions();
    expect(page?.map((p) => [p.values, p.storage.location, p.parameters])).toEqual([
      [
        ['2024-01-01'],
        's3://lake/wh/sales.db/orders/dt=2024-01-01',
        { note: 'of 2024-01-01', 'lakelift.source.totalSize': '969' },
      ],
      [['a/b c'], 's3://lake/wh/sales.db/orders/dt=a%2Fb c', { note: 'of a/b c', 'lakelift.source.totalSize': '969' }],
    ]);
    expect(query('SELECT PART_NAME FROM PARTITIONS ORDER BY 1')).toEqual(['dt=2024-01-01', 'dt=a%2Fb c']);
    expect(query('SELECT PKEY_NAME FROM PARTITION_KEYS')).toEqual(['dt']);
    expect(query('SELECT COLUMN_NAME FROM COLUMNS_V2 ORDER BY INTEGER_IDX')).toEqual(['id', 'amount', 'tags']);
  });

  it('in pages when there are thousands of partitions', async () => {
    const days = Array.from({ length: 2500 }, (_, index) => `d${String(index).padStart(5, '0')}`);
    put(entryOf(days.map(partition)));
    const pages = await allPartitions();
    expect(pages.map((page) => page.length)).toEqual([1000, 1000, 500]);
    expect(pages.flat().map((p) => p.values[0])).toEqual(days);
    expect(pages[2]?.[499]?.storage.columns).toEqual(table.storage.columns);
  });
});

it('sort order and skew are read from the rows a Metastore writes', async () => {
  put();
  const db = new Database(path);
  const id = String(db.prepare('SELECT SD_ID FROM TBLS').pluck().get());
  db.exec(`INSERT INTO BUCKETING_COLS (SD_ID, BUCKET_COL_NAME, INTEGER_IDX) VALUES (${id}, 'id', 0);
    INSERT INTO SORT_COLS (SD_ID, COLUMN_NAME, "ORDER", INTEGER_IDX) VALUES (${id}, 'id', 0, 0), (${id}, 'amount', 1, 1);
    INSERT INTO SKEWED_COL_NAMES (SD_ID, SKEWED_COL_NAME, INTEGER_IDX) VALUES (${id}, 'id', 0), (${id}, 'dt', 1);
    INSERT INTO SKEWED_STRING_LIST (STRING_LIST_ID) VALUES (7), (8);
    INSERT INTO SKEWED_STRING_LIST_VALUES (STRING_LIST_ID, STRING_LIST_VALUE, INTEGER_IDX)
      VALUES (8, '1', 0), (8, 'a', 1), (7, '2', 0), (7, 'b', 1);
    INSERT INTO SKEWED_VALUES (SD_ID_OID, STRING_LIST_ID_EID, INTEGER_IDX) VALUES (${id}, 8, 0), (${id}, 7, 1);`);
  db.close();
  const metastore = await openMetastore(`sqlite:${path}`);
  const { storage } = await metastore.getTable('sales', 'orders');
  await metastore.close();
  expect(storage).toMatchObject({
    bucketColumns: ['id'],
    sortColumns: [
      { name: 'id', descending: true },
      { name: 'amount', descending: false },
    ],
    skew: {
      columns: ['id', 'dt'],
      values: [
        ['1', 'a'],
        ['2', 'b'],
      ],
    },
  });
});

describe('a second put', () => {
  const days = [partition('2024-01-01'), partition('2024-01-02')];

  it('of the same entry writes nothing', () => {
    put(entryOf(days));
    const before = query('SELECT group_concat(NEXT_VAL) FROM SEQUENCE_TABLE');
    expect(put(entryOf([...days].reverse()))).toBe('unchanged');
    expect(query('SELECT group_concat(NEXT_VAL) FROM SEQUENCE_TABLE')).toEqual(before);
  });

  it('of a changed table, partition or database replaces it and leaves no rows behind', async () => {
    put(entryOf(days));
    const counts = [
      'TBLS',
      'SDS',
      'SERDES',
      'CDS',
      'COLUMNS_V2',
      'PARTITIONS',
      'PARTITION_KEY_VALS',
      'DATABASE_PARAMS',
    ];
    const count = (): unknown[] => counts.flatMap((name) => query(`SELECT count(*) FROM ${name}`));
    const before = count();
    const changed = { ...partition('2024-01-02'), parameters: { note: 'new' } };
    expect(put(entryOf([partition('2024-01-01'), changed]))).toBe('replaced');
    expect(count()).toEqual(before);
    expect((await allPartitions()).flat()[1]?.parameters).toEqual({ note: 'new' });
    expect(put(entryOf(days), { ...database, owner: 'other' })).toBe('replaced');
    expect(count()).toEqual(before);
    expect(put(entryOf(days.slice(1)))).toBe('replaced');
    expect(query('SELECT PART_NAME FROM PARTITIONS')).toEqual(['dt=2024-01-02']);
  });

  it('of another table adds it beside the first', () => {
    put();
    expect(put({ ...entryOf(), table: { ...table, name: 'returns' } })).toBe('created');
    expect(query('SELECT TBL_NAME FROM TBLS ORDER BY 1')).toEqual(['orders', 'returns']);
    expect(query('SELECT count(DISTINCT SD_ID) FROM TBLS')).toEqual([2]);
  });

  it('never replaces a table of another target, however the place is written', () => {
    put();
    const other = { ...entryOf(), lakeLocation: 's3://lake2/wh/sales.db/orders' };
    expect(() => put(other)).toThrow(
      expect.objectContaining({
        code: 'TARGET_FOREIGN',
        message: expect.stringContaining('s3://lake/wh') as string,
      }) as Error,
    );
    expect(put({ ...entryOf(), lakeLocation: 'S3://lake//wh/sales.db/orders/' })).toBe('replaced');
  });

  it('never replaces a table that is not Paimon', () => {
    put();
    const db = new Database(path);
    db.exec("DELETE FROM TABLE_PARAMS WHERE PARAM_KEY = 'table_type'");
    db.close();
    expect(() => put()).toThrow(expect.objectContaining({ code: 'TARGET_FOREIGN' }) as Error);
  });
});

describe('the file', () => {
  it('keeps every sequence above the ids in use and carries the schema version', () => {
    put(entryOf([partition('2024-01-01')]));
    const next = (kind: string): unknown =>
      query(
        `SELECT NEXT_VAL FROM SEQUENCE_TABLE WHERE SEQUENCE_NAME = 'org.apache.hadoop.hive.metastore.model.${kind}'`,
      )[0];
    expect(next('MDatabase')).toBe(2);
    expect(next('MTable')).toBe(2);
    expect(next('MStorageDescriptor')).toBe(3);
    expect(next('MSerDeInfo')).toBe(3);
    expect(next('MColumnDescriptor')).toBe(2);
    expect(next('MPartition')).toBe(2);
    expect(query('SELECT SCHEMA_VERSION FROM VERSION')).toEqual(['2.3.0']);
    expect(query('PRAGMA journal_mode')).toEqual(['wal']);
  });

  it('respects sequences a Metastore has moved on', () => {
    put();
    const db = new Database(path);
    db.exec('UPDATE SEQUENCE_TABLE SET NEXT_VAL = 500');
    db.close();
    put({ ...entryOf(), table: { ...table, name: 'returns' } });
    expect(query("SELECT TBL_ID FROM TBLS WHERE TBL_NAME = 'returns'")).toEqual([500]);
    expect(query('SELECT max(SD_ID) FROM SDS')).toEqual([500]);
  });

  it('is LOCKED while another connection writes', () => {
    put();
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    expect(() => SqliteCatalog.open(path, 50)).toThrow(expect.objectContaining({ code: 'LOCKED' }) as Error);
    other.exec('ROLLBACK');
    other.close();
  });
});

describe('a bad file or name', () => {
  it('is CORRUPT when it is not SQLite', async () => {
    const bad = join(folder, 'bad.db');
    writeFileSync(bad, 'this is no database '.repeat(100));
    await expect(openMetastore(`sqlite:${bad}`)).rejects.toMatchObject({ code: 'CORRUPT', place: { file: bad } });
    expect(() => SqliteCatalog.open(bad)).toThrow(expect.objectContaining({ code: 'CORRUPT' }) as Error);
  });

  it('is USAGE when it is missing, no metastore or of a later schema', async () => {
    await expect(openMetastore(`sqlite:${path}`)).rejects.toMatchObject({ code: 'USAGE' });
    const other = join(folder, 'other.db');
    const db = new Database(other);
    db.exec('CREATE TABLE t (x)');
    db.close();
    await expect(openMetastore(`sqlite:${other}`)).rejects.toMatchObject({ code: 'USAGE' });
    expect(() => SqliteCatalog.open(other)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
    put();
    const later = new Database(path);
    later.exec("UPDATE VERSION SET SCHEMA_VERSION = '4.1.0'");
    later.close();
    expect(() => SqliteCatalog.open(path)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
  });

  it('is TABLE_UNKNOWN for names the metastore lacks', async () => {
    put();
    const metastore = await openMetastore(`sqlite:${path}`);
    await expect(metastore.getTable('sales', 'nope')).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    await expect(metastore.getDatabase('nope')).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    await expect(metastore.tables('nope')).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    await metastore.close();
  });

  it('is USAGE for another kind of URL', async () => {
    await expect(openMetastore('http://localhost')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(openMetastore('thrift://h:1,http://x')).rejects.toMatchObject({ code: 'USAGE' });
  });
});
