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
import { startTrino } from '../services/trino.js';
import { putFile } from '../services/webhdfs.js';

const inExamples = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
const UPLOADS = 8;

type Stoppable = Pick<Service, 'stop'>;

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

/** How the engines that do not come with lakelift are reached; a server has its data in the folder and is told to `running`. */
const ENGINES: Readonly<Record<string, (folder: string, running: Stoppable[]) => Promise<object>>> = {
  spark: async () => ({ command: [await python(), inExamples('engines/spark.py'), 'spark.driver.memory=3g'] }),
  clickhouse: async () => ({ command: [await clickHousePython(), inExamples('engines/clickhouse.py')] }),
  datafusion: async () => ({ command: [await dataFusionPython(), inExamples('engines/datafusion_engine.py')] }),
  trino: async (folder, running) => {
    const server = await startTrino(join(folder, 'trino'));
    running.push(server);
    return { trino: { url: server.url, before: 'before', after: 'after', files: 'local://' } };
  },
};

/** Makes the workload, uploads it to a real HDFS, migrates it to MinIO and measures both sides. What the commands print is printed. */
export async function main(options: WorkloadOptions): Promise<void> {
  const { output, workload, scale, batches } = options;
  const folder = await mkdtemp(join(tmpdir(), `lakelift-${workload}-`));
  const running: Stoppable[] = [];
  try {
    await mkdir(output, { recursive: true });
    const hdfs = await startHdfs(join(folder, 'hdfs'));
    running.push(hdfs);
    const minio = await startMinio(join(folder, 'minio'));
    running.push(minio);
    const [source, target] = [`${hdfs.web}/warehouse`, `s3://${minio.bucket}/lake`];
    const suite = join(folder, `${workload}.yaml`);
    const scratch = { source: `${hdfs.web}/scratch`, target: `s3://${minio.bucket}/scratch` };
    const engines = await enginesOf(options.engines, folder, running);
    await writeFile(suite, await suiteText({ source, target }, scratch, engines, options));
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
  engines: readonly object[],
  { workload, queries, pairs }: WorkloadOptions,
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
    engines,
    queries: all.filter(({ name }) => queries === undefined || queries.includes(name)),
    samples: { min: pairs[0], max: pairs[1] },
    scratch,
    workloads: { freshness: {}, phases: {} },
  });
}

/** The engines as a suite has them. One after the other: what has started is in `running` when another fails. */
async function enginesOf(texts: readonly string[], folder: string, running: Stoppable[]): Promise<object[]> {
  const engines: object[] = [];
  for (const text of texts) {
    const [name = '', chosen] = text.split('=');
    const reached = await ENGINES[name]?.(folder, running);
    engines.push({ name, ...reached, ...(chosen === undefined ? {} : { queries: chosen.split('+') }) });
  }
  return engines;
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
