import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { useDuck } from '../duck.js';
import { lakelift, lakeliftAsOthers } from '../services/cli.js';
import { Folders, requireBuild } from './built.js';

const duck = useDuck();
beforeAll(requireBuild, 300_000);
// Each test starts several processes.
vi.setConfig({ testTimeout: 300_000 });

/** Tables of one row each, what of them may not be read, its mode, and what is named. */
const SHUT = [
  ['file', '0.parquet', 0o200, 'file/0.parquet'],
  ['folder', '', 0o300, 'folder'],
  // Its names may be read, and not what they are: it was once taken for empty.
  ['names', '', 0o400, 'names/0.parquet'],
  ['part', 'p=1', 0o300, 'part/p=1'],
  ['rows', 'p=1/0.parquet', 0o200, 'rows/p=1/0.parquet'],
] as const;

/** The table `open` beside those of `SHUT`. */
async function shutWarehouse(name: string): Promise<string[]> {
  const folders = new Folders(duck, name);
  await folders.file('a.db/open/0.parquet', 'SELECT 1 AS x');
  for (const [table, path, mode] of SHUT) {
    await folders.file(`a.db/${table}/${path.startsWith('p=') ? 'p=1/' : ''}0.parquet`, 'SELECT 2 AS x');
    await chmod(join(folders.warehouse, 'a.db', table, path), mode);
  }
  return folders.flags;
}

it('tables that may not be read fail by name in plan, migrate and verify, and no other', async () => {
  const flags = await shutWarehouse('shut');
  const plan = await lakeliftAsOthers(['plan', ...flags]);
  const migrated = await lakeliftAsOthers(['migrate', ...flags]);
  const verified = await lakeliftAsOthers(['verify', ...flags]);
  for (const [table, , , told] of SHUT) {
    const reason = `permission denied .*/a\\.db/${told}`;
    expect(plan.stdout).toMatch(new RegExp(`^a\\.${table}: refused\n {4}${reason}\\)\n {4}next: grant`, 'm'));
    expect(migrated.stdout).toMatch(new RegExp(`^a\\.${table}: refused, AUTH: ${reason}\\]\n {4}next: grant`, 'm'));
    expect(verified.stdout).toMatch(new RegExp(`^a\\.${table}: not verified, ${reason}\\)\n {4}next: grant`, 'm'));
  }
  expect(plan.stdout).toMatch(/^a\.open: 1 rows/m);
  expect(migrated.stdout).toContain('a.open: verified at level 3, 1 of 1 rows');
  expect(verified.stdout).toContain('a.open: verified at level 3, 1 of 1 rows');
  expect([plan, migrated, verified].map(({ code }) => code)).toEqual([3, 3, 3]);
});

it('6: of the tables asked for none may be read', async () => {
  const flags = await shutWarehouse('all');
  const only = await lakeliftAsOthers(['migrate', ...flags, '--tables', 'a.names']);
  expect([only.code, only.stdout]).toEqual([6, expect.stringMatching(/^a\.names: refused, AUTH: /)]);
  const strict = await lakeliftAsOthers(['migrate', ...flags, '--on-refuse', 'fail']);
  expect([strict.code, strict.stderr]).toEqual([6, expect.stringMatching(/^AUTH: .*table=a\.file/)]);
});

it('a file that may not be read once its table is migrated leaves the other tables verified', async () => {
  const folders = new Folders(duck, 'text');
  const ddl = join(folders.warehouse, '..', 'tables.sql');
  for (const table of ['open', 'shut']) {
    await mkdir(join(folders.warehouse, 'a.db', table), { recursive: true });
    await writeFile(join(folders.warehouse, 'a.db', table, '0'), '1\n2\n');
  }
  await writeFile(ddl, 'CREATE DATABASE a; CREATE TABLE a.open (x INT); CREATE TABLE a.shut (x INT);\n');
  const flags = [...folders.flags, '--metastore', `ddl:${ddl}`];
  expect((await lakelift(['migrate', ...flags, '--verify', '0'])).code).toBe(0);
  // Text has no footers that a plan would read.
  await chmod(join(folders.warehouse, 'a.db/shut/0'), 0o200);
  for (const command of ['verify', 'migrate']) {
    const { code, stdout } = await lakeliftAsOthers([command, ...flags]);
    expect(stdout).toContain('a.open: verified at level 3, 2 of 2 rows');
    expect(stdout).toMatch(/^a\.shut: not verified, .*permission denied.*a\.db\/shut\/0.*\n {4}next: /m);
    expect(code).toBe(3);
  }
});

it('links that cannot be followed, pipes and sockets refuse their tables by name, and no other', async () => {
  const folders = new Folders(duck, 'special');
  await folders.file('a.db/open/0.parquet', 'SELECT 1 AS x');
  await folders.file('a.db/pipe/0.parquet', 'SELECT 2 AS x');
  execFileSync('mkfifo', [join(folders.warehouse, 'a.db/pipe/1.parquet')]);
  await symlink('/nowhere/at/all', join(folders.warehouse, 'a.db/link'));
  const { code, stdout } = await lakelift(['migrate', ...folders.flags]);
  expect(stdout).toMatch(/^a\.link: refused, REFUSED: a link cannot be followed .*a\.db\/link\]/m);
  expect(stdout).toMatch(/^a\.pipe: refused, REFUSED: a pipe, .*a\.db\/pipe\/1\.parquet\]/m);
  expect(stdout).toContain('a.open: verified at level 3, 1 of 1 rows');
  expect(code).toBe(3);
});

it.each(['migrate', 'sync'])(
  '6: a target folder that may not be written is named by %s before anything is done',
  async (command) => {
    const folders = new Folders(duck, `closed ${command}`);
    await folders.file('a.db/open/0.parquet', 'SELECT 1 AS x');
    await mkdir(folders.lake, { mode: 0o500 });
    const { code, stderr } = await lakeliftAsOthers([command, ...folders.flags]);
    expect(stderr).toMatch(
      /^AUTH: .*catalog\.db cannot be written: permission denied \[file=.*\/lake\]\n {2}next: give .*\/lake, or/,
    );
    expect(code).toBe(6);
  },
);
