import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openJournal, planMigration } from '../../migrate/index.js';
import type { TablePlan } from '../../migrate/index.js';
import type { TableRound } from '../../sync/index.js';
import { SnapshotDiff } from '../../sync/snapshot-diff.js';
import { randomOf } from '../../bench/statistics.js';
import { lakelift, startCli } from '../services/cli.js';
import { makeSnapshotted } from '../services/snapshotted.js';
import type { Snapshotted } from '../services/snapshotted.js';
import { openFile, operate, removeFile } from '../services/webhdfs.js';

const web = process.env['LAKELIFT_TEST_WEBHDFS'] ?? '';
const PARTITIONS = 24;
const SEED = 8;

let folder: string;
let count = 0;
let one: Snapshotted;
let diff: SnapshotDiff;
let now: number;

const snapshot = (operation: string, name: string): Promise<void> =>
  operate(web, operation === 'CREATE' ? 'PUT' : 'DELETE', one.root, `${operation}SNAPSHOT&snapshotname=${name}`);
const move = (from: string, to: string): Promise<void> =>
  operate(web, 'PUT', `${one.table}/${from}`, `RENAME&destination=/${one.table}/${to}`);
const append = (partition: string, text: string): Promise<void> =>
  operate(web, 'POST', one.pathOf(partition), 'APPEND', Buffer.from(text));

/** A round, and how many directories of the table it did not list. */
async function round(): Promise<TableRound & { spared: number }> {
  const before = diff.spared;
  const unchanged = diff.unchanged.bind(diff);
  const done = await one.followed.sync({ ...one.context, unchanged });
  expect(done.error).toBeUndefined();
  return { ...done, spared: diff.spared - before };
}

const filesOf = ({ files }: TablePlan): string[] =>
  files.map(({ path, length, mtime, fileId }) => [path, length, mtime, fileId].join(' ')).sort();

/** What the lake is made of is what a listing of all directories finds in the source. */
async function expectEqual(): Promise<void> {
  const context = one.followed.context(one.context);
  const { tables } = await planMigration(context);
  const journal = openJournal(context.statePath);
  const plan = journal.plan(journal.tables()[0]!.id);
  journal.close();
  expect(filesOf(plan)).toEqual(filesOf(tables[0]!));
}

describe.skipIf(web === '')('a table of which HDFS keeps snapshots, followed by their differences', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-snapshots-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  beforeEach(async () => {
    const root = `user/snapshots-${randomUUID().slice(0, 8)}`;
    one = await makeSnapshotted(web, root, PARTITIONS, join(folder, String(count++)));
    now = Date.now();
    diff = new SnapshotDiff(one.context, () => now);
    await snapshot('CREATE', 's1');
    expect(await round()).toMatchObject({ outcome: 'created', rows: PARTITIONS });
    // All are listed, as it is the first round that has a plan.
    expect(await round()).toMatchObject({ outcome: 'unchanged', spared: 0 });
    expect(await round()).toMatchObject({ outcome: 'unchanged', spared: PARTITIONS });
  });

  it('has only directories listed that changed, came or were moved', async () => {
    await one.put('dt=1', 'part-1');
    await one.put('dt=2');
    await removeFile(web, one.pathOf('dt=3'));
    await append('dt=4', 'and more\n');
    await move('dt=5', 'dt=50');
    await one.put('dt=new');
    await removeFile(web, `${one.table}/dt=6`);
    expect(await round()).toMatchObject({ outcome: 'changed', spared: PARTITIONS - 6 });
    await expectEqual();
    // What has come and gone again since the snapshot is as it was then.
    await removeFile(web, one.pathOf('dt=1', 'part-1'));
    expect(await round()).toMatchObject({ outcome: 'changed' });
    await expectEqual();
  });

  it('is as a listing finds it after each of many changes at random', async () => {
    const random = randomOf(SEED);
    const some = (): string => `dt=${String(Math.floor(random() * (PARTITIONS + 3)))}`;
    let [spared, moved] = [0, 0];
    const changes: (() => Promise<unknown>)[] = [
      () => one.put(some(), 'part-1'),
      () => one.put(some()),
      () => append(some(), 'more\n'),
      () => removeFile(web, one.pathOf(some())),
      () => removeFile(web, `${one.table}/${some()}`),
      () => move(some(), `dt=moved-${String(moved++)}`),
      () => move(`${some()}/part-0`, `${some()}/part-${String(Math.floor(random() * 3))}`),
      () => snapshot('CREATE', 's2'),
      () => snapshot('DELETE', 's1').then(() => snapshot('CREATE', 's1')),
      // Away, changed there, and back again.
      async () => {
        const aside = `${one.root}/aside`;
        await operate(web, 'PUT', one.table, `RENAME&destination=/${aside}`);
        await removeFile(web, `${aside}/${some()}/part-0`).catch(() => undefined);
        await operate(web, 'PUT', aside, `RENAME&destination=/${one.table}`);
      },
    ];
    for (let n = 0; n < 25; n++) {
      // What is not there cannot be changed.
      for (let k = 0; k < 3; k++) await changes[Math.floor(random() * changes.length)]!().catch(() => undefined);
      spared += (await round()).spared;
      await expectEqual();
    }
    expect(spared).toBeGreaterThan(10 * PARTITIONS);
  });

  it('is followed by the command line, until it has caught up', async () => {
    const command = ['sync', ...one.flags, '--snapshot-diff', '--interval', '100ms'];
    const running = startCli(command);
    let said = '';
    for (const stream of [running.process.stdout!, running.process.stderr!])
      stream.on('data', (text: string) => (said += text));
    const until = async (what: RegExp): Promise<void> => {
      for (let n = 0; !what.test(said); n++) {
        if (n > 600 || running.process.exitCode !== null) throw new Error(said);
        await sleep(100);
      }
    };
    await until(/round 3: 1 tables, 0 changed/);
    await one.put('dt=9', 'part-1');
    await until(/shop\.orders: changed, \+1 -0 files, 25 rows/);
    running.process.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    await one.put('dt=9', 'part-2');
    const { code, stdout, stderr } = await lakelift([...command, '--until-lag', '0s']);
    expect([code, stdout], stderr).toEqual([0, expect.stringContaining('+1 -0 files, 26 rows')]);
    await expectEqual();
  });

  it('lists all where the table was made again, and where there is no snapshot any more', async () => {
    await removeFile(web, one.table);
    for (let n = 0; n < PARTITIONS; n++) await one.put(`dt=${String(n)}`, 'again');
    expect(await round()).toMatchObject({ outcome: 'changed', filesAdded: PARTITIONS, filesRemoved: PARTITIONS });
    await expectEqual();
    await snapshot('CREATE', 's2');
    await snapshot('DELETE', 's1');
    expect(await round()).toMatchObject({ outcome: 'unchanged', spared: 0 });
    expect(await round()).toMatchObject({ outcome: 'unchanged', spared: PARTITIONS });
    await snapshot('DELETE', 's2');
    await one.put('dt=1');
    expect(await round()).toMatchObject({ outcome: 'changed', spared: 0 });
    await expectEqual();
  });

  it('has files brought that were open at the time of the snapshot', async () => {
    const bytes = Buffer.from('a long row\n'.repeat(200_000));
    const finish = await openFile(web, one.pathOf('dt=7', 'open'), bytes.subarray(0, 1_500_000));
    await sleep(500);
    await snapshot('CREATE', 's2');
    now += 3_600_001;
    expect(await round()).toMatchObject({ outcome: 'waiting', spared: 0 });
    expect(await round()).toMatchObject({ outcome: 'waiting', spared: PARTITIONS - 1 });
    await finish(bytes.subarray(1_500_000));
    expect(await round()).toMatchObject({ outcome: 'changed', rows: PARTITIONS + 200_000 });
    await expectEqual();
  });

  it('finds what HDFS keeps no account of when all is listed once more', async () => {
    const path = one.pathOf('dt=8');
    const [text] = await Promise.all([one.context.source.stat(path)]);
    await operate(web, 'POST', path, 'TRUNCATE&newlength=1');
    await sleep(2000);
    await append('dt=8', 'R'.repeat(text.length - 1));
    // Cut and filled up to its length: nothing changed, HDFS says.
    expect(await round()).toMatchObject({ outcome: 'unchanged', spared: PARTITIONS });
    now += 3_600_001;
    expect(await round()).toMatchObject({ outcome: 'changed', filesAdded: 1, spared: 0 });
    await expectEqual();
    // From now on the snapshot shows another file than the lake has, and the directory is listed in every round.
    expect(await round()).toMatchObject({ outcome: 'unchanged', spared: PARTITIONS - 1 });
  });
});
