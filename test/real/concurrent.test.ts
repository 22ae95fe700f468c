import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalogLock } from '../../catalog/index.js';
import { startHms } from '../services/hms.js';
import type { HiveMetastore } from '../services/hms.js';
import { runPython } from '../services/spark.js';
import { Followed, ROWS, succeed } from './followed.js';
import type { Counted } from './followed.js';

const { LAKELIFT_TEST_S3_BUCKET } = process.env;
const COMMITS = 10;
/** The first id of a row that Spark inserts. */
const SPARK = 1_000_000;

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
    for (const followed of [inFolder, onS3]) followed.expectAll(counted[followed.table]!, COMMITS);
  });
});
