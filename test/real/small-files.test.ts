import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import { lakelift, startCli } from '../services/cli.js';
import { runJava } from '../services/paimon-programs.js';
import { runPython } from '../services/spark.js';
import { eventsFile } from '../services/warehouse.js';
import { landFile } from '../services/webhdfs.js';

const { LAKELIFT_TEST_WEBHDFS, LAKELIFT_TEST_HDFS } = process.env;
const [FILES, ROWS, WRITERS] = [1000, 20, 4];
const base = `user/small_${randomUUID().slice(0, 8)}`;

interface Compared {
  /** Source files of which there are rows. */
  readonly files: number;
  /** Those of which there are too few, too many or others. */
  readonly wrong: readonly number[];
}
interface Lake {
  readonly snapshots: readonly (Compared & { readonly id: number; readonly kind: string })[];
  readonly now: Compared;
}

let folder: string;
const lakeOf = (name: string): string => `file://${join(folder, name)}`;

async function land(numbers: readonly number[]): Promise<void> {
  const waiting = [...numbers];
  const writer = async (): Promise<void> => {
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) {
      const path = `${base}/small.db/events/p=${n % 4}/part-${String(n).padStart(5, '0')}.parquet`;
      await landFile(LAKELIFT_TEST_WEBHDFS!, path, await eventsFile(n * ROWS, ROWS));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

async function live(): Promise<{ files: number; rows: number }> {
  const store = await openTarget(lakeOf('lake'));
  const files = (await readTable(store, 'small.db/events'))?.files ?? [];
  await store.close();
  return { files: files.length, rows: files.reduce((sum, { rowCount }) => sum + rowCount, 0) };
}

describe.skipIf(LAKELIFT_TEST_WEBHDFS === undefined)('1,000 tiny files that land on HDFS while sync follows', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-small-'));
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it('become a few files, and fewer once they are compacted', async () => {
    const state = ['--state', join(folder, 'state.db')];
    const flags = ['--source', `${LAKELIFT_TEST_WEBHDFS}/${base}`, '--metastore', 'infer', '--target', lakeOf('lake')];
    const numbers = Array.from({ length: FILES }, (_, n) => n);
    await land(numbers.slice(0, WRITERS));
    const running = startCli(['sync', ...flags, ...state, '--interval', '5s']);
    await land(numbers.slice(WRITERS));
    while ((await live()).rows < FILES * ROWS && running.process.exitCode === null) await sleep(200);
    running.process.kill('SIGTERM');
    expect((await running.ended).code).toBe(130);
    const synced = await live();
    expect(synced.rows).toBe(FILES * ROWS);
    expect(synced.files).toBeLessThanOrEqual(FILES / 10);
    const compacted = await lakelift(['compact', '--target', lakeOf('lake'), ...state]);
    expect(compacted.code, compacted.stdout + compacted.stderr).toBe(0);
    expect(await live()).toEqual({ files: 4, rows: FILES * ROWS });
  });

  it('are read by Spark as whole files in every snapshot, and in those that expire left, on top of which Java writes', async () => {
    await cp(join(folder, 'lake'), join(folder, 'expired'), { recursive: true });
    const target = ['--target', lakeOf('expired')];
    const expired = await lakelift(['expire', ...target, '--older-than', '0s', '--retain-min', '2']);
    expect(expired.code, expired.stdout + expired.stderr).toBe(0);
    await runJava(folder, 'AppendWithPaimon', join(folder, 'expired'), 'small', 'events');
    expect((await lakelift(['orphans', ...target, '--older-than', '0s'])).stdout).toBe('no orphans\n');
    const source = `${LAKELIFT_TEST_HDFS}/${base}/small.db/events`;
    const args = [source, String(ROWS), 'small.events', lakeOf('lake'), lakeOf('expired')];
    const matched = await runPython<{ source: number; lakes: [Lake, Lake] }>(
      'match_snapshots.py',
      join(folder, 'matched.json'),
      args,
    );
    expect(matched.source).toBe(FILES);
    const [whole, kept] = matched.lakes;
    const counts = whole.snapshots.map(({ files }) => files);
    expect(whole.snapshots.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(whole.snapshots.at(-1)).toMatchObject({ kind: 'COMPACT', files: FILES });
    expect(whole.now).toEqual({ files: FILES, wrong: [] });
    // The newest two, and that of Java, in which each row is there twice.
    const numbers = Array.from({ length: FILES }, (_, n) => n);
    expect(kept.snapshots.slice(0, -1)).toEqual(whole.snapshots.slice(-2));
    expect(kept.snapshots.at(-1)).toMatchObject({ kind: 'APPEND', files: FILES, wrong: numbers });
    expect(kept.now).toEqual({ files: FILES, wrong: numbers });
  });
});
