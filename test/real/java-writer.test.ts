import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../lake/index.js';
import type { Snapshot } from '../../lake/index.js';
import { Database } from '../../sqlite/index.js';
import { openTarget } from '../../stores/index.js';
import type { Round } from '../../sync/index.js';
import { lakelift } from '../services/cli.js';
import { startHoldingProxy } from '../services/holding-proxy.js';
import { runJavaWith } from '../services/paimon-programs.js';
import { Followed, ROWS } from './followed.js';
import type { Counted } from './followed.js';

const { LAKELIFT_TEST_S3_BUCKET, LAKELIFT_TEST_S3_ENDPOINT = '' } = process.env;
/** The first id of a row that Java inserts. */
const JAVA = 1_000_000;

let folder: string;

const movesSnapshot2 = (method: string, path: string, source: string | undefined): boolean =>
  method === 'PUT' && source !== undefined && path.split('?')[0]!.endsWith('/snapshot/snapshot-2');

/** Java Paimon inserts rows by commits of `ROWS` each, with ids from `first` on, and counts. */
async function insert(
  { target, database }: Followed,
  commits: number,
  env: Readonly<Record<string, string>> = {},
  first = JAVA,
): Promise<Counted> {
  const output = join(folder, 'counted.json');
  const numbers = [first, commits, ROWS].map(String);
  await runJavaWith(folder, env, 'InsertWithPaimon', output, target, database, 'events', ...numbers);
  return JSON.parse(await readFile(output, 'utf8')) as Counted;
}

async function snapshotOf({ target, database }: Followed): Promise<Snapshot> {
  const store = await openTarget(target);
  const table = await readTable(store, `${database}.db/events`);
  await store.close();
  return table!.snapshot!;
}

async function manifestsOf({ target, database }: Followed): Promise<number> {
  const store = await openTarget(target);
  let count = 0;
  for await (const files of store.listFiles(`${database}.db/events/manifest/`)) count += files.length;
  await store.close();
  return count;
}

/** What a round of `sync` did to the table. */
async function round(followed: Followed): Promise<Round['tables'][number]> {
  const { code, stdout, stderr } = await lakelift(followed.sync('--once', '--json'));
  expect(code, stdout + stderr).toBe(0);
  return (JSON.parse(stdout) as Round).tables[0]!;
}

describe.skipIf(LAKELIFT_TEST_S3_BUCKET === undefined)('Java Paimon, which writes into a table on S3', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-java-'));
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it("waits for sync and makes it wait under the lock of Paimon's JDBC catalog, and nothing is replaced", async () => {
    const place = join(folder, 'locked');
    // Without a write-ahead log Java Paimon locks itself out: its catalog keeps a statement open on one connection, and locks by another.
    const url = `jdbc:sqlite:${join(folder, 'catalog.db')}?journal_mode=WAL`;
    new Database(join(folder, 'catalog.db')).close();
    const followed = new Followed(place, `s3://${LAKELIFT_TEST_S3_BUCKET}${place}/lake`, ['--lock', url]);
    await followed.begin();
    const proxy = await startHoldingProxy(LAKELIFT_TEST_S3_ENDPOINT, movesSnapshot2);
    const java = insert(followed, 1, { AWS_ENDPOINT_URL: proxy.endpoint, JDBC_CATALOG: url });
    await Promise.race([proxy.held, java.then(() => Promise.reject(new Error('Java has moved nothing')))]);
    await followed.land();
    const before = await manifestsOf(followed);
    const waiting = round(followed);
    // A manifest and two lists: all of a commit but the snapshot.
    while ((await manifestsOf(followed)) < before + 3) await sleep(50);
    expect(await Promise.race([waiting, sleep(3000, 'waits')])).toBe('waits');
    proxy.release();
    await java;
    expect(await waiting).toMatchObject({ outcome: 'changed', filesAdded: 1, snapshotId: 3 });
    await proxy.close();

    let ended = false;
    const inserting = insert(followed, 5, { JDBC_CATALOG: url }, 2 * JAVA).finally(() => (ended = true));
    await followed.goOn(() => ended);
    await inserting;
    followed.expectAll(await insert(followed, 0), 6);
  });

  it('replaces a snapshot of ours when it has no lock, and both changes are in the table after the next round', async () => {
    const place = join(folder, 'free');
    const followed = new Followed(place, `s3://${LAKELIFT_TEST_S3_BUCKET}${place}/lake`, []);
    await followed.begin();
    // It has looked whether snapshot-2 is there, and is about to move its own to that name.
    const proxy = await startHoldingProxy(LAKELIFT_TEST_S3_ENDPOINT, movesSnapshot2);
    const java = insert(followed, 1, { AWS_ENDPOINT_URL: proxy.endpoint });
    await Promise.race([proxy.held, java.then(() => Promise.reject(new Error('Java has moved nothing')))]);
    await followed.land();
    expect(await round(followed)).toMatchObject({ outcome: 'changed', filesAdded: 1, snapshotId: 2 });
    const ours = await snapshotOf(followed);
    proxy.release();
    expect((await java).rows).toBe(5 * ROWS);
    await proxy.close();
    const theirs = await snapshotOf(followed);
    expect(theirs).toMatchObject({ id: 2, commitKind: 'APPEND', totalRecordCount: 5 * ROWS });
    expect(theirs.commitUser).not.toBe(ours.commitUser);

    expect(await round(followed)).toMatchObject({ outcome: 'changed', filesAdded: 0, restoredAs: 3 });
    expect(await snapshotOf(followed)).toMatchObject({ id: 3, commitUser: ours.commitUser });
    expect(await insert(followed, 0)).toMatchObject({ rows: 6 * ROWS, ids: 6 * ROWS, snapshots: { APPEND: 3 } });
    expect(await round(followed)).toMatchObject({ outcome: 'unchanged' });
  });
});
