import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { requireBuild } from '../cli/built.js';
import { useDuck } from '../duck.js';
import { clickHousePython, dataFusionPython, python } from '../services/cache.js';
import { lakelift, startCli } from '../services/cli.js';

const script = (name: string): string => fileURLToPath(new URL(`../../examples/engines/${name}`, import.meta.url));
/** The only child of a process (proc(5)). */
async function childOf(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')).trim());
}

const ENGINES = [
  {
    name: 'spark',
    command: async () => [await python(), script('spark.py'), 'spark.driver.memory=1g'],
    version: '3.5.7',
    endless: 'SELECT count(*) FROM range(100000000000000) WHERE id % 7 = 3',
    /** Spark's work is done by its JVM. */
    victim: (script: number) => childOf(script),
  },
  {
    name: 'clickhouse',
    command: async () => [await clickHousePython(), script('clickhouse.py')],
    version: expect.stringMatching(/^26\./) as string,
    endless: 'SELECT count(*) FROM numbers(100000000000000) WHERE number % 7 = 3',
    victim: (script: number) => Promise.resolve(script),
  },
  {
    name: 'datafusion',
    command: async () => [await dataFusionPython(), script('datafusion_engine.py')],
    version: '55.0.0',
    endless: 'SELECT count(*) FROM range(100000000000000) WHERE value % 7 = 3',
    victim: (script: number) => Promise.resolve(script),
  },
];
const duck = useDuck();
beforeAll(requireBuild, 300_000);

it.each(ENGINES)(
  '$name measures both sides by the engine protocol, with equal answers; killed in a query, it is started anew for the next',
  async (engine) => {
    const folder = join(duck.folder(), engine.name);
    const [warehouse, lake] = [join(folder, 'warehouse'), join(folder, 'lake')];
    for (const [hour, file] of ['01', '02', '__HIVE_DEFAULT_PARTITION__'].flatMap((h) =>
      [0, 1].map((f) => [h, f] as const),
    )) {
      const path = join(warehouse, `tv.db/events/hr=${hour}/part-${file}.parquet`);
      await mkdir(dirname(path), { recursive: true });
      await duck.rows(`COPY (SELECT i AS "Id", 'home ' || i % 5 AS home, (i / 7)::DOUBLE AS x, DATE '2024-03-01' AS day
      FROM range(${file * 50}, ${file * 50 + 50}) t(i)) TO '${path}' (FORMAT parquet)`);
    }
    const [source, target] = [warehouse, lake].map((folder) => pathToFileURL(folder).href) as [string, string];
    const migrated = await lakelift(['migrate', '--source', source, '--metastore', 'infer', '--target', target]);
    expect(migrated.code, migrated.stderr).toBe(0);
    const suite = {
      before: { source, metastore: 'infer' },
      after: { target },
      engines: [{ name: engine.name, command: await engine.command() }],
      queries: [
        { name: 'groups', sql: 'SELECT hr, home, count(*), sum(x) FROM tv.events GROUP BY hr, home' },
        { name: 'text', sql: "SELECT count(*), min(day) FROM tv.events WHERE hr = '01' AND home <> 'tv.events'" },
        { name: 'null', sql: 'SELECT e.id FROM {{tv.events}} e WHERE hr IS NULL' },
        { name: 'bad', sql: 'SELECT nope FROM tv.events' },
        { name: 'endless', sql: engine.endless },
        { name: 'count', sql: 'SELECT count(*) FROM tv.events' },
      ],
      samples: { min: 5, max: 5 },
    };
    const file = join(folder, 'suite.yaml');
    await writeFile(file, JSON.stringify(suite));
    const out = join(folder, 'bench.db');
    const running = startCli(['bench', 'run', '--suite', file, '--out', out, '--json']);
    let told = '';
    running.process.stderr!.on('data', (text: Buffer) => {
      const before = told.includes('/bad:');
      told += text.toString();
      if (before || !told.includes('/bad:')) return;
      void childOf(running.process.pid!)
        .then(engine.victim)
        .then((pid) => process.kill(pid, 'SIGKILL'));
    });
    const { code, stdout, stderr } = await running.ended;
    expect(code, stderr).toBe(3);
    const run = JSON.parse(stdout) as {
      engines: object[];
      errors: object[];
      metrics: { name: string; pairs: number }[];
    };
    expect(run.engines).toEqual([{ name: engine.name, version: engine.version }]);
    expect(run.errors).toMatchObject([
      { metric: `query/${engine.name}/bad`, code: 'REFUSED', message: expect.stringContaining('nope') as string },
      { metric: `query/${engine.name}/endless`, code: 'IO', message: expect.stringContaining('ended with') as string },
    ]);
    expect(run.metrics.filter(({ name }) => name.startsWith('query/')).map(({ name, pairs }) => [name, pairs])).toEqual(
      [
        [`query/${engine.name}/groups`, 5],
        [`query/${engine.name}/text`, 5],
        [`query/${engine.name}/null`, 5],
        [`query/${engine.name}/count`, 5],
      ],
    );
  },
  600_000,
);

it('clickhouse measures ORC files before the migration, which DuckDB refuses by name', async () => {
  const folder = join(duck.folder(), 'orc');
  const day = join(folder, 'warehouse/tv.db/events/day=1');
  await mkdir(day, { recursive: true });
  const write = `from chdb import query
query("INSERT INTO FUNCTION file('${day}/a.orc', 'ORC') SELECT number AS id, toString(number % 3) AS home FROM numbers(100)")`;
  await promisify(execFile)(await clickHousePython(), ['-c', write]);
  const [source, target] = ['warehouse', 'lake'].map((name) => pathToFileURL(join(folder, name)).href) as [
    string,
    string,
  ];
  const migrated = await lakelift(['migrate', '--source', source, '--metastore', 'infer', '--target', target]);
  expect(migrated.code, migrated.stdout + migrated.stderr).toBe(0);
  const command = [await clickHousePython(), script('clickhouse.py')];
  const suite = {
    ...{ before: { source, metastore: 'infer' }, after: { target }, samples: { min: 5, max: 5 } },
    engines: [{ name: 'clickhouse', command }, { name: 'duckdb' }],
    queries: [{ name: 'homes', sql: 'SELECT day, home, count(*), sum(id) FROM tv.events GROUP BY day, home' }],
  };
  const file = join(folder, 'suite.yaml');
  await writeFile(file, JSON.stringify(suite));
  const { stdout } = await lakelift(['bench', 'run', '--suite', file, '--out', join(folder, 'bench.db'), '--json']);
  const run = JSON.parse(stdout) as { errors: object[]; metrics: { name: string }[] };
  expect(run.errors).toMatchObject([
    { metric: 'table/duckdb/tv.events', code: 'REFUSED', message: expect.stringContaining('no orc files') as string },
    { metric: 'query/duckdb/homes', code: 'REFUSED' },
  ]);
  expect(run.metrics.at(-1)).toMatchObject({ name: 'query/clickhouse/homes' });
}, 120_000);
