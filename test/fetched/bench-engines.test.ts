import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { requireBuild } from '../cli/built.js';
import { useDuck } from '../duck.js';
import { clickHousePython, dataFusionPython, python } from '../services/cache.js';
import { lakelift, startCli } from '../services/cli.js';
import { eventSides, migratedSides, queriesOf, script, suiteArguments } from './bench-sides.js';
import type { ToldRun } from './bench-sides.js';

/** The only child of a process (proc(5)). */
async function childOf(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')).trim());
}

const ENGINES = [
  {
    name: 'spark',
    plans: true,
    // A second start of Spark takes as long as all else: the other engines are started anew for a query after the kill.
    afterwards: [],
    jobs: {},
    command: async () => [await python(), script('spark.py'), 'spark.driver.memory=1g'],
    version: '3.5.7',
    endless: 'SELECT count(*) FROM range(100000000000000) WHERE id % 7 = 3',
    /** Spark's work is done by its JVM. */
    victim: (script: number) => childOf(script),
  },
  {
    name: 'clickhouse',
    plans: false,
    afterwards: ['count'],
    jobs: { jobs: { chains: [{ name: 'report', queries: ['null', 'groups'] }], samples: { max: 5 } } },
    command: async () => [await clickHousePython(), script('clickhouse.py')],
    version: expect.stringMatching(/^26\./) as string,
    endless: 'SELECT count(*) FROM numbers(100000000000000) WHERE number % 7 = 3',
    victim: (script: number) => Promise.resolve(script),
  },
  {
    name: 'datafusion',
    plans: false,
    afterwards: ['count'],
    jobs: {},
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
    const suite = {
      ...(await eventSides(duck, folder)),
      ...engine.jobs,
      engines: [{ name: engine.name, command: await engine.command() }],
      queries: [
        { name: 'groups', sql: 'SELECT hr, home, count(*), sum(x) FROM tv.events GROUP BY hr, home' },
        { name: 'text', sql: "SELECT count(*), min(day) FROM tv.events WHERE hr = '01' AND home <> 'tv.events'" },
        { name: 'null', sql: 'SELECT e.id FROM {{tv.events}} e WHERE hr IS NULL' },
        { name: 'bad', sql: 'SELECT nope FROM tv.events' },
        { name: 'endless', sql: engine.endless },
        ...engine.afterwards.map((name) => ({ name, sql: 'SELECT count(*) FROM tv.events' })),
      ],
    };
    const running = startCli(await suiteArguments(folder, suite));
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
    const run = JSON.parse(stdout) as ToldRun;
    expect(run.engines).toEqual([{ name: engine.name, version: engine.version }]);
    expect(run.errors).toMatchObject([
      { metric: `query/${engine.name}/bad`, code: 'REFUSED', message: expect.stringContaining('nope') as string },
      { metric: `query/${engine.name}/endless`, code: 'IO', message: expect.stringContaining('ended with') as string },
    ]);
    expect(queriesOf(run)).toEqual(
      ['groups', 'text', 'null', ...engine.afterwards].map((name) => [`query/${engine.name}/${name}`, 5]),
    );
    const jobs = run.metrics.filter(({ name }) => /^(startup|report)\//.test(name));
    expect(jobs.map(({ name, pairs }) => [name, pairs])).toEqual(
      'jobs' in engine.jobs
        ? [
            [`startup/${engine.name}`, 5],
            [`report/${engine.name}/report`, 5],
          ]
        : [],
    );
    // The processes of either job are counted from their start.
    for (const { cpu } of jobs) expect(cpu).toBeDefined();
    const plans = run.metrics.filter(({ name }) => name.startsWith(`planning/${engine.name}/`));
    expect(plans).toHaveLength(engine.plans ? 3 : 0);
  },
  600_000,
);

/** Writes 100 rows by ClickHouse, whose files are read without anything of ours. */
async function writeByClickHouse(file: string, format: string, settings: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const sql = `INSERT INTO FUNCTION file('${file}', '${format}') SELECT number AS id, toString(number % 3) AS home FROM numbers(100) ${settings}`;
  await promisify(execFile)(await clickHousePython(), ['-c', `from chdb import query\nquery("${sql}")`]);
}

/** What each engine makes of files before the migration that are no Parquet, and of the lake, which may hold them as they were. */
const FORMATS = [
  { format: 'orc', readers: ['spark', 'clickhouse'], settings: '' },
  { format: 'avro', readers: ['clickhouse'], settings: "SETTINGS output_format_avro_codec='deflate'" },
];

it.each(FORMATS)(
  '$format files before the migration are measured by the engines that read them, and refused by name by the others',
  async ({ format, readers, settings }) => {
    const folder = join(duck.folder(), format);
    await writeByClickHouse(
      join(folder, `warehouse/tv.db/events/day=1/a.${format}`),
      format === 'orc' ? 'ORC' : 'Avro',
      settings,
    );
    const commands = ENGINES.filter(({ name }) => name !== 'spark' || readers.includes(name)).map(
      async ({ name, command }) => ({ name, command: await command() }),
    );
    const suite = {
      ...(await migratedSides(folder)),
      engines: [...(await Promise.all(commands)), { name: 'duckdb' }],
      queries: [{ name: 'homes', sql: 'SELECT day, home, count(*), sum(id) FROM tv.events GROUP BY day, home' }],
    };
    const { stdout } = await lakelift(await suiteArguments(folder, suite));
    const run = JSON.parse(stdout) as ToldRun;
    expect(queriesOf(run)).toEqual(readers.map((name) => [`query/${name}/homes`, 5]));
    expect(run.errors.filter(({ metric }) => metric.startsWith('table/'))).toMatchObject(
      ['datafusion', 'duckdb'].map((name) => ({
        metric: `table/${name}/tv.events`,
        code: 'REFUSED',
        message: expect.stringContaining(format) as string,
      })),
    );
  },
  300_000,
);
