import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openDuckDb } from '../../bench/engines/duckdb.js';
import { History, oddIn, summaryOf } from '../../bench/index.js';
import { readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import { useDuck } from '../duck.js';
import { thisMachine } from '../../bench/machine.js';
import { bothSides, measure, suiteOf } from './folder.js';
import { metric, night } from './nights.js';

const duck = useDuck();
const event = (from: number, to: number) =>
  `SELECT i AS "Id", 'home-' || i % 7 AS home, i * 1.5 AS x FROM range(${from}, ${to}) t(i)`;
const HOURS = [
  ['tv.db/e/dt=2024-03-01/hr=01/a.parquet', event(0, 50)],
  ['tv.db/e/dt=2024-03-01/hr=01/b.parquet', event(50, 90)],
  ['tv.db/e/dt=2024-03-01/hr=02/a.parquet', event(90, 120)],
  ['tv.db/e/dt=it%27s%3A+1/hr=__HIVE_DEFAULT_PARTITION__/a.parquet', event(120, 125)],
] as const;
const QUERIES = [
  { name: 'count', sql: 'SELECT count(*) FROM tv.e' },
  { name: 'groups', sql: 'SELECT dt, hr, count(*), sum(x), max("Id") FROM tv.e GROUP BY ALL' },
  { name: 'text', sql: "SELECT count(*) FROM tv.e WHERE hr = '01'" },
  { name: 'null', sql: `SELECT id FROM tv.e WHERE hr IS NULL AND dt = 'it''s: 1'` },
];

describe('a run', () => {
  it('gives equal answers on both sides, partition values as text and NULL included', async () => {
    const run = await measure(await bothSides(duck, 'equal', HOURS), suiteOf(QUERIES));
    expect(run.errors).toEqual([]);
    expect(run.metrics.map(({ name, pairs }) => [name, pairs.length])).toEqual([
      ['planning/tv.e', 5],
      ['metadata/list', 192],
      ['metadata/stat', 192],
      ['metadata/open', 192],
      ...QUERIES.map(({ name }) => [`query/duckdb/${name}`, 5]),
    ]);
    // Operations side by side have no processor time each, so that no ratio is made of it.
    const storms = run.metrics.filter(({ name }) => name.startsWith('metadata/'));
    expect(storms.map((storm) => summaryOf(storm).cpu)).toEqual([undefined, undefined, undefined]);
    expect(run.files).toMatchObject({ before: { count: 4, small: 4 }, after: { count: 3, small: 3 } });
    expect(run.tables).toMatchObject([{ table: 'tv.e', placed: { before: 'in place', after: 'in place' } }]);
    expect(run.engines).toEqual([{ name: 'duckdb', version: expect.stringMatching(/^v1\./) as string }]);
  });

  it('reads files that do not all have the same columns, and the types of the lake', async () => {
    const sides = await bothSides(duck, 'evolved', [
      ['a.db/t/0.parquet', 'SELECT 1::BIGINT AS id, 2::DECIMAL(9,2) AS d'],
      ['a.db/t/1.parquet', "SELECT 'late' AS note, 3::DECIMAL(9,2) AS d, 4::BIGINT AS id"],
    ]);
    const queries = [{ name: 'all', sql: 'SELECT typeof(id), typeof(d), * FROM a.t' }];
    const run = await measure(sides, suiteOf(queries));
    expect(run.errors).toEqual([]);
    expect(run.metrics.at(-1)).toMatchObject({ name: 'query/duckdb/all' });
  });

  it('keeps a query that fails, one with other answers and one that is never the same as errors; the others are measured', async () => {
    const sides = await bothSides(duck, 'errors', HOURS);
    const target = await openTarget(pathToFileURL(sides.target).href);
    const whole = (await readTable(target, 'tv.db/e'))!;
    const after = { ...whole, files: whole.files.slice(1) };
    const queries = [
      { name: 'bad', sql: 'SELECT nope FROM tv.e' },
      { name: 'random', sql: 'SELECT random()' },
      ...QUERIES.slice(0, 1),
      { name: 'one', sql: 'SELECT 1' },
    ];
    const run = await measure(sides, suiteOf(queries), { tables: [{ before: sides.planned[0]!, after }] });
    expect(run.errors).toMatchObject([
      { metric: 'query/duckdb/bad', code: 'REFUSED', message: expect.stringContaining('"nope" not found') as string },
      { metric: 'query/duckdb/random', code: 'DIFFERENCES' },
      {
        metric: 'query/duckdb/count',
        code: 'DIFFERENCES',
        message: expect.stringContaining('different answers') as string,
      },
    ]);
    expect(run.metrics.at(-1)?.name).toBe('query/duckdb/one');
  });

  it('says what both sides cost, by the prices of the suite', async () => {
    const prices = {
      hdfsGibMonth: 1024 ** 3,
      replication: 3,
      objectGibMonth: 1024 ** 3,
      getThousand: 1000,
      getsPerFile: 2,
      coreHour: 0,
      runsPerMonth: 10,
    };
    const run = await measure(await bothSides(duck, 'prices', HOURS), suiteOf(QUERIES, { prices }));
    expect(run.costs?.before).toMatchObject({ storage: run.files.before.bytes * 3, requests: 0, compute: 0 });
    expect(run.costs?.after).toMatchObject({ storage: run.files.after.bytes, requests: 3 * 2 * 10 });
    const broken = suiteOf([...QUERIES, { name: 'bad', sql: 'SELECT nope' }], { prices });
    expect((await measure(await bothSides(duck, 'no prices', HOURS), broken)).costs).toBeUndefined();
  });

  it('has no times of planning that an engine tells as 0: they have no ratio', async () => {
    const planning = (ms: number) => async () => {
      const engine = await openDuckDb();
      return Object.assign(Object.create(engine) as typeof engine, {
        run: async (...query: Parameters<typeof engine.run>) => ({ ...(await engine.run(...query)), planMs: ms }),
      });
    };
    const sides = await bothSides(duck, 'plans', HOURS);
    const names = async (ms: number) =>
      (await measure(sides, suiteOf(QUERIES.slice(0, 1)), { open: planning(ms) })).metrics.map(({ name }) => name);
    expect((await names(1)).at(-1)).toBe('planning/duckdb/count');
    expect((await names(0)).at(-1)).toBe('query/duckdb/count');
  });

  it('leaves its folder for copies empty', async () => {
    const sides = await bothSides(duck, 'scratch', HOURS);
    await measure(sides, suiteOf(QUERIES.slice(0, 1)), { scratch: duck.folder() });
    expect((await readdir(duck.folder())).filter((name) => name.startsWith('lakelift-bench-'))).toEqual([]);
  });
});

describe('the history', () => {
  it('keeps runs and their samples as they were', async () => {
    const run = await measure(await bothSides(duck, 'kept', HOURS), suiteOf(QUERIES.slice(0, 1)));
    const path = join(duck.folder(), 'new', 'bench.db');
    const history = History.open(path);
    expect([history.append(run), history.append(run)]).toEqual([1, 2]);
    history.close();
    const { metrics, ...document } = run;
    const read = History.read(path);
    expect(read.find(2)).toMatchObject({ id: 2, suite: 'test', document });
    expect(new Map(read.metrics(2).map(({ name, pairs }) => [name, pairs]))).toEqual(
      new Map(metrics.map(({ name, pairs }) => [name, pairs])),
    );
    expect(() => read.find(3)).toThrow(/no run 3/);
    read.close();
  });

  it('is not made by reading, and no other database is written', async () => {
    expect(() => History.read(join(duck.folder(), 'none.db'))).toThrow(/no history/);
    const sides = await bothSides(duck, 'foreign', HOURS);
    const journal = join(sides.target, '.lakelift', 'state.db');
    expect(() => History.open(journal)).toThrow(/no history of benchmarks/);
    for (const use of [() => History.open(sides.target), () => History.read(sides.target)])
      expect(use).toThrow(
        expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('cannot be used') }),
      );
  });
});

describe('odd times', () => {
  const queries = QUERIES.slice(0, 1);
  it('are measured a second time with more pairs, by an engine started anew, and only these are kept', async () => {
    let opened = 0;
    const open = () => {
      opened += 1;
      return openDuckDb();
    };
    const sampling = { min: 5, max: 6, warmups: 0 };
    const run = await measure(await bothSides(duck, 'odd', HOURS), suiteOf(queries, { sampling }), {
      open,
      odd: ({ pairs }) => pairs.length <= 6,
    });
    expect([run.again, opened]).toEqual([['query/duckdb/count'], 2]);
    const { length } = run.metrics.at(-1)!.pairs;
    expect(length).toBeGreaterThanOrEqual(6);
    expect(length).toBeLessThanOrEqual(12);
  });

  it('are those unlike the ones of earlier runs on this machine', () => {
    const history = History.open(join(duck.folder(), 'odd.db'));
    const name = 'query/duckdb/q';
    expect(oddIn(history, 'nightly')(metric(name, 5, 1))).toBe(false);
    for (let seed = 1; seed < 4; seed++) history.append(night([metric(name, 0.5, seed)], { machine: thisMachine() }));
    const odd = oddIn(history, 'nightly');
    expect([odd(metric(name, 0.5, 9)), odd(metric(name, 0.6, 9)), odd(metric(name, 0.4, 9))]).toEqual([
      false,
      true,
      true,
    ]);
    expect([oddIn(history, 'other')(metric(name, 5, 9)), odd(metric('query/duckdb/new', 5, 9))]).toEqual([
      false,
      false,
    ]);
    history.close();
  });
});

it('a summary has quantiles and the ratio after / before', () => {
  const pairs = [1, 2, 3, 4, 5].map((n) => ({ before: { wallMs: n * 10, cpuMs: n }, after: { wallMs: n, cpuMs: 0 } }));
  const summary = summaryOf({ name: 'm', pairs });
  expect(summary).toMatchObject({
    pairs: 5,
    before: { p50: 30, p95: 48, cpuP50: 3 },
    after: { p50: 3 },
    verdict: 'faster',
  });
  expect(summary.wall.ratio).toBeCloseTo(0.1);
  // The clock of the processor did not move: no ratio is made up.
  expect(summary.cpu).toBeUndefined();
});
