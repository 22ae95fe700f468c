import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalogLock } from '../../catalog/index.js';
import { lakelift, startCli } from '../services/cli.js';
import { startHms } from '../services/hms.js';
import type { HiveMetastore } from '../services/hms.js';
import { runPython } from '../services/spark.js';
import { eventsFile } from '../services/warehouse.js';

const { LAKELIFT_TEST_S3_BUCKET } = process.env;
const [COMMITS, ROWS] = [10, 40];
/** The first id of a row that Spark inserts. */
const SPARK = 1_000_000;

interface Counted {
  readonly rows: number;
  readonly ids: number;
  readonly snapshots: Readonly<Record<string, number>>;
}

async function succeed(args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await lakelift(args);
  expect(code, stdout + stderr).toBe(0);
}

/** A Hive table in a folder, its lake, and the lakelift commands that follow and compact it, each with a journal of its own. */
class Followed {
  readonly database = `both_${randomUUID().slice(0, 8)}`;
  readonly table = `${this.database}.events`;
  landed = 0;

  constructor(
    readonly folder: string,
    readonly target: string,
    readonly flags: readonly string[],
  ) {}

  /** Moves one more file into the source: finished, as it is not of this moment. */
  async land(): Promise<void> {
    const n = this.landed;
    const path = join(this.folder, 'hive', `${this.database}.db`, 'events', `p=${n % 4}`, `part-${n}.parquet`);
    await mkdir(dirname(path), { recursive: true });
    const aside = join(this.folder, 'landing');
    await writeFile(aside, await eventsFile(n * ROWS, ROWS));
    await utimes(aside, n + 1, n + 1);
    await rename(aside, path);
    this.landed += 1;
  }

  get catalog(): string[] {
    return ['--catalog', join(this.folder, 'catalog.db')];
  }

  sync(...flags: string[]): string[] {
    const source = ['--source', pathToFileURL(join(this.folder, 'hive')).href, '--metastore', 'infer'];
    const target = ['--target', this.target, '--state', join(this.folder, 'sync.db'), ...this.catalog];
    return ['sync', ...source, ...target, ...this.flags, ...flags];
  }

  async begin(): Promise<void> {
    for (let n = 0; n < 4; n++) await this.land();
    await succeed(this.sync('--once'));
  }

  /** Lets files land and compacts the table until `isEnough`, while another process follows it. */
  async goOn(isEnough: () => boolean): Promise<void> {
    const following = startCli(this.sync('--interval', '100ms'));
    while (!isEnough()) {
      await this.land();
      const where = ['--target', this.target, '--tables', this.table, '--state', join(this.folder, 'compact.db')];
      await succeed(['compact', ...where, ...this.flags]);
    }
    following.process.kill('SIGINT');
    const { code, stdout, stderr } = await following.ended;
    expect(code, stdout + stderr).toBe(130);
    expect(stdout).not.toContain('failed');
    await succeed(this.sync('--once'));
  }

  expectAll({ rows, ids, snapshots }: Counted): void {
    const expected = (this.landed + COMMITS) * ROWS;
    expect({ rows, ids }).toEqual({ rows: expected, ids: expected });
    expect(snapshots['COMPACT']).toBeGreaterThan(0);
    expect(snapshots['APPEND']).toBeGreaterThan(COMMITS + 1);
  }
}

describe.skipIf(LAKELIFT_TEST_S3_BUCKET === undefined)('Spark, sync and compact on one table at the same time', () => {
  let folder: string;
  let hms: HiveMetastore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-concurrent-'));
    hms = await startHms(join(folder, 'hms'), pathToFileURL(folder).href, { kind: 'derby', locks: true });
  });
  afterAll(async () => {
    await hms.stop();
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it("give the lock of Paimon's Hive catalog to one holder of a table at a time", async () => {
    const [one, two] = [await openCatalogLock(hms.uri), await openCatalogLock(hms.uri, { acquireMs: 300 })];
    const nothing = (): Promise<void> => Promise.resolve();
    await one.hold('sales', 'orders', async () => {
      await two.hold('sales', 'other', nothing);
      await expect(two.hold('sales', 'orders', nothing)).rejects.toMatchObject({ code: 'LOCKED' });
    });
    const fails = (): Promise<void> => Promise.reject(new Error('no'));
    await expect(two.hold('sales', 'orders', fails)).rejects.toThrow('no');
    await one.hold('sales', 'orders', nothing);
    await Promise.all([one.close(), two.close()]);
  });

  it("lose and double no row, in a folder, and on S3 under the lock of Paimon's Hive catalog", async () => {
    const [free, locked] = ['free', 'locked'].map((name) => join(folder, name)) as [string, string];
    const inFolder = new Followed(free, pathToFileURL(join(free, 'lake')).href, []);
    const onS3 = new Followed(locked, `s3://${LAKELIFT_TEST_S3_BUCKET}${locked}/lake`, ['--lock', hms.uri]);
    await Promise.all([inFolder.begin(), onS3.begin()]);
    await succeed(['catalog', 'push', '--to', hms.uri, ...onS3.catalog]);

    const marks = join(folder, 'marks');
    await mkdir(marks);
    const tables = [inFolder.target, inFolder.table, onS3.target, hms.uri, onS3.table];
    let sparkEnded = false;
    const spark = runPython<Record<string, Counted>>('insert_paimon.py', join(folder, 'counted.json'), [
      ...[marks, String(SPARK), String(COMMITS), String(ROWS)],
      ...tables,
    ]).finally(() => (sparkEnded = true));
    const has = (mark: string): boolean => sparkEnded || existsSync(join(marks, mark));
    const ours = (async () => {
      while (!has('ready')) await sleep(50);
      await Promise.all([inFolder, onS3].map((followed) => followed.goOn(() => has('inserted'))));
      await writeFile(join(marks, 'settled'), '');
    })();
    const [counted] = await Promise.all([spark, ours]);
    for (const followed of [inFolder, onS3]) followed.expectAll(counted[followed.table]!);
  });
});
