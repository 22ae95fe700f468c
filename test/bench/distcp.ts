import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { distcpJars } from '../services/cache.js';
import { MAIN } from '../services/cli.js';
import { startHdfs } from '../services/hdfs.js';
import type { Hdfs } from '../services/hdfs.js';
import { makeDataSet } from './data.js';
import type { DataSet } from './data.js';
import { measured, median } from './measure.js';
import type { Cost } from './measure.js';

const ROUNDS = 3;

interface Comparison {
  readonly dataSet: DataSet;
  readonly lakelift: readonly Cost[];
  readonly distcp: readonly Cost[];
  readonly filesWritten: { readonly lakelift: number; readonly distcp: number };
}

/**
 * Copies 40 large and 2,000 small files from HDFS into a local folder with DistCp and with lakelift, in turn, and prints medians and
 * their ratios. `output` takes all figures as JSON. lakelift reads WebHDFS, writes a Paimon table and checks presence (level 0).
 */
export async function main(output: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-run-'));
  const hdfs = await startHdfs(join(folder, 'hdfs'));
  try {
    const sets = [await makeDataSet(hdfs.web, 'large', 40, 720_000), await makeDataSet(hdfs.web, 'small', 2000, 388)];
    const comparisons: Comparison[] = [];
    for (const dataSet of sets) comparisons.push(await compare(hdfs, dataSet, folder));
    for (const comparison of comparisons) console.log(summary(comparison));
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.versions.node };
    await writeFile(output, `${JSON.stringify({ machine, rounds: ROUNDS, comparisons }, null, 2)}\n`);
  } finally {
    await hdfs.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(hdfs: Hdfs, dataSet: DataSet, folder: string): Promise<Comparison> {
  const costs: { lakelift: Cost[]; distcp: Cost[] } = { lakelift: [], distcp: [] };
  const filesWritten = { lakelift: 0, distcp: 0 };
  const classPath = `${await distcpJars()}/*`;
  const source = `${hdfs.fs}/bench/bench.db/${dataSet.name}`;
  for (let round = 0; round < ROUNDS; round++) {
    const target = join(folder, 'target');
    const distcp = ['-Xmx1g', '-cp', classPath, 'org.apache.hadoop.tools.DistCp', '-Dmapreduce.framework.name=local'];
    costs.distcp.push(await measured('java', [...distcp, '-m', '2', source, `file://${target}`]));
    filesWritten.distcp = await parquetFiles(target);
    await rm(target, { recursive: true });
    const migrate = [
      'migrate',
      '--source',
      `${hdfs.web}/bench`,
      '--metastore',
      'infer',
      '--target',
      `file://${target}`,
    ];
    const more = ['--tables', `bench.${dataSet.name}`, '--verify', '0'];
    costs.lakelift.push(await measured(process.execPath, [MAIN, ...migrate, ...more]));
    filesWritten.lakelift = await parquetFiles(target);
    await rm(target, { recursive: true });
  }
  return { dataSet, ...costs, filesWritten };
}

async function parquetFiles(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.parquet')).length;
}

function summary({ dataSet, lakelift, distcp, filesWritten }: Comparison): string {
  const lines = [lakelift, distcp].map((costs, i) => {
    const [wall, cpu] = [median(costs.map((cost) => cost.wall)), median(costs.map((cost) => cost.cpu))];
    const rates = `${(dataSet.bytes / 1e6 / wall).toFixed(1)} MB/s, ${(dataSet.files / wall).toFixed(1)} files/s`;
    const name = i === 0 ? 'lakelift' : 'distcp';
    return `  ${name}: ${wall.toFixed(1)} s, ${rates}, ${cpu.toFixed(1)} CPU s, ${filesWritten[name]} files written`;
  });
  const ratio = (of: keyof Cost) => median(distcp.map((cost) => cost[of])) / median(lakelift.map((cost) => cost[of]));
  const ratios = `  distcp / lakelift: ${ratio('wall').toFixed(2)} in time, ${ratio('cpu').toFixed(2)} in CPU`;
  return [`${dataSet.name}: ${dataSet.files} files, ${(dataSet.bytes / 1e6).toFixed(0)} MB`, ...lines, ratios].join(
    '\n',
  );
}
