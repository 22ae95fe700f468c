import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../../catalog/index.js';
import type { DialectName, HiveColumn, HiveDatabase, HivePartition, HiveTable } from '../../../catalog/index.js';
import { parseDdl } from '../../../catalog/ddl/parse.js';
import { parquetStorage, partition, table } from '../samples.js';

const parse = (text: string): ReturnType<typeof parseDdl> => parseDdl({ file: 'x.sql', text });

const name = fc.stringMatching(/^[a-z_][a-z0-9_ é]{0,8}$/);
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const awkward = fc.oneof(
  text,
  fc.constantFrom("it's", 'a;b', 'back\\slash', '\\n', '\\%', '"', '`', '\u0001', "--'", '/*'),
);
const plain = fc.constantFrom(
  'int',
  'string',
  'decimal(10,2)',
  'varchar(7)',
  'timestamp',
  'double',
  'interval year to month',
);
const { type } = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    tie('type').map((of) => `array<${of}>`),
    fc.tuple(plain, tie('type')).map(([key, value]) => `map<${key},${value}>`),
    fc
      .uniqueArray(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_ -]{0,5}$/), { minLength: 1, maxLength: 3 })
      .chain((fields) => fc.tuple(...fields.map((field) => tie('type').map((of) => `${field}:${of}`))))
      .map((fields) => `struct<${fields.join(',')}>`),
  ),
}));
const entries = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), awkward, { noNullPrototype: true });
const column = fc.record({ name, type, comment: awkward }, { requiredKeys: ['name', 'type'], noNullPrototype: true });

const anyTable = fc
  .record({
    columns: fc.uniqueArray(column, { selector: (c) => c.name, minLength: 1, maxLength: 5 }),
    keys: fc.nat(2),
    database: name,
    table: name,
    external: fc.boolean(),
    comment: fc.option(awkward, { nil: undefined }),
    parameters: entries,
    serdeParameters: entries,
    buckets: fc.nat(3),
    skew: fc.array(awkward, { maxLength: 2 }),
    location: awkward.map((end) => `hdfs://nn:8020/${end}`),
  })
  .map((of): HiveTable => {
    const keys = Math.min(of.keys, of.columns.length - 1);
    const columns: HiveColumn[] = of.columns.slice(keys);
    const bucketColumns = of.buckets === 0 ? [] : [columns[0]!.name];
    return {
      database: of.database,
      name: of.table,
      owner: '',
      tableType: of.external ? 'EXTERNAL_TABLE' : 'MANAGED_TABLE',
      createTime: 0,
      parameters: {
        ...of.parameters,
        ...(of.external ? { EXTERNAL: 'TRUE' } : {}),
        ...(of.comment === undefined ? {} : { comment: of.comment }),
      },
      partitionKeys: of.columns.slice(0, keys),
      storage: {
        ...parquetStorage(of.location, columns),
        serdeParameters: { 'serialization.format': '1', ...of.serdeParameters },
        bucketColumns,
        buckets: of.buckets === 0 ? -1 : of.buckets,
        ...(of.skew.length === 0
          ? {}
          : { skew: { columns: [columns[0]!.name], values: of.skew.map((value) => [value]) } }),
        storedAsSubDirectories: of.skew.length > 1,
        sortColumns: bucketColumns.map((sorted) => ({ name: sorted, descending: of.external })),
      },
    };
  });

const ownerType = fc.constantFrom({}, { ownerType: 'ROLE' } as const, { ownerType: 'GROUP' } as const);

/** A format that is not the tables' own. */
const OTHER = { inputFormat: 'in.Put', outputFormat: 'out.Put', serde: 'ser.De' };

describe('DDL of Hive', () => {
  it('is read back as the same table, with the same partitions', () => {
    fc.assert(
      fc.property(anyTable, fc.array(fc.array(awkward, { minLength: 2, maxLength: 2 })), (of, rows) => {
        const keys = of.partitionKeys.length;
        const unique = new Map(rows.map((row) => [JSON.stringify(row.slice(0, keys)), row.slice(0, keys)]));
        const values = keys === 0 ? [] : [...unique.values()].filter((row) => row.every((value) => value !== ''));
        const page = values.map((row, index): HivePartition => {
          const format = index % 2 === 0 ? {} : OTHER;
          const storage = { ...of.storage, ...format, location: `/p/${String(index)}` };
          return { values: row, createTime: 0, parameters: {}, storage };
        });
        const script = parse(DIALECTS.hive.table(of) + DIALECTS.hive.partitions(of, page));
        expect([...script.tables.values()]).toEqual([
          {
            table: of,
            partitions: page.map(({ values, storage }, index) => ({
              values,
              location: storage.location,
              ...(index % 2 === 0 ? {} : { format: OTHER }),
            })),
          },
        ]);
      }),
    );
  });

  it('makes the same database', () => {
    fc.assert(
      fc.property(name, awkward, name, ownerType, entries, (of, description, owner, kind, parameters) => {
        const database: HiveDatabase = { name: of, description, location: '/d', owner, ...kind, parameters };
        expect([...parse(DIALECTS.hive.database(database)).databases.values()]).toEqual([database]);
      }),
    );
  });

  it('is what people write', () => {
    expect(DIALECTS.hive.table(table)).toBe(`CREATE TABLE \`sales\`.\`orders\`(
  \`id\` bigint COMMENT 'the id',
  \`amount\` decimal(10,2),
  \`tags\` map<string,array<int>>)
COMMENT 'all orders'
PARTITIONED BY (
  \`dt\` string COMMENT 'the day')
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
LOCATION 'hdfs://nn:8020/user/hive/warehouse/sales.db/orders'
TBLPROPERTIES (
  'owner_team' = 'x',
  'numRows' = '3',
  'spark.sql.sources.provider' = 'parquet');
`);
    expect(DIALECTS.hive.partitions(table, ['1', '2'].map(partition)))
      .toBe(`ALTER TABLE \`sales\`.\`orders\` ADD IF NOT EXISTS
PARTITION (\`dt\`='1') LOCATION 'hdfs://nn:8020/user/hive/warehouse/sales.db/orders/dt=1'
PARTITION (\`dt\`='2') LOCATION 'hdfs://nn:8020/user/hive/warehouse/sales.db/orders/dt=2';
`);
  });
});

describe('DDL of other engines', () => {
  it.each<[DialectName, string]>([
    [
      'spark',
      `CREATE TABLE \`sales\`.\`orders\` (
  \`id\` BIGINT COMMENT 'the id',
  \`amount\` DECIMAL(10,2),
  \`tags\` MAP<STRING, ARRAY<INT>>,
  \`dt\` STRING COMMENT 'the day')
USING parquet
PARTITIONED BY (\`dt\`)
COMMENT 'all orders'
LOCATION 'hdfs://nn:8020/user/hive/warehouse/sales.db/orders'
TBLPROPERTIES (
  'owner_team' = 'x',
  'numRows' = '3');
`,
    ],
    [
      'paimon',
      `CREATE TABLE IF NOT EXISTS \`sales\`.\`orders\` (
  \`id\` BIGINT COMMENT 'the id',
  \`amount\` DECIMAL(10,2),
  \`tags\` MAP<STRING, ARRAY<INT>>,
  \`dt\` STRING COMMENT 'the day')
USING paimon
PARTITIONED BY (\`dt\`)
COMMENT 'all orders'
TBLPROPERTIES (
  'bucket' = '-1');
`,
    ],
    [
      'starrocks',
      `CREATE TABLE IF NOT EXISTS \`sales\`.\`orders\` (
  \`id\` BIGINT COMMENT "the id",
  \`amount\` DECIMAL(10,2),
  \`tags\` MAP<STRING, ARRAY<INT>>,
  \`dt\` STRING COMMENT "the day")
COMMENT "all orders"
PARTITION BY (\`dt\`)
DISTRIBUTED BY RANDOM;
`,
    ],
  ])('%s', (dialect, ddl) => {
    expect(DIALECTS[dialect].table(table)).toBe(ddl);
  });

  it.each<[string, Record<string, string>]>([
    [
      'Spark 3',
      {
        'view.catalogAndNamespace.numParts': '2',
        'view.catalogAndNamespace.part.0': 'spark_catalog',
        'view.catalogAndNamespace.part.1': 'raw',
      },
    ],
    ['Spark 2', { 'view.default.database': 'raw' }],
  ])('looks for the tables of a view of %s where its query found them', (_, parameters) => {
    const view = { ...table, tableType: 'VIRTUAL_VIEW', viewText: 'SELECT id FROM orders' };
    const made = 'CREATE VIEW `sales`.`orders` AS SELECT id FROM orders;\n';
    expect(DIALECTS.hive.table({ ...view, parameters })).toBe(`USE \`raw\`;\n${made}`);
    expect(DIALECTS.hive.table({ ...view, parameters: {} })).toBe(made);
  });

  it('spark refuses partitions of another format', () => {
    const other = partition('3');
    expect(() => DIALECTS.spark.partitions(table, [{ ...other, storage: { ...other.storage, ...OTHER } }])).toThrow(
      expect.objectContaining({ code: 'REFUSED', place: { partition: '3' } }) as Error,
    );
  });

  it('says where a Paimon table is found: DDL would make another one', () => {
    const location = 's3://b/lake/sales.db/orders';
    const paimon = { ...table, parameters: { table_type: 'PAIMON' }, storage: { ...table.storage, location } };
    const comment = `-- sales.orders is a Paimon table at ${location}: a Paimon catalog has it without DDL, its warehouse is s3://b/lake\n`;
    expect(DIALECTS.spark.table(paimon)).toBe(comment);
    expect(DIALECTS.paimon.table(paimon)).toBe(comment);
  });

  it.each<[DialectName, string, Partial<HiveTable>]>([
    ['spark', 'no type uniontype', { storage: parquetStorage('/t', [{ name: 'u', type: 'uniontype<int>' }]) }],
    ['paimon', 'no type interval_day', { storage: parquetStorage('/t', [{ name: 'u', type: 'interval_day_time' }]) }],
    ['starrocks', 'a view has no rows', { tableType: 'VIRTUAL_VIEW' }],
    ['spark', 'storage handlers such as H', { parameters: { storage_handler: 'H' } }],
  ])('%s refuses what it cannot have: %s', (dialect, message, change) => {
    expect(() => DIALECTS[dialect].table({ ...table, ...change })).toThrow(
      expect.objectContaining({ code: 'REFUSED', message: expect.stringContaining(message) as string }) as Error,
    );
  });
});
