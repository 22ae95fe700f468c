import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { startCli } from '../services/cli.js';
import { startHdfs } from '../services/hdfs.js';
import { startMinio } from '../services/minio.js';
import { eventsFile, makeWarehouse } from '../services/warehouse.js';
import { putFile } from '../services/webhdfs.js';

/** Files before the first round, and those that land later. */
const FIRST = 4;
const FILES = 60;
const ROWS = 500;
const INTERVALS = ['1s', '10s'];
const LOOK_EVERY_MS = 50;

interface Freshness {
  readonly interval: string;
  /** Seconds from the close of each file on HDFS to the snapshot that has it, in the order of landing. */
  readonly seconds: readonly number[];
}

/**
 * Lets files land on HDFS while `sync` follows to S3 (MinIO), and measures for each how long after its close the lake shows it. `output`
 * takes all figures as JSON.
 */
export async function main(output: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-freshness-'));
  const [hdfs, minio] = await Promise.all([startHdfs(join(folder, 'hdfs')), startMinio(join(folder, 'minio'))]);
  try {
    Object.assign(process.env, minio.environment);
    const found: Freshness[] = [];
    for (const interval of INTERVALS) {
      found.push(await measure(hdfs.web, minio.bucket, interval, folder));
      console.log(summary(found.at(-1)!));
    }
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.versions.node };
    await writeFile(output, `${JSON.stringify({ machine, files: FILES, rows: ROWS, intervals: found }, null, 2)}\n`);
  } finally {
    await Promise.all([hdfs.stop(), minio.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(web: string, bucket: string, interval: string, folder: string): Promise<Freshness> {
  const [base, target] = [`fresh-${interval}`, `s3://${bucket}/fresh-${interval}`];
  await makeWarehouse(web, base, { database: 'fresh', files: FIRST, rowsPerFile: ROWS });
  const flags = ['--source', `${web}/${base}`, '--metastore', 'infer', '--target', target, '--interval', interval];
  const running = startCli(['sync', ...flags, '--state', join(folder, `${base}.db`)]);
  const store = await openTarget(target);
  try {
    const watched = watch(store, FIRST + FILES);
    const closed: number[] = [];
    for (let n = FIRST; n < FIRST + FILES; n++) {
      const bytes = await eventsFile(n * ROWS, ROWS);
      await putFile(web, `${base}/fresh.db/events/p=${n % 4}/part-${String(n).padStart(5, '0')}.parquet`, bytes);
      closed.push(performance.now());
      // Not in step with the rounds.
      await sleep(Math.random() * 1000);
    }
    const seen = await watched;
    return { interval, seconds: closed.map((at, n) => (seen[FIRST + n]! - at) / 1000) };
  } finally {
    running.process.kill('SIGTERM');
    await running.ended;
    await store.close();
  }
}

/** When the table first showed each of so many files' rows; files are shown in the order of landing, as a round takes all there are. */
async function watch(store: TargetStore, files: number): Promise<number[]> {
  const seen: number[] = [];
  while (seen.length < files) {
    const table = await readTable(store, 'fresh.db/events');
    const now = performance.now();
    while (seen.length < (table?.snapshot?.totalRecordCount ?? 0) / ROWS) seen.push(now);
    await sleep(LOOK_EVERY_MS);
  }
  return seen;
}

function summary({ interval, seconds }: Freshness): string {
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (share: number): string => sorted[Math.ceil(share * sorted.length) - 1]!.toFixed(2);
  return `--interval ${interval}: ${sorted.length} files, p50 ${at(0.5)} s, p95 ${at(0.95)} s, most ${at(1)} s`;
}
