import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { acquireLock } from '../../migrate/lock.js';
import { useDuck } from '../duck.js';
import { lakelift, startCli } from '../services/cli.js';
import { Folders, requireBuild } from './built.js';

const duck = useDuck();
beforeAll(requireBuild, 300_000);

const files = async (folder: string, pattern: RegExp): Promise<string[]> =>
  (await readdir(folder, { recursive: true }).catch(() => [])).filter((path) => pattern.test(path));
const snapshots = (folder: string) => files(folder, /snapshot-\d+$/);

describe('what goes wrong has its exit code, names the place and leaves no table behind', () => {
  it('3: a refused table is named, the others are migrated', async () => {
    const folders = new Folders(duck, 'refused');
    await folders.file('a.db/bad/0.parquet', 'SELECT 1::UINTEGER AS x');
    await folders.file('a.db/good/0.parquet', 'SELECT 1 AS x');
    const plan = await lakelift(['plan', ...folders.flags]);
    expect(plan.code).toBe(3);
    expect(plan.stdout).toMatch(/^a\.bad: refused\n {4}.*x is UINT_32.*0\.parquet.*\n {4}next: .*rewrite the column/m);
    const { code, stdout } = await lakelift(['migrate', ...folders.flags]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^a\.bad: refused, REFUSED: .*\n {4}next: /m);
    expect(stdout).toContain('a.good: verified at level 3, 1 of 1 rows');
    expect(await snapshots(folders.lake)).toEqual(['a.db/good/snapshot/snapshot-1']);
    const strict = await lakelift(['migrate', ...folders.flags, '--on-refuse', 'fail']);
    expect(strict.code).toBe(3);
    expect(strict.stderr).toMatch(/^REFUSED: .*a\.bad/);
  });

  it.each([
    ['cut short', async (path: string) => truncate(path, 100)],
    ['not Parquet', async (path: string) => writeFile(path, 'a,b\n1,2\n')],
  ])('3: a file that is %s is named', async (kind, damage) => {
    const folders = new Folders(duck, `corrupt ${kind}`);
    const path = await folders.file('a.db/t/0.parquet', 'SELECT range AS x FROM range(1000)');
    await damage(path);
    const { code, stdout } = await lakelift(['migrate', ...folders.flags]);
    expect(stdout).toMatch(/^a\.t: refused, .*0\.parquet/m);
    expect(code).toBe(3);
    expect(await snapshots(folders.lake)).toEqual([]);
  });

  it('3: a damaged page is found before anything is published, and named', async () => {
    const folders = new Folders(duck, 'page');
    const path = await folders.file('a.db/t/0.parquet', 'SELECT range AS x FROM range(100000)');
    const bytes = await readFile(path);
    // The header of the first page.
    bytes.fill(0xff, 4, 40);
    await writeFile(path, bytes);
    const { code, stdout } = await lakelift(['migrate', ...folders.flags]);
    expect(stdout).toMatch(/^a\.t: failed, CORRUPT: .*file=.*0\.parquet.*\n?/m);
    expect(code).toBe(3);
    expect(await snapshots(folders.lake)).toEqual([]);
    const garbage = await lakelift(['doctor', '--gc', '--older-than', '0s', ...folders.flags.slice(-2), '--yes']);
    expect(garbage.code).toBe(0);
    expect(await files(folders.lake, /\.parquet|\.tmp$/)).toEqual([]);
  });

  it('6: an unknown table, an unknown folder, a server that does not answer', async () => {
    const folders = new Folders(duck, 'unknown');
    await folders.file('a.db/t/0.parquet', 'SELECT 1 AS x');
    const table = await lakelift(['migrate', ...folders.flags, '--tables', 'a.nope']);
    expect(table.stderr).toBe(
      'TABLE_UNKNOWN: there is no table a.nope [table=a.nope]\n' +
        '  next: check the name in --tables; it is <database>.<table>\n',
    );
    expect(table.code).toBe(6);
    const metastore = ['--metastore', 'thrift://127.0.0.1:1'];
    const silent = await lakelift(['plan', ...folders.flags, ...metastore]);
    expect(silent.stderr).toMatch(/^UNREACHABLE: /);
    expect(silent.code).toBe(6);
  });

  it('4: a lake that lost a file', async () => {
    const folders = new Folders(duck, 'differences');
    await folders.file('a.db/t/0.parquet', 'SELECT range AS x FROM range(1000)');
    expect((await lakelift(['migrate', ...folders.flags])).code).toBe(0);
    const [data] = await files(folders.lake, /\.parquet$/);
    await truncate(join(folders.lake, data!), 50);
    const { code, stdout } = await lakelift(['verify', ...folders.flags]);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^a\.t: DIFFERENT at level 3/m);
    expect(stdout).toContain(data!);
  });

  it('5: a source that changed after it was migrated', async () => {
    const folders = new Folders(duck, 'changed');
    await folders.file('a.db/t/0.parquet', 'SELECT 1 AS x');
    expect((await lakelift(['migrate', ...folders.flags])).code).toBe(0);
    await folders.file('a.db/t/1.parquet', 'SELECT 2 AS x');
    const { code, stdout } = await lakelift(['migrate', ...folders.flags]);
    expect(stdout).toMatch(/^a\.t: failed, SOURCE_CHANGED: /m);
    expect(code).toBe(5);
  });

  it('11: another process holds the journal', async () => {
    const folders = new Folders(duck, 'locked');
    await folders.file('a.db/t/0.parquet', 'SELECT 1 AS x');
    const lock = acquireLock(folders.state);
    const { code, stderr } = await lakelift(['migrate', ...folders.flags]).finally(() => lock.release());
    expect(stderr).toMatch(/^LOCKED: another run holds the journal \[file=.*state\.db\.lock\]\n {2}next: /);
    expect(code).toBe(11);
    expect((await lakelift(['migrate', ...folders.flags])).code).toBe(0);
  });

  it('0, and not a word more, when the reader of rows has seen enough', async () => {
    const folders = new Folders(duck, 'enough');
    await folders.file('a.db/t/0.parquet', 'SELECT i AS x, repeat(i::VARCHAR, 20) AS y FROM range(200000) t(i)');
    const [source, target] = [folders.flags, folders.flags.slice(-2)];
    expect((await lakelift(['migrate', ...source, '--verify', '0'])).code).toBe(0);
    const running = startCli(['read', ...target, '--table', 'a.t']);
    running.process.stdout!.once('data', () => running.process.stdout!.destroy());
    const { code, stdout, stderr } = await running.ended;
    expect(stdout).toMatch(/^\{"x":0,/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('130: interrupted half-way, completed by the same command, every row once', async () => {
    const folders = new Folders(duck, 'interrupted');
    await folders.file('a.db/t/first.parquet', 'SELECT 1 AS x');
    const to = join(folders.warehouse, 'a.db/t');
    await duck.rows(`COPY (SELECT i AS x, i % 100 AS p FROM range(40000) t(i))
      TO '${to}' (FORMAT parquet, PARTITION_BY (p), OVERWRITE true)`);
    const command = ['migrate', ...folders.flags, '--workers', '1'];
    const running = startCli(command);
    while ((await files(folders.lake, /\.parquet$/)).length < 3) await sleep(5);
    running.process.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(stderr).toMatch(/^SIGINT: stopping .*\nINTERRUPTED: .*\n {2}next: run the same command again/);
    expect(code).toBe(130);
    expect(await snapshots(folders.lake)).toEqual([]);
    const resumed = await lakelift(command);
    expect(resumed.stdout).toMatch(/^a\.t: migrated, 40000 rows, .*, 100 -> 100 files/);
    expect(resumed.stdout).toContain('a.t: verified at level 3, 40000 of 40000 rows');
    expect(resumed.code).toBe(0);
    expect(await files(folders.lake, /\.parquet$|\.tmp$/)).toHaveLength(100);
    const lake = `read_parquet('${folders.lake}/a.db/t/*/*/*.parquet', hive_partitioning = false)`;
    expect(await duck.rows(`SELECT count(*), count(DISTINCT x), sum(x) FROM ${lake}`)).toEqual([
      ['40000', '40000', String((39_999 * 40_000) / 2)],
    ]);
  });
});
