import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { TrinoHttp } from '../../bench/engines/trino-http.js';
import { openTrino } from '../../bench/engines/trino.js';
import { requireBuild } from '../cli/built.js';
import { useDuck } from '../duck.js';
import { lakelift } from '../services/cli.js';
import { startTrino } from '../services/trino.js';
import type { Trino } from '../services/trino.js';
import { eventSides, queriesOf, suiteArguments } from './bench-sides.js';
import type { ToldRun } from './bench-sides.js';

const duck = useDuck();
let server: Trino;
let sides: object;
beforeAll(async () => {
  requireBuild();
  sides = await eventSides(duck, duck.folder());
  server = await startTrino(join(duck.folder(), 'trino'));
}, 420_000);
afterAll(async () => server.stop());

it('a query is cancelled on the server when the run is interrupted, and when it takes too long', async () => {
  const endless = (name: string) =>
    `SELECT count(*) AS ${name} FROM ${['a', 'b', 'c'].map((t) => `UNNEST(sequence(1, 10000)) ${t}(n)`).join(', ')}`;
  const stop = new AbortController();
  const spec = { url: server.url, before: 'before', after: 'after' };
  const engine = await openTrino(spec, 60_000, stop.signal);
  const running = expect(engine.run('before', endless('interrupted'))).rejects.toThrow('enough');
  await sleep(2000);
  stop.abort(new Error('enough'));
  await running;
  await engine.close();
  const hasty = await openTrino(spec, 2000);
  await expect(hasty.run('before', endless('late'))).rejects.toMatchObject({ code: 'IO' });
  await hasty.close();
  const client = new TrinoHttp({ url: server.url, user: 'test', catalog: 'before', session: [], timeoutMs: 20_000 });
  const { rows } = await client.run(
    "SELECT state, error_code FROM system.runtime.queries WHERE query LIKE 'SELECT count(*) AS % FROM UNNEST%'",
  );
  expect(rows).toEqual([
    ['FAILED', 'USER_CANCELED'],
    ['FAILED', 'USER_CANCELED'],
  ]);
}, 120_000);

it('a real Trino is given tables over the files of both sides, and measured; both sides answer the same', async () => {
  const trino = { url: server.url, before: 'before', after: 'after', files: 'local://' };
  const suite = {
    ...sides,
    engines: [
      { name: 'trino', trino },
      { name: 'duckdb', queries: ['groups'] },
    ],
    queries: [
      {
        name: 'groups',
        sql: 'SELECT hr, home, count(*) AS n, sum(x) AS x, max(day) AS day FROM tv.events GROUP BY hr, home',
      },
      { name: 'nulls', sql: 'SELECT count(*) FROM {{tv.events}} WHERE hr IS NULL AND "Id" < 7' },
      { name: 'bad', sql: 'SELECT nope FROM tv.events' },
    ],
  };
  const { stdout, stderr, code } = await lakelift(await suiteArguments(duck.folder(), suite));
  const run = JSON.parse(stdout) as ToldRun;
  expect(run.errors, stderr).toMatchObject([
    { metric: 'query/trino/bad', code: 'REFUSED', message: expect.stringContaining('COLUMN_NOT_FOUND') as string },
  ]);
  expect(code).toBe(3);
  expect(run.engines).toMatchObject([{ name: 'trino', version: '476' }, { name: 'duckdb' }]);
  expect(queriesOf(run)).toEqual([
    ['query/trino/groups', 5],
    ['query/trino/nulls', 5],
    ['query/duckdb/groups', 5],
  ]);
}, 240_000);
