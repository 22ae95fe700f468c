import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { requireBuild } from '../cli/built.js';
import { useDuck } from '../duck.js';
import { lakelift, startCli } from '../services/cli.js';
import { startSparkThrift } from '../services/spark-thrift.js';
import type { SparkThrift } from '../services/spark-thrift.js';
import { eventSides, queriesOf, suiteArguments } from './bench-sides.js';
import type { ToldRun } from './bench-sides.js';

/** The Spark Thrift Server is the one server of HiveServer2's protocol that is to be had here. */
const duck = useDuck();
let server: SparkThrift;
let sides: object;
beforeAll(async () => {
  requireBuild();
  // Every pair has its answers compared, so that none has to be run without being counted.
  sides = { ...(await eventSides(duck, duck.folder())), warmups: 0 };
  server = await startSparkThrift(duck.folder(), join(duck.folder(), 'lake'));
}, 420_000);
afterAll(async () => server.stop());

const GROUPS = {
  name: 'groups',
  sql: 'SELECT hr, home, count(*) AS n, sum(x) AS x, max(day) AS day FROM tv.events GROUP BY hr, home',
};
const NULLS = { name: 'nulls', sql: 'SELECT count(*) FROM {{tv.events}} WHERE hr IS NULL AND "Id" < 7' };
const CATALOGS = { before: 'spark_catalog', after: 'paimon' };
const engine = (over: object): object => ({ name: 'sts', hive: { url: server.url, ...over } });

it('values of every type come as they are, NULLs among them, in more than one answer', async () => {
  const session = await server.open();
  try {
    expect(
      await session.run(`SELECT true, 1Y, -2S, 3, 9007199254740993L, 0.1D, float('NaN'), 'ü', X'00ff', 12.30BD,
        DATE '1969-12-31', TIMESTAMP '2024-01-02 03:04:05.678901', NULL, array(1, NULL)`),
    ).toEqual([
      [
        ...[true, 1, -2, 3, '9007199254740993', 0.1, 'NaN', 'ü', '00ff', '12.30'],
        ...['1969-12-31', '2024-01-02 03:04:05.678901', null, '[1,null]'],
      ],
    ]);
    const rows = await session.run('SELECT id, IF(id % 3 = 0, NULL, id) FROM range(25000) ORDER BY id');
    expect(rows).toEqual(Array.from({ length: 25_000 }, (_, i) => [String(i), i % 3 === 0 ? null : String(i)]));
  } finally {
    await session.close();
  }
}, 120_000);

it('a statement that takes too long, or is interrupted, is ended, and the session goes on', async () => {
  const session = await server.open(5000);
  const endless = 'SELECT count(*) FROM range(4000000000000)';
  await expect(session.run(endless)).rejects.toMatchObject({ code: 'IO' });
  const stop = new AbortController();
  const running = expect(session.run(endless, stop.signal)).rejects.toThrow('enough');
  await sleep(1000);
  stop.abort(new Error('enough'));
  await running;
  // It needs the cores that the others had.
  expect(await session.run('SELECT count(*) FROM range(10)')).toEqual([['10']]);
  await session.close();
}, 60_000);

it('a server is given external tables over the files of both sides, measured, and left without them', async () => {
  const bad = { name: 'bad', sql: 'SELECT nope FROM tv.events' };
  const suite = { ...sides, engines: [engine({ files: 'file://' })], queries: [GROUPS, bad] };
  const { stdout, stderr, code } = await lakelift(await suiteArguments(duck.folder(), suite));
  const run = JSON.parse(stdout) as ToldRun;
  expect(run.errors, stderr).toMatchObject([
    { metric: 'query/sts/bad', code: 'REFUSED', message: expect.stringContaining('nope') as string },
  ]);
  expect(code).toBe(3);
  expect(run.engines).toEqual([{ name: 'sts', version: 'Spark SQL 3.5.7' }]);
  expect(queriesOf(run)).toEqual([['query/sts/groups', 5]]);
  const session = await server.open();
  expect(await session.run('SHOW DATABASES')).toEqual([['default']]);
  await session.close();
}, 240_000);

it('tables of two catalogs are measured, those of Paimon by its own reader; a query answered differently is told', async () => {
  const session = await server.open();
  for (const statement of [
    'CREATE DATABASE tv',
    `CREATE EXTERNAL TABLE tv.events (Id BIGINT, home STRING, x DOUBLE, day DATE) PARTITIONED BY (hr STRING) STORED AS PARQUET
     LOCATION 'file://${duck.folder()}/warehouse/tv.db/events'`,
    'MSCK REPAIR TABLE tv.events',
  ])
    await session.run(statement);
  await session.close();
  const different = { name: 'where', sql: 'SELECT current_catalog()' };
  const suite = { ...sides, engines: [engine(CATALOGS)], queries: [NULLS, different] };
  const { stdout, stderr, code } = await lakelift(await suiteArguments(duck.folder(), suite));
  const run = JSON.parse(stdout) as ToldRun;
  expect(run.errors, stderr).toMatchObject([{ metric: 'query/sts/where', code: 'DIFFERENCES' }]);
  expect(code).toBe(4);
  expect(queriesOf(run).map(([name]) => name)).toEqual(['query/sts/nulls']);
}, 240_000);

it('a server that is killed ends the engine, not the run', async () => {
  const suite = {
    ...{
      ...sides,
      'timeout-seconds': 20,
      queries: [NULLS, { name: 'killed', sql: 'SELECT count(*) FROM range(4000000000000)' }],
    },
    engines: [engine(CATALOGS), { name: 'duckdb', queries: ['nulls'] }],
  };
  const running = startCli(await suiteArguments(duck.folder(), suite));
  running.process.stderr!.on('data', (text: Buffer) => {
    if (text.toString().includes('query/sts/nulls')) setTimeout(() => void server.kill(), 500);
  });
  const { stdout, stderr, code } = await running.ended;
  const run = JSON.parse(stdout) as ToldRun;
  expect(run.errors, stderr).toMatchObject([
    { metric: 'query/sts/killed', code: 'UNREACHABLE', message: expect.stringContaining('HiveServer2') as string },
  ]);
  expect(code).toBe(3);
  expect(queriesOf(run).map(([name]) => name)).toEqual(['query/sts/nulls', 'query/duckdb/nulls']);
}, 240_000);
