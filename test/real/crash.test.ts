import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import { lakelift, startCli, startCliWithJournal } from '../services/cli.js';
import { makeWarehouse } from '../services/warehouse.js';

const { LAKELIFT_TEST_WEBHDFS, LAKELIFT_TEST_S3_BUCKET } = process.env;
const FILES = 300;
const ROWS_PER_FILE = 50;
const ROWS = FILES * ROWS_PER_FILE;
const base = `user/crash_${randomUUID().slice(0, 8)}`;

let folder: string;

/** A catalog, too, is each target's own. */
const stateOf = (target: string): string => join(folder, 'state', target.split('/').at(-1)!, 'state.db');

const commandFor = (target: string, ...more: string[]): string[] => [
  ...['migrate', '--source', `${LAKELIFT_TEST_WEBHDFS}/${base}`, '--metastore', 'infer', '--target', target],
  ...['--state', stateOf(target), '--target-file-size', '100KB', ...more],
];

async function rowsOf(target: string): Promise<number | undefined> {
  const store = await openTarget(target);
  try {
    const table = await readTable(store, 'crash.db/events');
    return table?.files.reduce((sum, file) => sum + file.rowCount, 0);
  } finally {
    await store.close();
  }
}

/** Starts a migration and kills it without warning after so many milliseconds; true when it was still running. */
async function killedAfter(milliseconds: number, target: string): Promise<boolean> {
  const running = startCli(commandFor(target));
  await sleep(milliseconds);
  running.process.kill('SIGKILL');
  return (await running.ended).signal === 'SIGKILL';
}

describe.skipIf(LAKELIFT_TEST_WEBHDFS === undefined)('a migration that is killed', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-crash-'));
    await makeWarehouse(LAKELIFT_TEST_WEBHDFS!, base, { database: 'crash', files: FILES, rowsPerFile: ROWS_PER_FILE });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['s3', 'file'])('has every row once after it is run again, to %s', async (scheme) => {
    const name = `crash-${randomUUID().slice(0, 8)}`;
    const target = scheme === 's3' ? `s3://${LAKELIFT_TEST_S3_BUCKET}/${name}` : `file://${folder}/${name}`;
    const started = Date.now();
    const whole = await lakelift(commandFor(`${target}-whole`, '--verify', '0'));
    expect(whole.code, whole.stdout + whole.stderr).toBe(0);
    const duration = Date.now() - started;
    let killed = 0;
    // Always the same target: each run goes on where the one before was killed.
    for (const share of [0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9]) {
      if (await killedAfter(share * duration, target)) killed += 1;
      // Readers see all of it or none.
      expect([undefined, ROWS]).toContain(await rowsOf(target));
    }
    expect(killed).toBeGreaterThan(2);
    const last = await lakelift(commandFor(target, '--verify', '3', '--json'));
    expect(last.code, last.stdout + last.stderr).toBe(0);
    const { verifications } = JSON.parse(last.stdout) as { verifications: { passed: boolean; rows: object }[] };
    const rows = { source: ROWS, target: ROWS };
    expect(verifications).toMatchObject([{ passed: true, rows }]);
    await expectClean(target);
  });

  it('stops at a signal, says how to go on, and goes on', async () => {
    const target = `file://${folder}/interrupted`;
    const running = await startCliWithJournal(commandFor(target), stateOf(target));
    running.process.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([130, expect.stringMatching(/INTERRUPTED.*\n.*run the same command again/)]);
    const again = await lakelift(commandFor(target));
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringContaining(`verified at level 3, ${ROWS} of ${ROWS} rows`),
    ]);
  });

  it('is locked while another run holds its journal', async () => {
    const target = `file://${folder}/locked`;
    const running = await startCliWithJournal(commandFor(target), stateOf(target));
    // Halted, so that it cannot end before the second run has looked.
    running.process.kill('SIGSTOP');
    const second = await lakelift(commandFor(target));
    running.process.kill('SIGCONT');
    expect([second.code, second.stderr]).toEqual([11, expect.stringContaining('another run holds the journal')]);
    expect((await running.ended).code).toBe(0);
  });
});

/** Nothing is left behind: every file under the target belongs to the table, and no upload is open. */
async function expectClean(target: string): Promise<void> {
  const garbage = ['doctor', '--gc', '--older-than', '0s', '--target', target, '--state', stateOf(target)];
  const removed = await lakelift([...garbage, '--yes']);
  expect(removed.code, removed.stderr).toBe(0);
  const left = await lakelift([...garbage, '--json']);
  expect(JSON.parse(left.stdout)).toMatchObject({ strays: [], uploads: [] });
  const store = await openTarget(target);
  const table = await readTable(store, 'crash.db/events');
  const live = new Set(table?.files.map((file) => file.path));
  for await (const page of store.listFiles('crash.db')) {
    const strays = page.filter(({ path }) => path.includes('/bucket-') && !live.has(path)).map(({ path }) => path);
    expect(strays).toEqual([]);
  }
  await store.close();
}
