import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTarget } from '../../stores/index.js';
import { lakelift } from '../services/cli.js';
import type { CliResult } from '../services/cli.js';
import { startHms } from '../services/hms.js';
import { javaReadings, runPython } from '../services/spark.js';
import type { Readings, TableReading } from '../services/spark.js';

const { LAKELIFT_TEST_WEBHDFS, LAKELIFT_TEST_HDFS, LAKELIFT_TEST_HMS, LAKELIFT_TEST_S3_BUCKET } = process.env;
const database = `src_${randomUUID().slice(0, 8)}`;
const target = `s3://${LAKELIFT_TEST_S3_BUCKET}/${database}`;
const TABLES = [
  ...['types_int96', 'types_micros', 'types_legacy', 'types_hive', 'parts', 'mixed', 'small'],
  ...[
    'nothing',
    'never',
    'evolved',
    'orc_spark',
    'orc_hive',
    'orc_days',
    'in_orc',
    'two_formats',
    'avro_hive',
    'text_simple',
    'seq_text',
    'rc_text',
    'rc_binary',
    'in_buckets',
    'orc_buckets',
  ],
];

// Readers work here for minutes, which Java's second compiler is for.
process.env['JAVA_TOOL_OPTIONS'] = '-XX:+UseSerialGC';

let folder: string;
let hive: Readings;
let first: CliResult;

const migrate = (...more: string[]) =>
  lakelift([
    ...['migrate', '--source', `${LAKELIFT_TEST_WEBHDFS}/user/hive/warehouse`, '--metastore', LAKELIFT_TEST_HMS!],
    ...['--target', target, '--state', join(folder, 'state.db'), '--catalog', join(folder, 'catalog.db'), ...more],
  ]);
const ALL = ['--tables', `${database}.*,!${database}.a_view`];

/** Path, length and time of everything the target holds. */
async function objects(): Promise<string[]> {
  const store = await openTarget(target);
  const found: string[] = [];
  for await (const page of store.listFiles('')) found.push(...page.map((file) => JSON.stringify(file)));
  await store.close();
  return found;
}

const sumsOf = ({ rows, row, columns }: TableReading) => ({ rows, row, columns });

describe.skipIf(LAKELIFT_TEST_WEBHDFS === undefined)('a Hive warehouse on HDFS, migrated to S3', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-migration-'));
    hive = await runPython<Readings>('write_hive.py', join(folder, 'hive.json'), [
      LAKELIFT_TEST_HMS!,
      `${LAKELIFT_TEST_HDFS}/user/hive/warehouse`,
      database,
    ]);
    first = await migrate(...ALL, '--verify', '3', '--json', '--report', join(folder, 'report.html'));
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it('ends with every table migrated and verified row by row', () => {
    expect([first.code, first.code === 0 ? '' : first.stdout + first.stderr]).toEqual([0, '']);
    const result = JSON.parse(first.stdout) as {
      tables: { table: string; outcome: string; rows: number }[];
      verifications: { table: string; level: number; passed: boolean; rows: { source: number } }[];
    };
    const names = TABLES.map((name) => `${database}.${name}`).sort();
    expect(result.tables.map(({ table, outcome }) => [table, outcome])).toEqual(
      names.map((name) => [name, 'migrated']),
    );
    expect(result.tables.map(({ table, rows }) => [table, rows])).toEqual(
      names.map((name) => [name, hive[name]!.rows]),
    );
    expect(result.verifications.map(({ table, level, passed }) => [table, level, passed])).toEqual(
      names.map((name) => [name, 3, true]),
    );
  });

  it('turns 2,000 small files into at most one in a hundred', () => {
    const { tables } = JSON.parse(first.stdout) as {
      tables: { table: string; filesBefore: number; filesAfter: number }[];
    };
    const small = tables.find(({ table }) => table.endsWith('.small'))!;
    expect(small.filesBefore).toBe(2000);
    expect(small.filesAfter).toBeLessThanOrEqual(20);
  });

  it('refuses what it does not carry, by name', async () => {
    const { code, stdout } = await migrate('--tables', `${database}.a_view`);
    expect(code).toBe(3);
    expect(stdout).toMatch(/a_view: refused.*VIEW/);
  });

  it('changes nothing when run again, and says so', async () => {
    const before = await objects();
    const { code, stdout } = await migrate(...ALL, '--verify', '0');
    expect(code).toBe(0);
    for (const name of TABLES) expect(stdout).toContain(`${database}.${name}: unchanged`);
    expect(await objects()).toEqual(before);
  });

  describe('read by Java Paimon', () => {
    let readings: Readings;
    beforeAll(async () => {
      readings = await javaReadings(join(folder, 'hive.json'), target, join(folder, 'java.json'));
    });

    it.each(TABLES)('%s has the rows of Hive', (name) => {
      const table = `${database}.${name}`;
      expect(sumsOf(readings[table]!)).toEqual(sumsOf(hive[table]!));
    });

    it.each(TABLES)('%s answers filters on every column as its plain scan does', (name) => {
      const table = `${database}.${name}`;
      for (const [column, found] of Object.entries(readings[table]!.filters)) {
        const { isNull, equal, less, plainIsNull, plainEqual, plainLess, isNotNull } = found;
        expect({ column, isNull, equal, less }).toEqual({
          column,
          isNull: plainIsNull,
          equal: plainEqual,
          less: plainLess,
        });
        expect(isNull + isNotNull!).toBe(hive[table]!.rows);
      }
    });
  });

  describe.each([
    ['Spark with Paimon', 'read_spark.py'],
    ['pypaimon', 'read_pypaimon.py'],
  ])('read by %s', (_, script) => {
    let readings: Readings;
    beforeAll(async () => {
      readings = await runPython<Readings>(script, join(folder, `${script}.json`), [join(folder, 'hive.json'), target]);
      // Only Spark names types as Hive does.
      for (const [table, { schema }] of Object.entries(readings))
        expect(schema ?? hive[table]!.schema).toEqual(hive[table]!.schema);
    });

    it.each(TABLES)('%s has the rows of Hive', (name) => {
      const table = `${database}.${name}`;
      expect(sumsOf(readings[table]!)).toEqual(sumsOf(hive[table]!));
    });

    it.each(TABLES)('%s answers filters on every column as Hive does', (name) => {
      const table = `${database}.${name}`;
      expect(readings[table]!.filters).toEqual(hive[table]!.filters);
    });
  });

  it('is served by a real Hive Metastore that runs on the catalog', async () => {
    const hms = await startHms(join(folder, 'hms'), `file://${folder}/warehouse`, {
      kind: 'sqlite',
      path: join(folder, 'catalog.db'),
    });
    try {
      const names = TABLES.map((name) => `${database}.${name}`);
      const output = join(folder, 'served.json');
      const args = [hms.uri, target, ...names];
      const served = await runPython<{ listed: string[]; tables: Readings }>('read_hive.py', output, args);
      expect(served.listed).toEqual([...names].sort());
      for (const name of names) expect([name, sumsOf(served.tables[name]!)]).toEqual([name, sumsOf(hive[name]!)]);
    } finally {
      await hms.stop();
    }
  });
});
