import { cp, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from './fake-io.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-expire-'));
  for (const table of ['c_pk', 'g_evo']) {
    await cp(new URL(`../lake/golden/${table}`, import.meta.url), join(folder, 'ref.db', table), { recursive: true });
  }
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli([...args, '--target', pathToFileURL(folder).href], { cwd: folder });
const snapshots = async (table: string): Promise<string[]> =>
  (await readdir(join(folder, 'ref.db', table, 'snapshot'))).filter((name) => name.startsWith('snapshot-')).sort();

test('expire shows what would go, removes it, and then has nothing to do', async () => {
  const flags = ['expire', '--retain-max', '1'];
  const shown = await run(...flags, '--dry-run');
  expect([shown.code, shown.stdout]).toEqual([
    0,
    expect.stringMatching(/g_evo: snapshots 1 to 2 and \d+ files would go/),
  ]);
  expect(await snapshots('g_evo')).toHaveLength(3);
  const done = await run(...flags, '--json');
  expect(JSON.parse(done.stdout)).toMatchObject({
    ...{ command: 'expire', exitCode: 0, dryRun: false },
    tables: [{ table: 'ref.c_pk' }, { table: 'ref.g_evo', snapshots: [1, 2] }],
  });
  expect(await snapshots('g_evo')).toEqual(['snapshot-3']);
  expect((await run(...flags)).stdout).toBe('ref.c_pk: nothing expires\nref.g_evo: nothing expires\n');
  expect(await run('read', '--table', 'ref.g_evo', '--snapshot', '1')).toMatchObject({ code: 3 });
  expect((await run('read', '--table', 'ref.g_evo', '--tag', 't1')).stdout).toBe('{"id":1,"name":"a"}\n');
});

test('a table that fails leaves the others alone', async () => {
  await writeFile(join(folder, 'ref.db/c_pk/snapshot/snapshot-2'), '{');
  const { code, stdout } = await run('expire', '--retain-max', '1');
  expect(code).toBe(3);
  expect(stdout).toMatch(/ref\.c_pk: failed, CORRUPT: .*snapshot-2/);
  expect(await snapshots('g_evo')).toEqual(['snapshot-3']);
  expect(await run('expire', '--retain-max', '1', '--retain-min', '2')).toMatchObject({ code: 2 });
  expect(await run('expire', '--older-than', 'soon')).toMatchObject({ code: 2 });
});

test('orphans are listed, and removed when told', async () => {
  expect(await run('orphans', '--older-than', '0s')).toMatchObject({ code: 0, stdout: 'no orphans\n' });
  const stray = join(folder, 'ref.db/g_evo/bucket-0/data-x.parquet');
  await writeFile(stray, 'xyz');
  expect((await run('orphans')).stdout).toBe('no orphans\n');
  const old = new Date(Date.now() - 2 * 86_400_000);
  await utimes(stray, old, old);
  const listed = await run('orphans');
  expect(listed.stdout).toMatch(
    /^orphan: ref\.db\/g_evo\/bucket-0\/data-x\.parquet\n.*1 files.*\n1 found; --yes removes them\n$/,
  );
  expect((await run('orphans', '--yes')).stdout).toMatch(/^removed: /);
  expect((await run('orphans')).stdout).toBe('no orphans\n');
});
