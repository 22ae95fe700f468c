import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisMachine } from '../../../bench/machine.js';
import { startHdfs } from '../../services/hdfs.js';
import { startMinio } from '../../services/minio.js';
import type { Service } from '../../services/processes.js';
import { lakeliftSync, sparkStreaming } from './follower.js';
import type { Follower, Place } from './follower.js';
import { follow, scheduleOf } from './follow.js';
import type { Followed } from './follow.js';

/** What lands and how it is followed. */
export interface FreshnessOptions {
  /** Takes all figures as JSON. */
  readonly output: string;
  readonly files: number;
  /** Seconds from one file to the next, on average. */
  readonly every: number;
  /** `--interval` of sync. */
  readonly interval: string;
  /** Seconds from one look of Spark structured streaming to the next. */
  readonly trigger: number;
  /** How often each of them is killed (kill -9) and started again while files land. */
  readonly kills: number;
}

/**
 * Lets files land on HDFS while `lakelift sync` follows to S3 (MinIO), and then the same files at the same pace while Spark structured streaming
 * does. A Spark session that reads the table over and over says when it sees which file. Then `lakelift compact` merges what has been
 * written, and Spark reads both tables whole before and after: they must hold every row once, and the same rows.
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
    const schedule = scheduleOf(options);
    const followers: ((place: Place) => Follower | Promise<Follower>)[] = [
      (place) => lakeliftSync(place, options.interval),
      (place) => sparkStreaming(place, options.trigger),
    ];
    const sides: Followed[] = [];
    for (const [index, follower] of followers.entries()) {
      const base = `side${index}`;
      const inFolder = join(folder, base);
      await mkdir(inFolder);
      const target = `s3://${minio.bucket}/${base}`;
      const place = { fs: hdfs.fs, web: hdfs.web, base, target, folder: inFolder };
      sides.push(await follow(await follower(place), place, schedule));
      console.log(`${summary(sides.at(-1)!)}; load average ${loadavg()[0]!.toFixed(1)}`);
    }
    if (sides[0]!.checksum !== sides[1]!.checksum)
      throw new Error('Spark sees other rows in one table than in the other');
    const result = { machine: thisMachine(), ...options, sides };
    await writeFile(options.output, `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    for (const service of running) await service.stop();
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  }
}

function summary({ name, seconds, p50, p95, cpu, files, starts }: Followed): string {
  const times = [p50, p95, Math.max(...seconds)].map((value) => value.toFixed(2));
  return `${name}: ${seconds.length} files, every row once, p50 ${times[0]!} s, p95 ${times[1]!} s, most ${times[2]!} s; started ${starts} times, ${cpu.follow.toFixed(1)} CPU s; ${files.before} files, compacted ${files.after} (${cpu.compact.toFixed(1)} CPU s)`;
}
