import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MetastoreServer } from '../../catalog/index.js';
import { pysparkJars } from '../services/cache.js';
import { MAIN } from '../services/cli.js';
import { startHms } from '../services/hms.js';
import { writeBigMetastore } from './big-metastore.js';
import { measured, median } from './measure.js';
import type { Cost } from './measure.js';

const ROUNDS = 3;
const TABLES = ['t1', 't2', 't3'].map((name) => ({ name, partitions: 10_000 }));
const HUGE = { name: 'huge', partitions: 100_000 };
const SMALL_HEAP_MB = 160;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Lists three tables of 10,000 partitions from a real Hive Metastore 2.3.9 and from `catalog serve`, by lakelift and by
 * Hive's Java client in turn, and plans a table of 100,000; prints medians. `output` takes all figures as JSON.
 */
export async function main(output: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-metastore-'));
  const path = join(folder, 'metastore.db');
  await mkdir(join(folder, 'warehouse'));
  writeBigMetastore(path, `file:${folder}/warehouse`, [...TABLES, HUGE]);
  const jars = `${await pysparkJars()}/*`;
  execFileSync('javac', ['-cp', jars, '-d', folder, here('../services/java/ListPartitions.java')]);
  const hms = await startHms(join(folder, 'hms'), `file:${folder}/warehouse`, { kind: 'sqlite', path });
  const ours = await MetastoreServer.start(path, { host: '127.0.0.1', port: 0 });
  const results: object[] = [];
  const print = (result: object): void => {
    results.push(result);
    console.log(JSON.stringify(result));
  };
  try {
    for (const [server, uri] of [
      ['Hive Metastore 2.3.9', hms.uri],
      ['lakelift catalog serve', ours.url],
    ] as const) {
      print({ server, ...(await compare(uri, [folder, jars].join(delimiter))) });
      print({ server, partitions: HUGE.partitions, plan: await planHuge(uri, folder) });
    }
    print({ heapMb: SMALL_HEAP_MB, plan: await planHuge(ours.url, folder, SMALL_HEAP_MB) });
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.versions.node };
    await writeFile(output, `${JSON.stringify({ machine, rounds: ROUNDS, tables: TABLES, results }, null, 2)}\n`);
  } finally {
    await ours.close();
    await hms.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Comparison {
  readonly lakelift: Cost;
  readonly java: Cost;
  /** Java's wall time divided by lakelift's. */
  readonly ratio: number;
}

async function compare(uri: string, classPath: string): Promise<Comparison> {
  const costs: { lakelift: Cost[]; java: Cost[] } = { lakelift: [], java: [] };
  const names = TABLES.map(({ name }) => name);
  for (let round = 0; round < ROUNDS; round++) {
    costs.java.push(await measured('java', ['-Xmx512m', '-cp', classPath, 'ListPartitions', uri, 'bench', ...names]));
    costs.lakelift.push(await measured(process.execPath, [here('./list-partitions.mjs'), uri, 'bench', ...names]));
  }
  const [lakelift, java] = [medianCost(costs.lakelift), medianCost(costs.java)];
  return { lakelift, java, ratio: java.wall / lakelift.wall };
}

function medianCost(costs: readonly Cost[]): Cost {
  const of = (key: keyof Cost): number => median(costs.map((cost) => cost[key]));
  return { wall: of('wall'), cpu: of('cpu'), rssMb: of('rssMb') };
}

/** `lakelift plan` of the huge table, whose partitions have no directories; `heapMb` limits what Node keeps before it collects. */
async function planHuge(uri: string, folder: string, heapMb?: number): Promise<Cost> {
  const node = heapMb === undefined ? [] : [`--max-old-space-size=${String(heapMb)}`];
  const [source, target] = ['warehouse', 'lake'].map((name) => `file://${join(folder, name)}`);
  const flags = ['--source', source!, '--metastore', uri, '--target', target!, '--tables', `bench.${HUGE.name}`];
  return await measured(process.execPath, [...node, MAIN, 'plan', ...flags]);
}
