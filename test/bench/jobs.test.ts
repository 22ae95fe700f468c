import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { openDuckDb } from '../../bench/engines/duckdb.js';
import type { Engine } from '../../bench/engines/engine.js';
import { dropPageCache } from '../../bench/jobs/page-cache.js';
import { reviewRun, History } from '../../bench/index.js';
import { benchReport } from '../../cli/bench/report.js';
import { readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import { useDuck } from '../duck.js';
import { bothSides, measure, suiteOf } from './folder.js';

const duck = useDuck();
const FILES = [0, 1, 2].map(
  (n) => [`a.db/t/${n}.parquet`, `SELECT i AS id, i % 3 AS kind FROM range(${n * 10}, ${n * 10 + 10}) t(i)`] as const,
);
const QUERIES = [
  { name: 'least', sql: 'SELECT min(id) FROM a.t' },
  { name: 'kinds', sql: 'SELECT kind, count(*) FROM a.t GROUP BY kind' },
];
const SAMPLING = { min: 5, max: 5, warmups: 0 };
const DAILY = { name: 'daily', queries: ['kinds', 'least', 'kinds'] };
const LEAST = { name: 'least', queries: ['least'] };
const NOT_COLD = { cold: false, dropPageCache: false };
const suite = suiteOf(QUERIES, { jobs: { startUp: true, chains: [DAILY, LEAST], ...NOT_COLD, sampling: SAMPLING } });

/** DuckDB that notes what is done with it. */
async function noted(told: string[]): Promise<Engine> {
  const engine = await openDuckDb();
  told.push('open');
  return {
    ...{ name: engine.name, version: engine.version },
    define: async (side, table) => {
      await engine.define(side, table);
      told.push(`define ${side}`);
    },
    run: async (side, sql) => {
      const query = QUERIES.find((one) => one.sql === sql)?.name ?? 'other';
      const run = await engine.run(side, sql);
      told.push(`${query} ${side}`);
      return run;
    },
    close: async () => {
      await engine.close();
      told.push('close');
    },
  };
}

const jobsOf = (metrics: readonly { name: string }[]) =>
  metrics.map(({ name }) => name).filter((name) => /^(startup|report)\//.test(name));

it('a job starts its engine anew on one side and runs its queries in their order', async () => {
  const told: string[] = [];
  const run = await measure(await bothSides(duck, 'order', FILES), suite, { open: () => noted(told) });
  expect(run.errors).toEqual([]);
  expect(jobsOf(run.metrics)).toEqual(['startup/duckdb', 'report/duckdb/daily', 'report/duckdb/least']);
  expect(run.metrics.slice(-3).every(({ pairs }) => pairs.length === 5)).toBe(true);
  expect(run.chains).toEqual([DAILY, LEAST]);
  // All queries are run by one engine; then each job has its own: five pairs of starts, then the chains.
  const jobs = told.join(', ').split('open, ').slice(2);
  expect(jobs).toHaveLength(30);
  expect(jobs.slice(0, 2)).toEqual(['before', 'after'].map((side) => `define ${side}, other ${side}, close, `));
  expect(jobs[10]).toBe('define before, kinds before, least before, kinds before, close, ');
  expect(jobs.slice(10, 20).map((job) => job.slice(7, 12))).toEqual(
    [0, 1, 2, 3, 4].flatMap((n) => (n % 2 === 0 ? ['befor', 'after'] : ['after', 'befor'])),
  );
  // An engine within this process has no processor time of its own.
  expect(run.metrics.at(-1)!.pairs[0]!.before).toMatchObject({ cpuMs: 0 });
});

it('a first run is the only one of its engine, and costs what the engine says of it alone', async () => {
  const told: string[] = [];
  const jobs = { startUp: false, chains: [], cold: true, dropPageCache: false, sampling: SAMPLING };
  const open = async (): Promise<Engine> => {
    const engine = await noted(told);
    let runs = 0;
    return {
      ...engine,
      run: async (side, sql) => ({ ...(await engine.run(side, sql)), cost: { wallMs: ++runs, cpuMs: 0 } }),
    };
  };
  const run = await measure(await bothSides(duck, 'cold', FILES), suiteOf(QUERIES, { jobs }), { open });
  expect(run.errors).toEqual([]);
  const cold = run.metrics.filter(({ name }) => name.startsWith('cold/'));
  expect(cold.map(({ name }) => name)).toEqual(['cold/duckdb/least', 'cold/duckdb/kinds']);
  for (const { pairs } of cold) {
    expect(pairs).toEqual(Array(5).fill({ before: { wallMs: 1, cpuMs: 0 }, after: { wallMs: 1, cpuMs: 0 } }));
  }
  const engines = told.join(', ').split('open, ').slice(2);
  expect(engines).toHaveLength(20);
  expect(engines.slice(0, 2)).toEqual(['before', 'after'].map((side) => `define ${side}, least ${side}, close, `));
});

it('the page cache is emptied, or it is said what that takes', async () => {
  const cached = () => Number(/^Cached:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))![1]);
  await writeFile(join(duck.folder(), 'large'), Buffer.alloc(100_000_000, 1));
  const before = cached();
  try {
    await dropPageCache();
    expect(cached()).toBeLessThan(before - 50_000);
  } catch (error) {
    if (process.getuid?.() === 0 && process.platform === 'linux') throw error;
    expect(error).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('Linux and root') as string });
  }
});

it('the page has the share of the start in each report', async () => {
  const run = await measure(await bothSides(duck, 'page', FILES), suite);
  const history = History.open(`${duck.folder()}/jobs.db`);
  const { measures } = benchReport(reviewRun(history, history.append(run)));
  history.close();
  const table = measures.find(({ title }) => title === 'Start-up of jobs and time to report');
  expect(table?.rows.map((row) => [row[0], row[1], row.at(-1)])).toEqual([
    ['duckdb', 'start', '–'],
    ...['daily: kinds, least, kinds', 'least: least'].map((job) => [
      'duckdb',
      job,
      expect.stringMatching(/^\d+ % before, \d+ % after$/) as string,
    ]),
  ]);
});

it('a chain whose sides answer differently, or whose engine fails, has an error that names the query, and no times', async () => {
  const sides = await bothSides(duck, 'different', FILES);
  const whole = (await readTable(await openTarget(pathToFileURL(sides.target).href), 'a.db/t'))!;
  const tables = [{ before: sides.planned[0]!, after: { ...whole, files: [] } }];
  const queries = [{ name: 'bad', sql: 'SELECT nope FROM a.t' }, { name: 'one', sql: 'SELECT 1' }, ...QUERIES];
  const chains = [
    { name: 'differs', queries: ['one', 'least'] },
    { name: 'fails', queries: ['one', 'bad', 'least'] },
    { name: 'fine', queries: ['one', 'one'] },
  ];
  const jobs = { startUp: false, chains, ...NOT_COLD, sampling: SAMPLING };
  const run = await measure(sides, suiteOf(queries, { jobs }), { tables });
  expect(run.errors.filter(({ metric }) => metric.startsWith('report/'))).toMatchObject([
    {
      metric: 'report/duckdb/differs',
      code: 'DIFFERENCES',
      message: expect.stringMatching(/^least: the two sides give different answers/) as string,
    },
    {
      metric: 'report/duckdb/fails',
      code: 'REFUSED',
      message: expect.stringMatching(/^bad, query 2 of 3: .*"nope" not found/s) as string,
    },
  ]);
  expect(jobsOf(run.metrics)).toEqual(['report/duckdb/fine']);
});

it('odd times of a job are measured a second time with more pairs', async () => {
  const told: string[] = [];
  const asked: string[] = [];
  const run = await measure(await bothSides(duck, 'odd', FILES), suite, {
    open: () => noted(told),
    odd: ({ name }) => {
      asked.push(name);
      return name === 'startup/duckdb';
    },
  });
  expect(run.again).toEqual(['startup/duckdb']);
  expect(asked.slice(-3)).toEqual(['startup/duckdb', 'report/duckdb/daily', 'report/duckdb/least']);
  const { length } = run.metrics.find(({ name }) => name === 'startup/duckdb')!.pairs;
  // One engine of the queries, then two for each pair: 5 and `length` of starts, 5 of each chain.
  expect(told.filter((one) => one === 'open')).toHaveLength(1 + 2 * (5 + length + 5 + 5));
});
