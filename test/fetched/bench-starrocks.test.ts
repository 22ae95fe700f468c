import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
