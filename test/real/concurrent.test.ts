import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lakelift, startCli } from '../services/cli.js';
import { runPython } from '../services/spark.js';
import { eventsFile } from '../services/warehouse.js';

const { LAKELIFT_TEST_S3_BUCKET } = process.env;
const [COMMITS, ROWS] = [10, 40];
/** The first id of a row that Spark inserts. */
const SPARK = 1_000_000;

let folder: string;

interface Counted {
  readonly rows: number;
  readonly ids: number;
  readonly snapshots: Readonly<Record<string, number>>;
}

/** A Hive table in a folder, its lake, and the lakelift commands that follow and compact it, each with a journal of its own. */
class Followed {
  readonly database = `both_${randomUUID().slice(0, 8)}`;
  readonly base = join(folder, this.database);
  readonly marks = join(this.base, 'marks');
  landed = 0;

  constructor(readonly target: string) {}

  get table(): string {
    return `${this.database}.events`;
  }

  /** Moves one more file into the source: finished, as it is not of this moment. */
  async land(): Promise<void> {
    const n = this.landed;
    const path = join(this.base, 'hive', `${this.database}.db`, 'events', `p=${n % 4}`, `part-${n}.parquet`);
    await mkdir(dirname(path), { recursive: true });
    const aside = join(this.base, 'landing');
    await writeFile(aside, await eventsFile(n * ROWS, ROWS));
    await utimes(aside, n + 1, n + 1);
    await rename(aside, path);
    this.landed += 1;
  }

  sync(...flags: string[]): string[] {
    const source = pathToFileURL(join(this.base, 'hive')).href;
    const state = join(this.base, 'sync.db');
    return ['sync', '--source', source, '--metastore', 'infer', '--target', this.target, '--state', state, ...flags];
  }

  compact(...flags: string[]): string[] {
    return [
      'compact',
      '--target',
      this.target,
      '--tables',
      this.table,
      '--state',
      join(this.base, 'compact.db'),
      ...flags,
    ];
  }

  async mark(name: string): Promise<void> {
    await writeFile(join(this.marks, name), '');
  }

  has(name: string): boolean {
    return existsSync(join(this.marks, name));
  }
}

async function succeed(args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await lakelift(args);
  expect(code, stdout + stderr).toBe(0);
}

/** Lets files land, sync and compact for as long as Spark inserts; returns what Spark counts when all have ended. */
async function allAtOnce(followed: Followed, flags: string[], sparkFlags: string[]): Promise<Counted> {
  const { marks, target, table, base } = followed;
  await mkdir(marks, { recursive: true });
  for (let n = 0; n < 4; n++) await followed.land();
  await succeed(followed.sync('--once', ...flags));
  const output = join(base, 'counted.json');
  const counts = [SPARK, COMMITS, ROWS].map(String);
  let sparkEnded = false;
  const spark = runPython<Counted>('insert_paimon.py', output, [marks, target, table, ...counts, ...sparkFlags]);
  void spark.catch(() => undefined).then(() => (sparkEnded = true));
  while (!followed.has('ready') && !sparkEnded) await sleep(50);
  const following = startCli(followed.sync('--interval', '100ms', ...flags));
  while (!followed.has('inserted') && !sparkEnded) {
    await followed.land();
    await succeed(followed.compact(...flags));
  }
  following.process.kill('SIGINT');
  const { code, stdout, stderr } = await following.ended;
  expect(code, stdout + stderr).toBe(130);
  expect(stdout).not.toContain('failed');
  await succeed(followed.sync('--once', ...flags));
  await followed.mark('settled');
  return await spark;
}

describe.skipIf(LAKELIFT_TEST_S3_BUCKET === undefined)('Spark, sync and compact on one table at the same time', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-concurrent-'));
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it('lose and double no row in a folder', async () => {
    const followed = new Followed(pathToFileURL(join(folder, 'lake')).href);
    const { rows, ids, snapshots } = await allAtOnce(followed, [], []);
    const expected = (followed.landed + COMMITS) * ROWS;
    expect({ rows, ids }).toEqual({ rows: expected, ids: expected });
    expect(snapshots['COMPACT']).toBeGreaterThan(0);
    expect(snapshots['APPEND']).toBeGreaterThan(COMMITS + 1);
  });
});
