import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDdl } from '../../../catalog/ddl/parse.js';
import type { DdlScript } from '../../../catalog/ddl/script.js';
import type { HiveTable } from '../../../catalog/index.js';

const parse = (text: string): DdlScript => parseDdl({ file: 'tables.sql', text });
const golden = (name: string): DdlScript => parse(readFileSync(new URL(`golden/${name}.sql`, import.meta.url), 'utf8'));
const tableOf = (script: DdlScript, name: string): HiveTable => script.tables.get(name)!.table;
const typeOf = (type: string): string =>
  tableOf(parse(`CREATE TABLE t (c ${type})`), 'default.t').storage.columns[0]!.type;

const PARQUET = {
  inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  serde: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
};
const TEXT = {
  inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  serde: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
};

describe('SHOW CREATE TABLE', () => {
  it('of Hive 2 is read whole, several outputs without a semicolon between them', () => {
    const script = golden('hive2');
    expect([...script.tables.keys()]).toEqual(['sales.orders', 'default.lines']);
    expect(tableOf(script, 'sales.orders')).toEqual({
      database: 'sales',
      name: 'orders',
      owner: '',
      tableType: 'EXTERNAL_TABLE',
      createTime: 0,
      parameters: {
        EXTERNAL: 'TRUE',
        comment: 'all orders',
        last_modified_by: 'etl',
        transient_lastDdlTime: '1700000000',
      },
      partitionKeys: [
        { name: 'dt', type: 'string', comment: 'the day' },
        { name: 'hr', type: 'int' },
      ],
      storage: {
        location: 'hdfs://nn:8020/data/orders',
        ...PARQUET,
        serdeParameters: { 'serialization.format': '1' },
        columns: [
          { name: 'id', type: 'bigint', comment: "the customer's id; unique" },
          { name: 'amount', type: 'decimal(10,2)' },
          { name: 'items', type: 'array<struct<sku:string,Qty:int,tags:map<string,array<decimal(20,4)>>>>' },
        ],
        bucketColumns: ['id'],
        buckets: 4,
        sortColumns: [{ name: 'id', descending: false }],
        compressed: false,
        parameters: {},
        storedAsSubDirectories: false,
      },
    });
    expect(tableOf(script, 'default.lines')).toMatchObject({
      tableType: 'MANAGED_TABLE',
      storage: { ...TEXT, serdeParameters: { 'field.delim': '\u0001', 'serialization.format': '\u0001' }, buckets: -1 },
    });
  });

  it('of Hive 3 shows storage handlers, list bucketing and views for what they are', () => {
    const script = golden('hive3');
    expect(tableOf(script, 'sales.kv')).toMatchObject({
      parameters: { storage_handler: 'org.apache.hadoop.hive.hbase.HBaseStorageHandler', bucketing_version: '2' },
      storage: {
        storedAsSubDirectories: true,
        skew: { columns: ['key'], values: [['a'], ['b']] },
        serdeParameters: { 'hbase.columns.mapping': ':key' },
      },
    });
    expect(tableOf(script, 'sales.big')).toMatchObject({
      tableType: 'VIRTUAL_VIEW',
      viewText: 'SELECT `orders`.`id` FROM `sales`.`orders` WHERE `orders`.`amount` > 10',
    });
    expect(tableOf(script, 'sales.per_day').tableType).toBe('MATERIALIZED_VIEW');
  });

  it('of Hive 4 quotes the fields of structs; constraints are passed over', () => {
    const events = tableOf(golden('hive4'), 'sales.events');
    expect(events.storage.columns).toEqual([
      { name: 'id', type: 'bigint' },
      { name: 'at', type: 'timestamp with local time zone' },
      { name: 'body', type: 'struct<user:struct<name:string>,n:int>' },
    ]);
    expect(events.parameters).toMatchObject({ transactional: 'true' });
    expect(events.storage.inputFormat).toBe('org.apache.hadoop.hive.ql.io.orc.OrcInputFormat');
  });

  it('of Spark 3.5 is read with USING and as a Hive table', () => {
    const script = golden('spark35');
    const mixed = tableOf(script, 'sales.mixed');
    expect(mixed).toMatchObject({
      tableType: 'EXTERNAL_TABLE',
      partitionKeys: [{ name: 'day', type: 'date' }],
      parameters: { comment: 'größe "quoted"', 'spark.sql.sources.provider': 'parquet', 'a.b': 'c' },
    });
    expect(mixed.storage).toMatchObject({
      ...PARQUET,
      location: 's3a://bucket/mixed',
      serdeParameters: { compression: 'zstd' },
      bucketColumns: ['userid'],
      buckets: 8,
      sortColumns: [{ name: 'price', descending: false }],
      columns: [
        { name: 'userid', type: 'bigint', comment: "it's" },
        { name: 'user name', type: 'string' },
        { name: 'st', type: 'struct<X:int,y z:array<string>>' },
        { name: 'm', type: 'map<string,bigint>' },
        { name: 'price', type: 'decimal(12,2)' },
      ],
    });
    expect(tableOf(script, 'sales.plain')).toMatchObject({
      tableType: 'MANAGED_TABLE',
      partitionKeys: [
        { name: 'hr', type: 'int' },
        { name: 'tag', type: 'string', comment: 'a tag' },
      ],
      storage: { ...PARQUET, location: '' },
    });
    expect(tableOf(script, 'sales.sheets')).toMatchObject({
      parameters: { 'spark.sql.sources.provider': 'csv' },
      storage: { serdeParameters: { header: 'true', sep: ';' } },
    });
  });
});

describe('DDL written by hand', () => {
  it('may use comments, USE, databases, formats by name and delimiters', () => {
    const script = parse(`-- the shop
      CREATE DATABASE IF NOT EXISTS Shop COMMENT 'it''s' LOCATION '/data/shop' WITH DBPROPERTIES ('team'='a');
      ALTER DATABASE shop SET OWNER USER etl;
      USE shop; /* all below is in shop; CREATE TABLE no (a INT) */
      create table if not exists T (A Integer, b NUMERIC) stored as parquet;
      create table if not exists t (other INT);
      CREATE TABLE csv (a STRING, PRIMARY KEY (a) DISABLE NOVALIDATE)
        ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' ESCAPED BY '\\\\' COLLECTION ITEMS TERMINATED BY '|'
        MAP KEYS TERMINATED BY ':' LINES TERMINATED BY '\\n' NULL DEFINED AS '';
      CREATE TABLE h (a DOUBLE PRECISION DEFAULT (1 + f(2, 3)) COMMENT 'c') USING hive OPTIONS (fileFormat 'ORC');`);
    expect(script.databases.get('shop')).toEqual({
      name: 'shop',
      description: "it's",
      location: '/data/shop',
      owner: 'etl',
      parameters: { team: 'a' },
    });
    expect([...script.tables.keys()]).toEqual(['shop.t', 'shop.csv', 'shop.h']);
    expect(tableOf(script, 'shop.t').storage).toMatchObject({
      ...PARQUET,
      columns: [
        { name: 'a', type: 'int' },
        { name: 'b', type: 'decimal(10,0)' },
      ],
    });
    expect(tableOf(script, 'shop.csv').storage).toMatchObject({
      ...TEXT,
      serdeParameters: {
        'field.delim': ',',
        'serialization.format': ',',
        'escape.delim': '\\',
        'collection.delim': '|',
        'mapkey.delim': ':',
        'line.delim': '\n',
        'serialization.null.format': '',
      },
    });
    expect(tableOf(script, 'shop.h')).toMatchObject({
      parameters: {},
      storage: {
        serde: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
        columns: [{ name: 'a', type: 'double', comment: 'c' }],
      },
    });
  });

  it('adds partitions with values in the order of the keys', () => {
    const script = parse(`CREATE TABLE t (a INT) PARTITIONED BY (dt DATE, n INT, v DECIMAL(3,1));
      ALTER TABLE t ADD PARTITION (n=-3, dt='2024-01-01', v=1.5) LOCATION '/else where' PARTITION (dt=NULL, n=4, v='');
      ALTER TABLE t ADD IF NOT EXISTS PARTITION (dt=DATE '2024-01-01', n=-3, v=1.5);`);
    expect(script.tables.get('default.t')!.partitions).toEqual([
      { values: ['2024-01-01', '-3', '1.5'], location: '/else where' },
      { values: ['__HIVE_DEFAULT_PARTITION__', '4', '__HIVE_DEFAULT_PARTITION__'] },
    ]);
  });

  it.each([
    ['INTERVAL DAY TO SECOND', 'interval day to second'],
    ['VARCHAR ( 12 )', 'varchar(12)'],
    ['uniontype<int,array<string>>', 'uniontype<int,array<string>>'],
    ['DECIMAL(5)', 'decimal(5,0)'],
  ])('the type %s is kept as %s', (type, text) => {
    expect(typeOf(type)).toBe(text);
  });
});

describe('what is not understood is named with line and column', () => {
  it.each([
    ['a wrong word', 'CREATE TABLE t (a INT)\n  STORED AS CUBE', 'line 2, column 13: one of INPUTFORMAT, PARQUET'],
    ['an unknown clause', 'CREATE TABLE t (a INT) FOO', 'line 1, column 24: ; or one of COMMENT, PARTITIONED BY'],
    ['no type', 'CREATE TABLE t (\n  a,\n  b INT)', 'line 2, column 4: a type expected, , found'],
    ['an early end', 'CREATE TABLE t (a INT', 'line 1, column 22: ) expected, the end of the file found'],
    ['another statement', 'DROP TABLE t', 'line 1, column 1: CREATE TABLE, CREATE VIEW'],
    [
      'a query instead of columns',
      'CREATE TABLE t AS SELECT 1',
      'line 1, column 16: ( and the columns expected, AS found',
    ],
    ['a column twice', 'CREATE TABLE t (a INT, A INT)', 'the table has two columns a'],
    [
      'a table twice',
      'CREATE TABLE t (a INT);\nCREATE TABLE T (a INT)',
      'line 2, column 8: default.t is created twice',
    ],
    [
      'a partition by a function',
      'CREATE TABLE t (a INT) USING parquet PARTITIONED BY (bucket(4, a))',
      'column 54: partitions by',
    ],
    [
      'a map of one type',
      'CREATE TABLE t (a MAP<INT>)',
      'line 1, column 19: a map has a type of keys and one of values',
    ],
    ['an open quote', "CREATE TABLE t (a INT) COMMENT 'x", "line 1, column 32: the quote ' is not closed"],
    ['a partition of an unknown table', 'ALTER TABLE t ADD PARTITION (a=1)', 'no table default.t is created above'],
    [
      'a missing key',
      'CREATE TABLE t (a INT) PARTITIONED BY (p INT, q INT);\nALTER TABLE t ADD PARTITION (p=1)',
      'line 2, column 29',
    ],
  ])('%s', (_, text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        code: 'CORRUPT',
        place: { file: 'tables.sql' },
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});
