import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMetastore } from '../../../catalog/index.js';
import type { HivePartition, Metastore } from '../../../catalog/index.js';
import { openSource } from '../../../stores/index.js';

let folder: string;
let url: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-ddl-'));
  url = pathToFileURL(folder).href;
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(path: string, text = 'x'): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function opened(ddl: string): Promise<Metastore> {
  file('tables.sql', ddl);
  return openMetastore(`ddl:${join(folder, 'tables.sql')}`, { warehouse: { source: await openSource(url), url } });
}

async function partitionsOf(metastore: Metastore, database: string, table: string): Promise<HivePartition[][]> {
  const pages: HivePartition[][] = [];
  for await (const page of metastore.partitions(await metastore.getTable(database, table))) pages.push(page);
  return pages;
}

const placed = (pages: HivePartition[][]): unknown[] =>
  pages.flat().map(({ values, storage }) => [values.join('|'), storage.location.replace(url, '')]);

describe('the metastore of a DDL file', () => {
  it('lists databases and tables, and says what it lacks', async () => {
    const metastore = await opened('CREATE TABLE b.u (a INT); CREATE TABLE a.t (a INT); CREATE TABLE a.s (a INT)');
    expect(await metastore.databases()).toEqual(['a', 'b']);
    expect(await metastore.tables('A')).toEqual(['s', 't']);
    for (const call of [metastore.tables('c'), metastore.getDatabase('c'), metastore.getTable('a', 'x')]) {
      await expect(call).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    }
    await expect(openMetastore(`ddl:${folder}/none.sql`)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('puts tables without a location where Hive does', async () => {
    const metastore = await opened(`CREATE TABLE a.t (a INT); CREATE TABLE u (a INT);
      CREATE DATABASE b LOCATION 'hdfs://nn/b'; CREATE TABLE b.v (a INT); CREATE TABLE b.w (a INT) LOCATION '/w'`);
    const location = async (database: string, table: string): Promise<string> =>
      (await metastore.getTable(database, table)).storage.location;
    expect(await location('a', 't')).toBe(`${url}/a.db/t`);
    expect(await location('default', 'u')).toBe(`${url}/u`);
    mkdirSync(join(folder, 'default.db'));
    expect(await location('default', 'u')).toBe(`${url}/default.db/u`);
    expect(await location('b', 'v')).toBe('hdfs://nn/b/v');
    expect(await location('b', 'w')).toBe('/w');
  });

  it('finds partitions by their directories, beside those the file adds', async () => {
    for (const path of ['a.db/t/dt=2024-01-01/tag=x%2Fy/f', 'a.db/t/DT=2024-01-01/tag=__HIVE_DEFAULT_PARTITION__/f']) {
      file(path);
    }
    file('a.db/t/_SUCCESS');
    file('a.db/t/odd/one/f');
    file('a.db/t/dt=2024-01-02/tag=moved/f');
    const metastore = await opened(`CREATE TABLE a.t (a INT) PARTITIONED BY (dt DATE, tag STRING);
      ALTER TABLE a.t ADD PARTITION (dt='2024-01-03', tag='a:b')
        PARTITION (dt='2024-01-04', tag='odd') LOCATION '${url}/a.db/t/odd'
        PARTITION (dt='2024-01-02', tag='moved') LOCATION '${url}/else';`);
    expect(placed(await partitionsOf(metastore, 'a', 't'))).toEqual([
      ['2024-01-03|a:b', '/a.db/t/dt=2024-01-03/tag=a%3Ab'],
      ['2024-01-04|odd', '/a.db/t/odd'],
      ['2024-01-02|moved', '/else'],
      ['2024-01-01|__HIVE_DEFAULT_PARTITION__', '/a.db/t/DT=2024-01-01/tag=__HIVE_DEFAULT_PARTITION__'],
      ['2024-01-01|x/y', '/a.db/t/dt=2024-01-01/tag=x%2Fy'],
    ]);
  });

  it('gives them in pages of 1,000, and none for a table without a directory or keys', async () => {
    for (let index = 0; index < 1001; index++) mkdirSync(join(folder, `a.db/t/p=${index}`), { recursive: true });
    const metastore = await opened(`CREATE TABLE a.t (a INT) PARTITIONED BY (p INT);
      CREATE TABLE a.none (a INT) PARTITIONED BY (p INT); CREATE TABLE a.flat (a INT)`);
    expect((await partitionsOf(metastore, 'a', 't')).map((page) => page.length)).toEqual([1000, 1]);
    expect(await partitionsOf(metastore, 'a', 'none')).toEqual([]);
    expect(await partitionsOf(metastore, 'a', 'flat')).toEqual([]);
  });

  it.each(['a.db/t/stray', 'a.db/t/hr=1/p=2/f', 'a.db/t/p=2/stray'])(
    'refuses a table with %s, whose rows nobody would miss',
    async (path) => {
      file(path);
      const metastore = await opened('CREATE TABLE a.t (a INT) PARTITIONED BY (p INT, q INT)');
      await expect(partitionsOf(metastore, 'a', 't')).rejects.toMatchObject({ code: 'REFUSED' });
    },
  );
});
