import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import type { Round } from '../../sync/index.js';
import { lakelift, startCli } from '../services/cli.js';
import { runPython } from '../services/spark.js';
import { eventsFile, makeWarehouse } from '../services/warehouse.js';
import { openFile, putFile, removeFile } from '../services/webhdfs.js';

const { LAKELIFT_TEST_WEBHDFS, LAKELIFT_TEST_S3_BUCKET } = process.env;
const web = LAKELIFT_TEST_WEBHDFS ?? '';
const database = `sync_${randomUUID().slice(0, 8)}`;
const base = `user/${database}`;
const target = `s3://${LAKELIFT_TEST_S3_BUCKET}/${database}`;
const [FIRST, LATER, ROWS] = [8, 24, 50];
/** Rows of a file of more than one block. */
const MANY = 60_000;

let folder: string;
const flags = (): string[] => [
  ...['--source', `${web}/${base}`, '--metastore', 'infer', '--target', target],
  ...['--state', join(folder, 'state.db')],
];
const pathOf = (n: number): string =>
  `${base}/${database}.db/events/p=${n % 4}/part-${String(n).padStart(5, '0')}.parquet`;
/** The n-th file of the warehouse, with ids of its own. */
const land = async (n: number): Promise<void> => putFile(web, pathOf(n), await eventsFile(n * ROWS, ROWS));

async function once(): Promise<Round & { exitCode: number }> {
  const { stdout, stderr } = await lakelift(['sync', ...flags(), '--once', '--json']);
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as Round & { exitCode: number };
}

async function rowsInLake(): Promise<number> {
  const store = await openTarget(target);
  const table = await readTable(store, `${database}.db/events`);
  await store.close();
  return (table?.files ?? []).reduce((sum, { rowCount }) => sum + rowCount, 0);
}

describe.skipIf(LAKELIFT_TEST_WEBHDFS === undefined)('a table on HDFS that is followed to S3', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-sync-'));
    await makeWarehouse(web, base, { database, files: FIRST, rowsPerFile: ROWS });
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it('has every row once, though files land meanwhile and the run is killed again and again', async () => {
    const landing = (async () => {
      for (let n = FIRST; n < FIRST + LATER; n++) {
        await land(n);
        await sleep(250);
      }
    })();
    for (const milliseconds of [1500, 2000, 2500, 3000]) {
      const running = startCli(['sync', ...flags(), '--interval', '100ms']);
      await sleep(milliseconds);
      running.process.kill('SIGKILL');
      await running.ended;
      expect(await rowsInLake()).toBeLessThanOrEqual((FIRST + LATER) * ROWS);
    }
    await landing;
    const caughtUp = await lakelift(['sync', ...flags(), '--interval', '100ms', '--until-lag', '0s']);
    expect([caughtUp.code, caughtUp.stderr]).toEqual([0, expect.stringMatching(/lag 0 s/)]);
    expect(await once()).toMatchObject({
      exitCode: 0,
      tables: [{ outcome: 'unchanged', rows: (FIRST + LATER) * ROWS }],
    });
    const verified = await lakelift(['verify', ...flags(), '--level', '3']);
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  });

  it('waits for a file that is open, and takes it once it is closed', async () => {
    const bytes = await eventsFile(100_000, MANY);
    const path = `${base}/${database}.db/events/p=0/open.parquet`;
    const finish = await openFile(web, path, bytes.subarray(0, 1_500_000));
    await land(FIRST + LATER);
    await sleep(500);
    const round = await once();
    expect(round).toMatchObject({ exitCode: 5, tables: [{ outcome: 'changed', filesAdded: 1, waiting: [path] }] });
    await finish(bytes.subarray(1_500_000));
    expect(await once()).toMatchObject({ exitCode: 0, tables: [{ outcome: 'changed', filesAdded: 1, waiting: [] }] });
  });

  it('replaces a partition that changed and drops one that is gone, compacted or not; Spark sees the rows of now', async () => {
    const compacted = await lakelift(['compact', '--target', target, '--state', join(folder, 'state.db')]);
    expect(compacted.code, compacted.stdout + compacted.stderr).toBe(0);
    await putFile(web, pathOf(1), await eventsFile(1_000_000, ROWS));
    await removeFile(web, `${base}/${database}.db/events/p=2`);
    expect(await once()).toMatchObject({ exitCode: 0, tables: [{ outcome: 'changed' }] });
    const files = FIRST + LATER + 1 - (FIRST + LATER) / 4;
    const rows = files * ROWS + MANY;
    const verified = await lakelift(['verify', ...flags(), '--level', '3']);
    expect(verified.stdout).toContain(`verified at level 3, ${rows} of ${rows} rows`);
    const output = join(folder, 'count.json');
    const counted = await runPython<{ rows: number; ids: number; snapshots: Record<string, number> }>(
      'count_paimon.py',
      output,
      [target, `${database}.events`],
    );
    expect(counted).toMatchObject({ rows, ids: rows, snapshots: { COMPACT: 1 } });
    // One of this round; a file that an earlier round saw just before its close has another time after it, and replaces its partition, too.
    expect(counted.snapshots['OVERWRITE']).toBeGreaterThanOrEqual(1);
    const garbage = ['doctor', '--gc', '--target', target, '--state', join(folder, 'state.db')];
    expect((await lakelift([...garbage, '--yes'])).code).toBe(0);
    expect(await rowsInLake()).toBe(rows);
  });

  it('ends at SIGINT with 130', async () => {
    const running = startCli(['sync', ...flags(), '--interval', '1h']);
    await new Promise<void>((resolve) => {
      running.process.stderr!.on('data', (text: string) => {
        if (text.includes('round 1:')) resolve();
      });
    });
    running.process.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
  });
});
