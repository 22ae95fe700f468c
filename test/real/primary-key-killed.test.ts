import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrashPoint } from '../crash/killed.js';
import { countPoints, runUntil } from '../crash/killed.js';
import { useDuck } from '../duck.js';
import { lakelift } from '../services/cli.js';
import { javaReadings, runPython } from '../services/spark.js';
import type { Readings, TableReading } from '../services/spark.js';
import { landFile } from '../services/webhdfs.js';

const { LAKELIFT_TEST_WEBHDFS, LAKELIFT_TEST_HDFS, LAKELIFT_TEST_S3_BUCKET } = process.env;
const base = `user/killed_${randomUUID().slice(0, 8)}`;
const target = `s3://${LAKELIFT_TEST_S3_BUCKET}/${base.slice(5)}`;
const CHANGES = 500;

interface Compared {
  readonly rows: number;
  readonly lost: number;
  readonly others: number;
}
const EQUAL = { lost: 0, others: 0 };

const duck = useDuck();
let folder: string;

/** Change number n, of one of 700 ids; each tenth deletes. */
async function land(file: number): Promise<void> {
  const path = join(folder, `${file}.parquet`);
  await duck.rows(`COPY (SELECT (hash(n) % 700)::INTEGER AS id, CASE WHEN n % 10 = 0 THEN 'D' ELSE 'U' END AS op,
    'name ' || n AS name, (n / 8)::DECIMAL(9, 3) AS amount, n AS ts
    FROM range(${file * CHANGES}, ${(file + 1) * CHANGES}) t(n)) TO '${path}' (FORMAT parquet)`);
  await landFile(LAKELIFT_TEST_WEBHDFS!, `${base}/kv.db/users/part-${file}.parquet`, await readFile(path));
}

function command(name: 'migrate' | 'sync', to = target, ...more: string[]): string[] {
  const key = ['--primary-key', 'kv.users=id', '--bucket', '3', '--sequence-field', 'ts', '--op-column', 'op'];
  key.push('--changelog-producer', 'input');
  const sides = ['--source', `${LAKELIFT_TEST_WEBHDFS}/${base}`, '--metastore', 'infer', '--target', to];
  return [name, ...sides, '--state', join(folder, to.split('/').at(-1)!, 'state.db'), ...key, ...more];
}

/** Kills a command around some of its operations, one run after the other, and lets the last run end; how many were killed. */
async function killedAgainAndAgain(args: readonly string[], points: readonly CrashPoint[]): Promise<number> {
  let killed = 0;
  for (const point of points) if ((await runUntil(point, args)).signal === 'SIGKILL') killed += 1;
  const { code, stdout, stderr } = await lakelift(args);
  expect(code, stdout + stderr).toBe(0);
  return killed;
}

describe.skipIf(LAKELIFT_TEST_WEBHDFS === undefined)('a primary-key table from HDFS to S3', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-killed-'));
    for (const file of [0, 1, 2]) await land(file);
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it('whose migration and rounds are killed (kill -9) has the merged rows in Spark and Java Paimon, and its changes in a stream', async () => {
    const { operations } = await countPoints(command('migrate', `${target}-whole`, '--verify', '0'));
    // Each run goes on where the one before was killed, so that later ones have less to do.
    const points: CrashPoint[] = [0.3, 0.9].map((share, index) => ({
      at: Math.ceil(share * operations),
      when: index % 2 === 0 ? 'before' : 'after',
    }));
    expect(await killedAgainAndAgain(command('migrate', target, '--verify', '0'), points)).toBeGreaterThan(0);
    for (const file of [3, 4]) await land(file);
    const round = command('sync', target, '--once');
    const inRound: CrashPoint[] = [10, 30].map((at) => ({ at, when: at === 10 ? 'before' : 'after' }));
    expect(await killedAgainAndAgain(round, inRound)).toBeGreaterThan(1);
    await land(5);
    expect(await killedAgainAndAgain(round, inRound.slice(1))).toBeGreaterThan(0);

    const [answers, output] = ['answers.json', 'counts.json'].map((name) => join(folder, name)) as [string, string];
    const rounds = [`${3 * CHANGES},${5 * CHANGES}`, `${5 * CHANGES},${6 * CHANGES}`];
    const args = [answers, `${LAKELIFT_TEST_HDFS}/${base}/kv.db/users`, target, 'kv.users', ...rounds];
    const { table, stream } = await runPython<Record<string, Compared>>('read_changes.py', output, args);
    expect([table, stream]).toMatchObject([EQUAL, EQUAL]);
    expect(table!.rows).toBeGreaterThan(500);
    expect(stream!.rows).toBeGreaterThan(table!.rows);
    const bySpark = (JSON.parse(await readFile(answers, 'utf8')) as Readings)['kv.users']!;
    const byJava = (await javaReadings(answers, target, join(folder, 'java.json')))['kv.users']!;
    const sums = ({ rows, row, columns }: TableReading) => ({ rows, row, columns });
    expect(sums(byJava)).toEqual(sums(bySpark));
  });
});
