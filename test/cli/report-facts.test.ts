import { describe, expect, it } from 'vitest';
import { bareStorage } from '../../catalog/index.js';
import type { HiveTable } from '../../catalog/index.js';
import { propertyDifferences } from '../../cli/report/properties.js';
import { reproduce } from '../../cli/report/reproduce.js';
import { timelineOf } from '../../cli/report/timeline.js';
import type { Options } from '../../cli/options.js';

const OPTIONS = {
  source: 'webhdfs://alice:secret@nn:9870/user/hive/warehouse',
  metastore: 'thrift://hms:9083',
  target: 's3://bucket/lake',
  tables: ['sales.*', '!sales.tmp_*'],
  targetFileSize: 1024,
} as unknown as Options;

describe('the command that does it again', () => {
  it('has every flag that matters, quoted for a shell, and no credentials', () => {
    expect(reproduce(OPTIONS, 3)).toEqual([
      "lakelift verify --source 'webhdfs://***@nn:9870/user/hive/warehouse' --metastore thrift://hms:9083 " +
        "--target s3://bucket/lake --tables 'sales.*,!sales.tmp_*' --target-file-size 1024 --level 3",
    ]);
  });

  it('is silent on what was not given, and keeps quotes', () => {
    const [line] = reproduce({ ...OPTIONS, tables: ['*.*'], state: "it's.db" }, 0);
    expect(line).not.toContain('--tables');
    expect(line).toContain(`--state 'it'\\''s.db'`);
  });
});

describe('the command that does it again, with keys and an engine', () => {
  it('has what makes the tables keyed, values for all tables first', () => {
    const [line] = reproduce(
      {
        ...OPTIONS,
        primaryKey: new Map([['sales.orders', ['id', 'dt']]]),
        bucket: new Map([
          ['sales.orders', ['8']],
          ['', ['4']],
        ]),
        sequenceField: new Map([['', ['ts']]]),
        duplicates: 'last',
        changelogProducer: 'input',
      },
      3,
    );
    expect(line).toContain(
      ' --primary-key sales.orders=id,dt --bucket 4,sales.orders=8 --sequence-field ts --changelog-producer input --duplicates last ',
    );
  });

  it('has the engine that was asked, without what is secret in its settings', () => {
    const sparkArgs = ['--jars', 'a b.jar', '--conf', 'spark.hadoop.fs.s3a.secret.key=hunter2'];
    const asked = { ...OPTIONS, sparkSubmit: '/opt/spark/bin/spark-submit', sparkArgs };
    const [line] = reproduce(asked, 4);
    expect(line).toContain(
      `--spark-submit /opt/spark/bin/spark-submit --spark-args '--jars "a b.jar" --conf spark.hadoop.fs.s3a.secret.key=***' --level 4`,
    );
    expect(reproduce(asked, 3)[0]).not.toContain('--spark');
  });
});

describe('the timeline', () => {
  const timing = (worker: number, table: string, startedAt: number, endedAt: number) => ({
    worker,
    table,
    startedAt,
    endedAt,
  });

  it('joins the files a worker wrote one after the other, by table', () => {
    const files = [
      timing(1, 'a.x', 0, 4_000),
      timing(1, 'a.x', 4_001, 9_000),
      timing(1, 'a.y', 9_001, 10_000),
      timing(2, 'a.x', 100, 200),
      timing(2, 'a.x', 5_000, 6_000),
    ];
    expect(timelineOf(files)).toEqual([
      { worker: 1, table: 'a.x', from: 0, to: 9_000 },
      { worker: 1, table: 'a.y', from: 9_001, to: 10_000 },
      { worker: 2, table: 'a.x', from: 100, to: 200 },
      { worker: 2, table: 'a.x', from: 5_000, to: 6_000 },
    ]);
  });
});

describe('property differences', () => {
  const table = (over: Partial<HiveTable>, columns: HiveTable['storage']['columns'] = []): HiveTable => ({
    database: 'db',
    name: 't',
    owner: 'alice',
    tableType: 'MANAGED_TABLE',
    createTime: 1_700_000_000,
    parameters: {},
    partitionKeys: [],
    storage: bareStorage({ location: 'hdfs://nn/db/t', inputFormat: '', outputFormat: '', serde: '', columns }),
    ...over,
  });

  it('are none when all is kept, under its own name or as a fact of the source', () => {
    const source = table(
      { parameters: { a: '1', numRows: '5', EXTERNAL: 'TRUE' }, partitionKeys: [{ name: 'dt', type: 'string' }] },
      [{ name: 'Id', type: 'decimal(9, 2)', comment: 'key' }],
    );
    const target = table({ parameters: { a: '1', 'lakelift.source.numRows': '5' }, tableType: 'EXTERNAL_TABLE' }, [
      { name: 'id', type: 'decimal(9,2)', comment: 'key' },
      { name: 'dt', type: 'string' },
    ]);
    expect(propertyDifferences(source, target)).toEqual([]);
  });

  it('name what is lost, changed or added', () => {
    const source = table({ parameters: { a: '1', b: '2' } }, [
      { name: 'x', type: 'int', comment: 'size' },
      { name: 'y', type: 'int' },
    ]);
    const target = table({ owner: 'bob', parameters: { a: '9' } }, [
      { name: 'x', type: 'int' },
      { name: 'z', type: 'date' },
    ]);
    expect(propertyDifferences(source, target)).toEqual([
      { name: 'owner', source: 'alice', target: 'bob' },
      { name: 'column x', source: 'int, "size"', target: 'int' },
      { name: 'column y', source: 'int' },
      { name: 'column z', target: 'date' },
      { name: 'parameter a', source: '1', target: '9' },
      { name: 'parameter b', source: '2' },
    ]);
  });

  it('name buckets, which no migrated table has', () => {
    const plain = table({}, [{ name: 'x', type: 'int' }]);
    const sortColumns = [{ name: 'x', descending: true }];
    const storage = { ...plain.storage, bucketColumns: ['x'], buckets: 4 };
    expect(propertyDifferences({ ...plain, storage }, plain)).toEqual([{ name: 'buckets', source: '4 by x' }]);
    expect(propertyDifferences({ ...plain, storage: { ...storage, sortColumns } }, plain)).toEqual([
      { name: 'buckets', source: '4 by x, sorted by x desc' },
    ]);
  });
});
