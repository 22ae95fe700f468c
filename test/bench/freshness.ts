import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { lakelift, startCli } from '../services/cli.js';
import type { RunningCli } from '../services/cli.js';
import { startHdfs } from '../services/hdfs.js';
import { startMinio } from '../services/minio.js';
import type { Service } from '../services/processes.js';
import { eventsFile, makeWarehouse } from '../services/warehouse.js';
import { putFile } from '../services/webhdfs.js';

/** Files before the first round. */
const FIRST = 4;
const ROWS = 500;
const LOOK_EVERY_MS = 50;

/** What lands and how it is followed. */
export interface FreshnessOptions {
  /** Takes all figures as JSON. */
  readonly output: string;
  readonly files: number;
  /** Seconds from one file to the next. */
  readonly every: number;
  /** `--interval` of sync, each measured alone. */
  readonly intervals: readonly string[];
  /** How often sync is killed (kill -9) and started again while files land. */
  readonly kills: number;
}

interface Freshness {
  readonly interval: string;
  /** Seconds from the close of each file on HDFS to the snapshot that has it, in the order of landing. */
  readonly seconds: readonly number[];
}

/**
 * Lets files land on HDFS while `sync` follows to S3 (MinIO), and measures for each how long after its close the lake shows it; then verifies
 * every value of every row.
 */
export async function main(options: FreshnessOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-freshness-'));
  const running: Pick<Service, 'stop'>[] = [];
  try {
    const hdfs = await startHdfs(join(folder, 'hdfs'));
    running.push(hdfs);
    const minio = await startMinio(join(folder, 'minio'));
    running.push(minio);
    Object.assign(process.env, minio.environment);
    const found: Freshness[] = [];
    for (const interval of options.intervals) {
      found.push(await measure({ web: hdfs.web, bucket: minio.bucket, interval, folder }, options));
      console.log(`${summary(found.at(-1)!)}, load average ${loadavg()[0]!.toFixed(1)}`);
    }
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.versions.node };
    await writeFile(options.output, `${JSON.stringify({ machine, ...options, rows: ROWS, found }, null, 2)}\n`);
  } finally {
    for (const service of running) await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly web: string;
  readonly bucket: string;
  readonly interval: string;
  readonly folder: string;
}

async function measure(place: Place, { files, every, kills }: FreshnessOptions): Promise<Freshness> {
  const { web, bucket, interval, folder } = place;
  const [base, target] = [`fresh-${interval}`, `s3://${bucket}/fresh-${interval}`];
  await makeWarehouse(web, base, { database: 'fresh', files: FIRST, rowsPerFile: ROWS });
  const flags = ['--source', `${web}/${base}`, '--metastore', 'infer', '--target', target];
  flags.push('--state', join(folder, `${base}.db`));
  const start = (): RunningCli => startCli(['sync', ...flags, '--interval', interval]);
  let running = start();
  const store = await openTarget(target);
  try {
    const watched = watch(store, FIRST + files);
    const closed: number[] = [];
    for (let n = 0; n < files; n++) {
      const bytes = await eventsFile((FIRST + n) * ROWS, ROWS);
      await putFile(
        web,
        `${base}/fresh.db/events/p=${n % 4}/part-${String(FIRST + n).padStart(5, '0')}.parquet`,
        bytes,
      );
      closed.push(performance.now());
      // Not in step with the rounds.
      await sleep(Math.random() * every * 2000);
      if (Math.floor(((n + 1) * (kills + 1)) / files) > Math.floor((n * (kills + 1)) / files) && n + 1 < files) {
        running.process.kill('SIGKILL');
        await running.ended;
        running = start();
      }
    }
    const seen = await watched;
    running.process.kill('SIGTERM');
    await running.ended;
    const verified = await lakelift(['verify', ...flags, '--level', '3']);
    if (verified.code !== 0) throw new Error(`verify ended with ${String(verified.code)}:\n${verified.stdout}`);
    return { interval, seconds: closed.map((at, n) => (seen[FIRST + n]! - at) / 1000) };
  } finally {
    running.process.kill('SIGKILL');
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
  return `--interval ${interval}: ${sorted.length} files, every row verified, p50 ${at(0.5)} s, p95 ${at(0.95)} s, most ${at(1)} s`;
}
