import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSource, openTarget } from '../../stores/index.js';
import { verifyTable } from '../../verify/index.js';
import { plain } from '../formats/values.js';
import { migrateDescribed } from '../formats/golden-warehouse.js';
import { lakeRows } from './warehouse.js';
import type { Warehouse } from './warehouse.js';

let base: string;
let folder: Warehouse;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'lakelift-text-'));
  folder = { source: join(base, 'warehouse'), target: join(base, 'lake') };
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function add(path: string, bytes: Uint8Array | string): Promise<void> {
  const to = join(folder.source, path);
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, bytes);
}

/** Migrates the tables that a script of DDL describes. */
async function migrate(ddl: string): ReturnType<typeof migrateDescribed> {
  const script = join(base, 'tables.sql');
  await writeFile(script, ddl);
  return migrateDescribed(folder, script);
}

const plainRows = async (table: string) => {
  const { columns, rows } = await lakeRows(folder, table);
  return rows.map((row) => row.map((value, i) => plain(value, columns[i]!.type)));
};

describe('a migration of text files', () => {
  it('has all rows of a bucketed table, whose empty buckets are files of 0 bytes', async () => {
    await add('w.db/b/000000_0', '4\n2\n');
    await add('w.db/b/000001_0', '');
    await add('w.db/b/000002_0_copy_1', '5\n');
    const { result } = await migrate(
      'CREATE TABLE w.b (id INT) CLUSTERED BY (id) SORTED BY (id DESC) INTO 3 BUCKETS STORED AS TEXTFILE;',
    );
    expect(result.tables).toMatchObject([{ table: 'w.b', outcome: 'migrated', rows: 3 }]);
    expect(await plainRows('w.db/b')).toEqual([[4], [2], [5]]);
  });

  it('gives the rows of every SerDe, of each partition by its own, and verifies them', async () => {
    await add('w.db/log/day=1/000000_0', '1,a;b,x:1;y:2\n2,,\n');
    await add('w.db/log/day=1/000001_0.gz', gzipSync('3,\\N,\\N\nno number,c,'));
    await add('w.db/log/day=2/000000_0.bz2', '');
    await add('w.db/csv/data.csv', 'id,name\n1,"a, b"\n2,"c""d"\n');
    await add('w.db/json/data.json', '{"ID":1,"tags":["a","b"],"at":{"x":1.5}}\n{"id":null}\n');
    await add('w.db/regex/access.log', 'GET /index 200\nnothing\n');
    const { plan, result } = await migrate(`
      CREATE TABLE w.log (id INT, tags ARRAY<STRING>, m MAP<STRING,INT>) PARTITIONED BY (day INT)
        ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' COLLECTION ITEMS TERMINATED BY ';' MAP KEYS TERMINATED BY ':' STORED AS TEXTFILE;
      CREATE TABLE w.csv (id STRING, name STRING) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' STORED AS TEXTFILE
        TBLPROPERTIES ('skip.header.line.count'='1');
      CREATE TABLE w.json (id BIGINT, tags ARRAY<STRING>, at STRUCT<x:DOUBLE>) ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
        STORED AS TEXTFILE;
      CREATE TABLE w.regex (method STRING, path STRING, status INT) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'
        WITH SERDEPROPERTIES ('input.regex'='([A-Z]+) ([^ ]*) ([0-9]+)') STORED AS TEXTFILE;`);
    expect(result.tables.map(({ table, outcome, error, rows }) => [table, outcome, error?.message, rows])).toEqual([
      ['w.csv', 'migrated', undefined, 2],
      ['w.json', 'migrated', undefined, 2],
      ['w.log', 'migrated', undefined, 4],
      ['w.regex', 'migrated', undefined, 2],
    ]);
    expect(await plainRows('w.db/log')).toEqual([
      [
        1,
        ['a', 'b'],
        [
          ['x', 1],
          ['y', 2],
        ],
      ],
      [2, [], []],
      [3, null, null],
      [null, ['c'], []],
    ]);
    expect(await plainRows('w.db/csv')).toEqual([
      ['1', 'a, b'],
      ['2', 'c"d'],
    ]);
    expect(await plainRows('w.db/json')).toEqual([
      ['1', ['a', 'b'], [1.5]],
      [null, null, null],
    ]);
    expect(await plainRows('w.db/regex')).toEqual([
      ['GET', '/index', 200],
      [null, null, null],
    ]);
    const source = await openSource(pathToFileURL(folder.source).href);
    const target = await openTarget(pathToFileURL(folder.target).href);
    for (const table of plan.tables) {
      const verification = await verifyTable({ source, target, plan: table }, 3);
      expect([verification.passed, verification.rows.source]).toEqual([true, verification.rows.target]);
    }
  });

  it.each([
    ['a column type', 'c TIMESTAMP WITH LOCAL TIME ZONE', '', /local time zone/],
    ['an encoding', 'c STRING', "'serialization.encoding'='GBK'", /GBK/],
    ['compression', 'c STRING', '', /\.lzo/],
  ])('refuses %s by name before anything is written', async (_, column, property, reason) => {
    await add('w.db/odd/000000_0.lzo', 'x\n');
    const properties = property === '' ? '' : `TBLPROPERTIES (${property})`;
    const { result } = await migrate(`CREATE TABLE w.odd (${column}) STORED AS TEXTFILE ${properties};`);
    expect(result.tables).toMatchObject([{ outcome: 'refused' }]);
    expect(result.tables[0]!.error!.message).toMatch(reason);
  });

  it.each([
    ['REFUSED', '000000_0', Buffer.from('2023-01-02\n2023-02-30\n'), 11],
    ['CORRUPT', '000000_0.gz', gzipSync('2023-01-02\n').subarray(0, 20), 20],
  ])('%s names file and offset of a value and of damage, and publishes nothing', async (code, name, bytes, offset) => {
    await add(`w.db/days/${name}`, bytes);
    const { result } = await migrate('CREATE TABLE w.days (day DATE) STORED AS TEXTFILE;');
    expect(result.tables).toMatchObject([{ outcome: 'failed', error: { code, place: { offset } } }]);
    expect(result.tables[0]!.error!.place.file).toContain(name);
    expect(await readdir(join(folder.target, 'w.db', 'days')).catch(() => [])).not.toContain('snapshot');
  });
});
