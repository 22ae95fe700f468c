import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainsOf } from '../../bench/suite-jobs.js';
import { loadSuite, queriesOf } from '../../bench/suite.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-suite-'));
});
afterAll(() => rm(folder, { recursive: true }));

const SIDES = `before: { source: file:///w, metastore: infer }\nafter: { target: file:///l }\n`;
async function suite(text: string) {
  const path = join(folder, 'nightly.yaml');
  await writeFile(path, text);
  return loadSuite(path);
}

describe('a suite', () => {
  it('has defaults for all but its sides and queries', async () => {
    expect(await suite(`${SIDES}queries: [{ name: a, sql: 'SELECT 1;' }]`)).toEqual({
      name: 'nightly',
      engines: [{ name: 'duckdb' }],
      before: { source: 'file:///w', metastore: 'infer', tables: ['*.*'] },
      after: { target: 'file:///l' },
      queries: [{ name: 'a', sql: 'SELECT 1' }],
      sampling: { min: 10, max: 60, warmups: 1 },
      targetFileSize: 128 * 1024 ** 2,
      timeoutMs: 600_000,
    });
  });

  it('takes queries from a folder, engines with their commands, and prices', async () => {
    await mkdir(join(folder, 'sql'), { recursive: true });
    await writeFile(join(folder, 'sql', 'q2.sql'), 'SELECT * FROM {{ a.b-c }};\n');
    await writeFile(join(folder, 'sql', 'q1.sql'), 'SELECT 1');
    const found = await suite(
      `${SIDES}queries: sql\nengines: [{ name: duckdb }, { name: spark, command: [python3, spark.py], queries: [q2] }]\nprices: { core-hour: 0.04 }`,
    );
    expect(found.queries).toEqual([
      { name: 'q1', sql: 'SELECT 1' },
      { name: 'q2', sql: 'SELECT * FROM "a"."b-c"' },
    ]);
    expect(found.engines).toEqual([
      { name: 'duckdb' },
      { name: 'spark', command: ['python3', 'spark.py'], queries: ['q2'] },
    ]);
    expect(found.engines.map((engine) => queriesOf(found, engine).map(({ name }) => name))).toEqual([
      ['q1', 'q2'],
      ['q2'],
    ]);
    expect(found.prices).toMatchObject({ coreHour: 0.04, hdfsGibMonth: 0, replication: 3, runsPerMonth: 1 });
  });

  it('takes engines that are servers', async () => {
    const { engines } = await suite(
      `${SIDES}queries: [{ name: a, sql: x }]\nengines:\n  - { name: t, trino: { url: 'https://t:1', before: hive, after: paimon, files: 'local://' } }\n  - { name: s, starrocks: { url: 'mysqls://f', after: paimon } }\n  - { name: h, hive: { url: 'thrift://h:1', files: 'file://' } }\n  - { name: k, hive: { url: 'thrift://k:1', sasl: false, before: a, after: b } }`,
    );
    expect(engines).toEqual([
      { name: 't', trino: { url: 'https://t:1', before: 'hive', after: 'paimon', files: 'local://' } },
      { name: 's', starrocks: { url: 'mysqls://f', after: 'paimon' } },
      { name: 'h', hive: { url: 'thrift://h:1', sasl: true, files: 'file://' } },
      { name: 'k', hive: { url: 'thrift://k:1', sasl: false, before: 'a', after: 'b' } },
    ]);
  });

  it('has workloads that write, with defaults, in a place of their own', async () => {
    const found = await suite(
      `${SIDES}queries: [{ name: a, sql: x }]\nscratch: { source: file:///wx, target: s3://b/x }\nworkloads: { freshness: { every-seconds: 0.5 } }`,
    );
    expect(found.workloads).toEqual({
      scratch: { source: 'file:///wx', target: 's3://b/x' },
      freshness: { files: 30, rows: 500, everyMs: 500 },
    });
  });

  it('has jobs with the start of their engine, and chains of queries in an order of their own', async () => {
    const jobs = 'chains: [{ name: daily, queries: [b, a, b] }]';
    const found = await suite(
      `${SIDES}queries: [{ name: a, sql: x }, { name: b, sql: y }]\nengines: [{ name: duckdb }, { name: s, command: [x], queries: [a] }]\njobs: { ${jobs} }`,
    );
    const daily = { name: 'daily', queries: ['b', 'a', 'b'] };
    expect(found.jobs).toEqual({
      ...{ startUp: true, chains: [daily], cold: false, dropPageCache: false },
      sampling: { min: 5, max: 10, warmups: 0 },
    });
    const [a, b] = found.queries;
    expect(found.engines.map((engine) => chainsOf(found, engine))).toEqual([
      [{ name: 'daily', queries: [b, a, b] }],
      [],
    ]);
    const alone = await suite(`${SIDES}queries: [{ name: a, sql: x }]\njobs: { samples: { min: 6 } }`);
    expect(alone.jobs).toMatchObject({ chains: [], sampling: { min: 6, max: 10 } });
  });

  const QUERIES = "queries: [{ name: a, sql: 'SELECT 1' }]\n";
  const engine = (keys: string): string => `${SIDES}${QUERIES}engines: [{ name: t, ${keys} }]`;
  it.each([
    ['an unknown key', `${SIDES}${QUERIES}quries: []`, /unknown key quries/],
    ['a key without a value', `${SIDES}${QUERIES}jobs:`, /jobs has no value/],
    ['no side', QUERIES, /before is missing/],
    ['no query', `${SIDES}queries: []`, /queries names no query/],
    ['a query twice', `${SIDES}queries: [{ name: a, sql: x }, { name: a, sql: y }]`, /the name 'a' twice/],
    ['a wrong placeholder', `${SIDES}queries: [{ name: a, sql: 'FROM {{x}}' }]`, /placeholder \{\{x\}\}/],
    ['too few samples', `${SIDES}${QUERIES}samples: { min: 2 }`, /samples\.min is not a whole number from 5/],
    ['samples upside down', `${SIDES}${QUERIES}samples: { min: 50, max: 10 }`, /samples\.max is below/],
    ['an engine without command', `${SIDES}${QUERIES}engines: [{ name: trino }]`, /engines\[0\]\.command is missing/],
    ['an empty command', engine("command: ['']"), /engines\[0\]\.command is not a list of texts/],
    ['a / in the name of an engine', `${SIDES}${QUERIES}engines: [{ name: a/b, command: [x] }]`, /name has a \/ in it/],
    [
      'a query that is none',
      `${SIDES}${QUERIES}engines: [{ name: duckdb, queries: [b] }]`,
      /engines\[0\]\.queries names 'b'/,
    ],
    [
      'a chain of a query that is none',
      `${SIDES}${QUERIES}jobs: { chains: [{ name: c, queries: [a] }, { name: d, queries: [a, b] }] }`,
      /jobs\.chains\[1\]\.queries names 'b'/,
    ],
    [
      'a chain twice',
      `${SIDES}${QUERIES}jobs: { chains: [{ name: c, queries: [a] }, { name: c, queries: [a] }] }`,
      /jobs\.chains\[1\]\.name is 'c' twice/,
    ],
    ['a chain of no queries', `${SIDES}${QUERIES}jobs: { chains: [{ name: c }] }`, /jobs\.chains\[0\]\.queries is not/],
    ['chains that are no list', `${SIDES}${QUERIES}jobs: { chains: daily }`, /jobs\.chains is no list/],
    ['no job left', `${SIDES}${QUERIES}jobs: { start-up: false }`, /jobs\.chains names none/],
    ['too few pairs of jobs', `${SIDES}${QUERIES}jobs: { samples: { min: 1 } }`, /jobs\.samples\.min is not a whole/],
    ['a negative price', `${SIDES}${QUERIES}prices: { core-hour: -1 }`, /prices\.core-hour is not a number/],
    ['workloads without a scratch place', `${SIDES}${QUERIES}workloads: { phases: {} }`, /scratch is missing/],
    [
      'a scratch place within the source',
      `${SIDES}${QUERIES}workloads: { phases: {} }\nscratch: { source: file:///w/x, target: s3://b/x }`,
      /scratch\.source is within file:\/\/\/w, or around it/,
    ],
    [
      'a scratch place around the target',
      `${SIDES}${QUERIES}workloads: { phases: {} }\nscratch: { source: file:///wx, target: file:/// }`,
      /scratch\.target is within/,
    ],
    [
      'an engine that is two',
      engine("command: [x], trino: { url: 'http://t', before: a, after: b }"),
      /trino is there beside command/,
    ],
    [
      'one catalog for both sides',
      engine("trino: { url: 'http://t', before: a, after: a }"),
      /trino\.after is the same catalog/,
    ],
    [
      'a password in an address',
      engine("starrocks: { url: 'mysql://me:secret@f' }"),
      /starrocks\.url has a name or password/,
    ],
    [
      'an address of another kind',
      engine("trino: { url: 'mysql://t', before: a, after: b }"),
      /trino\.url is no http:/,
    ],
    ['a catalog beside files', engine("hive: { url: 'thrift://h:1', files: 'f:', after: b }"), /hive\.after is there/],
    ['one catalog', engine("hive: { url: 'thrift://h:1', before: a, after: a }"), /hive\.after is the same/],
    ['sasl maybe', engine("hive: { url: 'thrift://h:1', sasl: 1, files: 'f:' }"), /hive\.sasl is neither true/],
    ['no YAML', 'a: [', /the suite is no YAML/],
    ['a name without quotes', 'before: { tables: [a.*, !a.tmp] }', /put quotes around a value/],
  ])('with %s is refused by its key', async (_, text, message) => {
    await expect(suite(text)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message) as string,
    });
  });
});
