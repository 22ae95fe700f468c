import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { openStarRocks } from '../../bench/engines/starrocks.js';
import { requireBuild } from '../cli/built.js';
import { useDuck } from '../duck.js';
import { lakelift, startCli } from '../services/cli.js';
import { startMariaDb } from '../services/mariadb.js';
import type { MariaDb } from '../services/mariadb.js';
import { eventSides, queriesOf, suiteArguments } from './bench-sides.js';
import type { ToldRun } from './bench-sides.js';

/** StarRocks is in no package registry. What its driver says over MySQL's protocol is tried on a real server of this protocol. */
const duck = useDuck();
let server: MariaDb;
let sides: object;
beforeAll(async () => {
  requireBuild();
  sides = await eventSides(duck, duck.folder());
  server = await startMariaDb(join(duck.folder(), 'mariadb'));
  const rows = await duck.rows(
    `SELECT "Id", home, x, day, nullif(hr, '__HIVE_DEFAULT_PARTITION__')
     FROM read_parquet('${duck.folder()}/warehouse/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)`,
  );
  const values = rows.map(
    (row) => `(${row.map((value) => (value === 'null' ? 'NULL' : `'${value}'`)).join(', ')}, 9007199254740993)`,
  );
  await server.run(
    'CREATE DATABASE tv',
    'CREATE TABLE tv.events (id bigint, home text, x double, day date, hr text, big bigint)',
    `INSERT INTO tv.events VALUES ${values.join(', ')}`,
    'CREATE TABLE tv.more (id bigint)',
  );
}, 300_000);
afterAll(async () => server.stop());

const QUERIES = [
  { name: 'groups', sql: 'SELECT hr, home, count(*), sum(x), max(day) FROM tv.events GROUP BY hr, home' },
  { name: 'quoted', sql: `SELECT e."id", '"id"', big FROM {{tv.events}} e -- "e"\nWHERE hr IS NULL` },
  { name: 'bad', sql: 'SELECT nope FROM tv.events' },
  { name: 'random', sql: 'SELECT rand()' },
];
const engine = (over: object = {}): object => ({ name: 'sr', starrocks: { url: server.url, ...over } });

it("is measured over MySQL's protocol: rows counted, quoted names, errors in the server's words", async () => {
  const suite = { ...sides, engines: [engine()], queries: QUERIES };
  const { stdout, stderr, code } = await lakelift(await suiteArguments(duck.folder(), suite));
  expect(code, stdout + stderr).toBe(4);
  const run = JSON.parse(stdout) as ToldRun;
  expect(run.engines).toEqual([{ name: 'sr', version: expect.stringContaining('MariaDB') as string }]);
  expect(queriesOf(run)).toEqual([
    ['query/sr/groups', 5],
    ['query/sr/quoted', 5],
  ]);
  expect(run.errors).toMatchObject([
    { metric: 'query/sr/bad', code: 'REFUSED', message: expect.stringContaining('ER_BAD_FIELD_ERROR') as string },
    { metric: 'query/sr/random', code: 'DIFFERENCES' },
  ]);
}, 120_000);

it('a catalog that the server does not know is told in its words', async () => {
  const suite = { ...sides, engines: [engine({ before: 'hive' })], queries: QUERIES.slice(0, 1) };
  const { stdout } = await lakelift(await suiteArguments(duck.folder(), suite));
  const run = JSON.parse(stdout) as ToldRun;
  expect(run.errors).toMatchObject([
    { metric: 'query/sr/groups', code: 'REFUSED', message: expect.stringContaining('ER_PARSE_ERROR') as string },
  ]);
}, 120_000);

it('a query is killed on the server when the run is interrupted, and when it takes too long; no other is', async () => {
  // A server that only lost the connection would go on with it.
  const endless = (name: string) => `SELECT benchmark(1000000000000, md5('${name}'))`;
  const others = server.run('SELECT sleep(300)').catch(() => undefined);
  const stop = new AbortController();
  const engine = await openStarRocks({ url: server.url }, 60_000, stop.signal);
  const running = expect(engine.run('before', endless('interrupted'))).rejects.toThrow('enough');
  await sleep(1000);
  stop.abort(new Error('enough'));
  await running;
  await engine.close();
  const hasty = await openStarRocks({ url: server.url }, 1000);
  await expect(hasty.run('after', endless('late'))).rejects.toMatchObject({ code: 'IO' });
  await hasty.close();
  const connection = await createConnection({ uri: server.url, user: 'root' });
  const left = async () => {
    const [rows] = await connection.query(
      "SELECT info FROM information_schema.processlist WHERE info LIKE 'SELECT sleep%' OR info LIKE '%benchmark%'",
    );
    return (rows as { info: string }[]).map(({ info }) => info).filter((info) => !info.includes('processlist'));
  };
  await expect.poll(left, { timeout: 10_000 }).toEqual(['SELECT sleep(300)']);
  const [list] = await connection.query('SHOW FULL PROCESSLIST');
  const other = (list as { Id: number; Info: string | null }[]).find(({ Info }) => Info === 'SELECT sleep(300)')!;
  await connection.query(`KILL ${String(other.Id)}`);
  await others;
  await connection.end();
}, 120_000);

it('a query that takes too long ends, and the next one is measured; a server that is killed ends the engine, not the run', async () => {
  const suite = {
    ...{ ...sides, 'timeout-seconds': 3, engines: [engine(), { name: 'duckdb', queries: ['groups'] }] },
    queries: [
      { name: 'late', sql: 'SELECT sleep(60)' },
      ...QUERIES.slice(0, 1),
      { name: 'killed', sql: 'SELECT sleep(2)' },
    ],
  };
  const running = startCli(await suiteArguments(duck.folder(), suite));
  running.process.stderr!.on('data', (text: Buffer) => {
    if (text.toString().includes('query/sr/groups')) setTimeout(() => void server.kill(), 500);
  });
  const { stdout, code } = await running.ended;
  expect(code, stdout).toBe(3);
  const run = JSON.parse(stdout) as ToldRun;
  expect(run.errors).toMatchObject([
    { metric: 'query/sr/late', code: 'IO', message: expect.stringContaining('PROTOCOL_SEQUENCE_TIMEOUT') as string },
    { metric: 'query/sr/killed', code: 'IO' },
  ]);
  expect(queriesOf(run)).toEqual([
    ['query/sr/groups', 5],
    ['query/duckdb/groups', 5],
  ]);
}, 120_000);
