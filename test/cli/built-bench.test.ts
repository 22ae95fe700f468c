import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import type { BenchRun } from '../../bench/index.js';
import { useDuck } from '../duck.js';
import { lakelift, startCli } from '../services/cli.js';
import { publishedSchema } from '../reports/published-schema.js';
import { Folders, requireBuild } from './built.js';

const duck = useDuck();
beforeAll(requireBuild, 300_000);
const duckDbProcess = fileURLToPath(new URL('../../dist/bench/engines/duckdb-main.js', import.meta.url));

async function suiteFile(folders: Folders, queries: object, more: object = {}): Promise<string> {
  const path = join(duck.folder(), 'suite.yaml');
  const [source, target] = [pathToFileURL(folders.warehouse).href, pathToFileURL(folders.lake).href];
  const suite = { before: { source, metastore: 'infer' }, after: { target }, queries, samples: { min: 5, max: 5 } };
  await writeFile(path, JSON.stringify({ ...suite, 'timeout-seconds': 10, ...more }));
  return path;
}

it('bench run keeps what it measured when a query takes its engine down', async () => {
  const folders = new Folders(duck, 'bench');
  for (const file of ['0', '1'])
    await folders.file(`a.db/t/${file}.parquet`, `SELECT range AS x FROM range(${file}, 100)`);
  expect((await lakelift(['migrate', ...folders.flags])).code).toBe(0);
  const queries = [
    { name: 'sum', sql: 'SELECT sum(x) FROM a.t' },
    { name: 'endless', sql: 'SELECT count(*) FROM range(10000000000000) r(i) WHERE i % 7 = 3' },
    { name: 'count', sql: 'SELECT count(*) FROM a.t' },
  ];
  const chains = [
    { name: 'broken', queries: ['sum', 'endless', 'count'] },
    { name: 'whole', queries: ['count', 'sum'] },
  ];
  const suite = await suiteFile(folders, queries, { jobs: { chains, samples: { max: 5 } } });
  const out = join(duck.folder(), 'bench.db');
  const { code, stdout, stderr } = await lakelift(['bench', 'run', '--suite', suite, '--out', out, '--json']);
  const run = JSON.parse(stdout) as {
    errors: object[];
    metrics: { name: string; pairs: number; before: { cpuP50: number } }[];
  };
  expect(publishedSchema('bench').undocumented(run)).toEqual([]);
  expect(run.errors).toMatchObject([
    {
      metric: 'query/duckdb/endless',
      code: 'IO',
      message: expect.stringContaining('did not answer within 10 s') as string,
    },
    {
      metric: 'report/duckdb/broken',
      code: 'IO',
      message: expect.stringMatching(/^endless, query 2 of 3: .* did not answer within 10 s/) as string,
    },
  ]);
  expect(run.metrics.slice(-4).map(({ name, pairs }) => [name, pairs])).toEqual([
    ['query/duckdb/sum', 5],
    ['query/duckdb/count', 5],
    ['startup/duckdb', 5],
    ['report/duckdb/whole', 5],
  ]);
  // Starting a process takes some of the processor's time, which is that of the engine and of no other.
  expect(run.metrics.at(-2)!.before.cpuP50).toBeGreaterThanOrEqual(20);
  expect(code, stderr).toBe(3);
});

it('an engine that is none, and a suite that is none, say so', async () => {
  const folders = new Folders(duck, 'engines');
  await folders.file('a.db/t/0.parquet', 'SELECT 1 AS x');
  expect((await lakelift(['migrate', ...folders.flags])).code).toBe(0);
  const started = join(duck.folder(), 'started');
  const once = `[ -e '${started}' ] && exit 7; touch '${started}'; exec '${process.execPath}' '${duckDbProcess}'`;
  const engines = [
    { name: 'none', command: ['/no/such/engine'] },
    { name: 'once', command: ['sh', '-c', once] },
  ];
  const suite = await suiteFile(folders, [{ name: 'one', sql: 'SELECT 1' }], { engines, jobs: {} });
  const out = join(duck.folder(), 'engines.db');
  const run = await lakelift(['bench', 'run', '--suite', suite, '--out', out]);
  expect(run.stdout).toMatch(/query\/none\/one: not measured, IO: the engine \/no\/such\/engine cannot be started/);
  expect(run.stdout).toMatch(/startup\/none: not measured, REFUSED: the engine did not start for a query/);
  expect(run.stdout).toMatch(/startup\/once: not measured, IO: its start: the engine sh ended with exit code 7/);
  expect(run.stdout).toMatch(/query\/once\/one: \d.* 5 pairs/);
  expect(run.code).toBe(3);
  const missing = await lakelift(['bench', 'run', '--suite', 'none.yaml', '--out', out]);
  expect(missing).toMatchObject({ code: 2, stdout: '' });
  const late = await lakelift(['bench', 'run', '--suite', suite, '--out', out, '--report', folders.lake]);
  expect(late).toMatchObject({ code: 2, stdout: '' });
  expect(late.stderr).toBe(`USAGE: the file cannot be written [file=${folders.lake}]\n`);
});

/** Whether a process is there and no zombie that nobody waited for. */
function runs(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !readFileSync(stat, 'utf8').includes(') Z ');
}

it('bench run that is interrupted while an engine hangs ends at once, with its engine, and leaves nothing', async () => {
  const folders = new Folders(duck, 'interrupted');
  await folders.file('a.db/t/0.parquet', 'SELECT 1 AS x');
  expect((await lakelift(['migrate', ...folders.flags])).code).toBe(0);
  const [temporary, hanging] = [join(duck.folder(), 'temporary'), join(duck.folder(), 'hanging')];
  await mkdir(temporary);
  const wrapper = `echo '{"engine":"e","version":"1"}'; read line; sh -c 'echo $$ > ${hanging}; sleep 600; true'; true`;
  const engines = [{ name: 'hangs', command: ['sh', '-c', wrapper] }];
  const suite = await suiteFile(folders, [{ name: 'one', sql: 'SELECT 1' }], { engines, 'timeout-seconds': 600 });
  const out = join(duck.folder(), 'interrupted.db');
  const { process: child, ended } = startCli(['bench', 'run', '--suite', suite, '--out', out], { TMPDIR: temporary });
  const pid = async () => Number(await readFile(hanging, 'utf8').catch(() => ''));
  await expect.poll(pid, { timeout: 60_000 }).toBeGreaterThan(0);
  child.kill('SIGTERM');
  const { code, stderr } = await ended;
  expect(code, stderr).toBe(130);
  expect(stderr).toContain('INTERRUPTED: the run was interrupted\n');
  expect(await readdir(temporary)).toEqual([]);
  const engine = await pid();
  await expect.poll(() => runs(engine)).toBe(false);
  expect((await lakelift(['bench', 'compare', '--db', out])).stderr).toContain('there are no two runs');
});

it('workloads write to a scratch place of their own, which is empty again afterwards', async () => {
  const folders = new Folders(duck, 'workloads');
  await folders.file('a.db/t/0.parquet', 'SELECT 1 AS x');
  expect((await lakelift(['migrate', ...folders.flags])).code).toBe(0);
  const scratch = ['in', 'out'].map((side) => join(duck.folder(), 'scratch', side));
  for (const folder of scratch) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'kept'), 'a file of the user');
  }
  const [source, target] = scratch.map((folder) => pathToFileURL(folder).href);
  const workloads = {
    freshness: { files: 3, rows: 7, 'every-seconds': 0 },
    phases: { files: 5, rows: 20, rounds: 1, writes: 4 },
  };
  const again = [process.execPath, duckDbProcess];
  const engines = [{ name: 'duckdb' }, { name: 'again', command: again }, { name: 'none', command: ['/no/engine'] }];
  const more = { 'timeout-seconds': 60, scratch: { source, target }, workloads, engines };
  const suite = await suiteFile(folders, [{ name: 'one', sql: 'SELECT 1' }], more);
  const page = join(duck.folder(), 'workloads.html');
  const flags = ['--suite', suite, '--out', join(duck.folder(), 'workloads.db'), '--report', page, '--json'];
  const { code, stdout, stderr } = await lakelift(['bench', 'run', ...flags]);
  expect(code, stdout + stderr).toBe(3);
  const run = JSON.parse(stdout) as Pick<BenchRun, 'freshness' | 'phases' | 'errors'>;
  expect(run.errors.map(({ metric }) => metric)).toEqual(['query/none/one', 'phases/none']);
  expect(publishedSchema('bench').undocumented(run)).toEqual([]);
  expect(run.freshness).toMatchObject({ rows: 1 + 3 * 7 });
  expect(run.freshness!.files.every(({ before, after }) => before >= 0 && after > 0)).toBe(true);
  const [first, ...others] = run.phases!;
  expect([first, ...others].map((one) => one?.engine)).toEqual(['duckdb', 'again']);
  const { phases, degradation } = first!;
  expect(others[0]!.phases.map(({ name, queries }) => [name, queries.length])).toEqual(
    phases.map(({ name, queries }) => [name, queries.length]),
  );
  expect(phases.map(({ name, files }) => [name, files.before])).toEqual([
    ['load', 6],
    ['query 1', 6],
    ['write 1', 10],
    ['query 2', 10],
    ['compact', 10],
    ['query 3', 10],
  ]);
  // A file for each of four partitions a round; the compaction leaves one in each.
  expect(phases.map(({ files }) => files.after)).toEqual([4, 4, 8, 8, 4, 4]);
  expect(Object.keys(degradation)).toEqual(['before', 'after']);
  expect(await readFile(page, 'utf8')).toMatch(/Phases of a table that is written/);
  expect(await Promise.all(scratch.map((folder) => readdir(folder)))).toEqual([['kept'], ['kept']]);
});

it('of a lake table with a primary key only the last row of each key counts to DuckDB', async () => {
  const folders = new Folders(duck, 'keyed');
  const keyed = [...folders.flags, '--primary-key', 'a.t=id', '--sequence-field', 'a.t=v'];
  await folders.file('a.db/t/0.parquet', 'SELECT range AS id, 1 AS v FROM range(0, 100)');
  expect((await lakelift(['migrate', ...keyed])).code).toBe(0);
  await folders.file('a.db/t/1.parquet', 'SELECT range AS id, 2 AS v FROM range(50, 150)');
  const synced = await lakelift(['sync', '--once', ...keyed]);
  expect(synced.code, synced.stdout).toBe(0);
  const suite = await suiteFile(folders, [
    { name: 'last', sql: 'SELECT id, max(v) FROM a.t GROUP BY id' },
    { name: 'keys', sql: 'SELECT count(DISTINCT id) FROM a.t' },
    { name: 'all', sql: 'SELECT * FROM a.t' },
  ]);
  const out = join(duck.folder(), 'keyed.db');
  const { code, stdout } = await lakelift(['bench', 'run', '--suite', suite, '--out', out, '--json']);
  const run = JSON.parse(stdout) as { errors: object[]; metrics: { name: string }[] };
  expect(run.metrics.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['query/duckdb/last', 'query/duckdb/keys']) as string[],
  );
  expect(run.errors).toMatchObject([
    { metric: 'query/duckdb/all', message: expect.stringMatching(/200 and 150 rows|150 and 200 rows/) as string },
  ]);
  expect(code).toBe(4);
});
