import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../../../bench/statistics.js';
import { readTable } from '../../../lake/index.js';
import { openTarget } from '../../../stores/index.js';
import { MAIN } from '../../services/cli.js';
import { runPython } from '../../services/spark.js';
import { eventsFile, makeWarehouse } from '../../services/warehouse.js';
import { landFile } from '../../services/webhdfs.js';
import { measured } from '../measure.js';
import type { Follower, Place } from './follower.js';
import type { FreshnessOptions } from './main.js';
import { SparkReader } from './spark-reader.js';

/** Files before the first that is measured, and rows of each file. */
const FIRST = 4;
const ROWS = 500;

/** What was seen of one follower. */
export interface Followed {
  readonly name: string;
  /** From each file's coming into its place on HDFS until Spark saw all of its rows, in the order of landing. */
  readonly seconds: readonly number[];
  readonly p50: number;
  readonly p95: number;
  /** Processor seconds of the follower, all starts of it, and of compacting its table. */
  readonly cpu: { readonly follow: number; readonly compact: number };
  /** How often it was started: once, and after each kill. */
  readonly starts: number;
  /** Data files of the table before and after it was compacted. */
  readonly files: { readonly before: number; readonly after: number };
  /** Of all values of all rows, as Spark saw them before and after. */
  readonly checksum: string;
  /** Load average of the last minute at the beginning and at the end. */
  readonly load: { readonly before: number; readonly after: number };
}

/** What happens after a file has landed: a pause in milliseconds, then perhaps the follower's death. */
export interface Step {
  readonly pause: number;
  readonly kill: boolean;
}

/** A step for each file. Pauses are random, so that no follower's own pace is in step with them. */
export function scheduleOf({ files, every, kills }: Pick<FreshnessOptions, 'files' | 'every' | 'kills'>): Step[] {
  const part = (n: number): number => Math.floor((n * (kills + 1)) / files);
  return Array.from({ length: files }, (_, n) => ({
    pause: Math.random() * every * 2000,
    kill: part(n + 1) > part(n) && n + 1 < files,
  }));
}

/** Lets files land by the schedule and measures. Throws when a row is lost, doubled or changed, or Spark stops. */
export async function follow(follower: Follower, place: Place, schedule: readonly Step[]): Promise<Followed> {
  const loadBefore = loadavg()[0]!;
  await makeWarehouse(place.web, place.base, { database: 'fresh', files: FIRST, rowsPerFile: ROWS });
  const files = FIRST + schedule.length;
  let seconds: number[];
  try {
    await follower.start();
    const reader = await SparkReader.start(place, ROWS, FIRST);
    try {
      const landed = await land(follower, place, schedule);
      const seen = await reader.seenAll(files);
      seconds = landed.map((at, n) => (seen.get(FIRST + n)! - at) / 1000);
    } finally {
      await reader.stop();
    }
  } finally {
    await follower.stop();
  }
  const { cpuSeconds, starts } = follower.cost;
  const load = { before: loadBefore, after: loadavg()[0]! };
  const { compact, ...merged } = await compactAndCheck(place, files * ROWS);
  const [p50, p95] = [0.5, 0.95].map((p) => quantile(seconds, p)) as [number, number];
  return { name: follower.name, seconds, p50, p95, cpu: { follow: cpuSeconds, compact }, starts, load, ...merged };
}

/** Returns when each file had come into its place, in milliseconds since 1970. */
async function land(follower: Follower, { web, base }: Place, schedule: readonly Step[]): Promise<number[]> {
  const landed: number[] = [];
  for (const [index, { pause, kill }] of schedule.entries()) {
    const n = FIRST + index;
    const bytes = await eventsFile(n * ROWS, ROWS);
    await landFile(web, `${base}/fresh.db/events/p=${n % 4}/part-${String(n).padStart(5, '0')}.parquet`, bytes);
    landed.push(Date.now());
    await sleep(pause);
    if (!kill) continue;
    await follower.kill();
    await follower.start();
  }
  return landed;
}

async function compactAndCheck(
  place: Place,
  rows: number,
): Promise<Pick<Followed, 'files' | 'checksum'> & { compact: number }> {
  const before = await dataFiles(place);
  const checksum = await checkedRows(place, 'before', rows);
  const state = join(place.folder, 'compact.db');
  const { cpu } = await measured(process.execPath, [MAIN, 'compact', '--target', place.target, '--state', state]);
  if ((await checkedRows(place, 'after', rows)) !== checksum) throw new Error('Spark sees other rows after compacting');
  return { files: { before, after: await dataFiles(place) }, checksum, compact: cpu };
}

async function dataFiles({ target }: Place): Promise<number> {
  const store = await openTarget(target);
  try {
    return (await readTable(store, 'fresh.db/events'))!.files.length;
  } finally {
    await store.close();
  }
}

/** The checksum of all rows as Spark sees them. Throws unless they have the ids from 0 on, each once. */
async function checkedRows({ target, folder }: Place, when: string, rows: number): Promise<string> {
  interface Count {
    readonly rows: number;
    readonly ids: number;
    readonly first: number;
    readonly last: number;
    readonly checksum: string;
  }
  const output = join(folder, `${when}.json`);
  const { checksum, ...found } = await runPython<Count>('count_paimon.py', output, [target, 'fresh.events']);
  const expected = { rows, ids: rows, first: 0, last: rows - 1 };
  if (JSON.stringify(found, Object.keys(expected)) !== JSON.stringify(expected)) {
    throw new Error(`Spark sees ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
  }
  return checksum;
}
