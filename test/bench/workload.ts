import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSuite } from '../../bench/index.js';
import { clickHousePython, dataFusionPython, python } from '../services/cache.js';
import { lakelift } from '../services/cli.js';
import { startHdfs } from '../services/hdfs.js';
import { startMinio } from '../services/minio.js';
import type { Service } from '../services/processes.js';
import { putFile } from '../services/webhdfs.js';

const inExamples = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
const UPLOADS = 8;

/** What is measured. */
export interface WorkloadOptions {
  /** Name of the workload and of its folder of queries. */
  readonly workload: string;
  /** Takes the history and the page. */
  readonly output: string;
  readonly scale: string;
  /** Undefined for the workload's own number. */
  readonly batches?: string;
  /** An engine by name, or `engine=q01+q06` for one that runs only some of the queries. */
  readonly engines: readonly string[];
  /** Names; undefined for all. */
  readonly queries?: readonly string[];
  /** Pairs of each query, the least and the most. */
  readonly pairs: readonly [min: number, max: number];
}

/** The commands of the engines that are processes of their own. */
const COMMANDS: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  spark: async () => [await python(), inExamples('engines/spark.py'), 'spark.driver.memory=3g'],
  clickhouse: async () => [await clickHousePython(), inExamples('engines/clickhouse.py')],
  datafusion: async () => [await dataFusionPython(), inExamples('engines/datafusion_engine.py')],
};

/** Makes the workload, uploads it to a real HDFS, migrates it to MinIO and measures both sides. What the commands print is printed. */
export async function main(options: WorkloadOptions): Promise<void> {
  const { output, workload, scale, batches } = options;
  const folder = await mkdtemp(join(tmpdir(), `lakelift-${workload}-`));
  const running: Pick<Service, 'stop'>[] = [];
  try {
    await mkdir(output, { recursive: true });
    const hdfs = await startHdfs(join(folder, 'hdfs'));
    running.push(hdfs);
    const minio = await startMinio(join(folder, 'minio'));
    running.push(minio);
    const [source, target] = [`${hdfs.web}/warehouse`, `s3://${minio.bucket}/lake`];
    const suite = join(folder, `${workload}.yaml`);
    const scratch = { source: `${hdfs.web}/scratch`, target: `s3://${minio.bucket}/scratch` };
    await writeFile(suite, await suiteText({ source, target }, scratch, options));
    // What is wrong with the options shows now, not after the migration.
    await loadSuite(suite);
    const warehouse = join(folder, 'warehouse');
    const shape = ['--workload', workload, '--scale', scale, ...(batches === undefined ? [] : ['--batches', batches])];
    await command(['bench', 'make', ...shape, '--source-dir', warehouse]);
    await upload(warehouse, hdfs.web);
    const state = ['--state', join(folder, 'state.db')];
    await command(
      ['migrate', '--source', source, '--metastore', 'infer', '--target', target, ...state],
      minio.environment,
    );
    console.log(`load average ${loads()} before measuring`);
    const out = ['--out', join(output, 'bench.db'), '--report', join(output, 'bench.html')];
    await command(['bench', 'run', '--suite', suite, ...out], minio.environment);
    console.log(`load average ${loads()} afterwards`);
  } finally {
    for (const service of running) await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Places {
  readonly source: string;
  readonly target: string;
}

async function suiteText(
  { source, target }: Places,
  scratch: Places,
  { workload, engines, queries, pairs }: WorkloadOptions,
): Promise<string> {
  const files = (await readdir(inExamples(workload))).sort();
  const all = await Promise.all(
    files.map(async (file) => ({
      name: file.replace(/\.sql$/, ''),
      sql: await readFile(join(inExamples(workload), file), 'utf8'),
    })),
  );
  return JSON.stringify({
    name: workload,
    before: { source, metastore: 'infer' },
    after: { target },
    engines: await Promise.all(engines.map(engineOf)),
    queries: all.filter(({ name }) => queries === undefined || queries.includes(name)),
    samples: { min: pairs[0], max: pairs[1] },
    scratch,
    workloads: { freshness: {}, phases: {} },
  });
}

async function engineOf(text: string): Promise<object> {
  const [name = '', chosen] = text.split('=');
  const command = await COMMANDS[name]?.();
  return {
    name,
    ...(command === undefined ? {} : { command }),
    ...(chosen === undefined ? {} : { queries: chosen.split('+') }),
  };
}

const loads = (): string =>
  loadavg()
    .map((load) => load.toFixed(1))
    .join(', ');

async function command(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  const start = performance.now();
  const { code, stdout, stderr } = await lakelift(args, env);
  console.log(
    `$ lakelift ${args[0]!} ${args[1]!} ...  (${((performance.now() - start) / 1000).toFixed(1)} s)\n${stdout}`,
  );
  if (code !== 0) throw new Error(`lakelift ${args.join(' ')} ended with ${String(code)}:\n${stderr}`);
}

async function upload(folder: string, web: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.filter((name) => name.endsWith('.parquet'));
  const workers = Array.from({ length: UPLOADS }, async () => {
    for (let name = files.pop(); name !== undefined; name = files.pop()) {
      await putFile(web, `warehouse/${name}`, await readFile(join(folder, name)));
    }
  });
  await Promise.all(workers);
}
