import { cp, mkdtemp, rm, utimes, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expireSnapshots, findOrphans, planExpiry, readTable, scanTable, type Retention } from '../../lake/index.js';
import { openTarget, type TargetStore } from '../../stores/index.js';
import { sumsOf, type Sums } from './canon.js';
import { failingStore } from './failing-store.js';

const GOLDEN = new URL('./golden/', import.meta.url);
const DAY = 86_400_000;
/** Later than all that golden tables tell of. */
const NOW = Date.UTC(2100, 0);

let folder: string;
let store: TargetStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-expire-'));
  for (const table of ['c_pk', 'd_dv', 'g_evo'])
    await cp(new URL(table, GOLDEN), join(folder, table), { recursive: true });
  store = await openTarget(pathToFileURL(folder).href);
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

async function filesOf(table: string): Promise<string[]> {
  const files: string[] = [];
  for await (const page of store.listFiles(`${table}/`)) files.push(...page.map(({ path }) => path));
  return files;
}
async function sums(table: string, snapshot?: number): Promise<Sums> {
  const found = await readTable(store, table, snapshot === undefined ? undefined : { snapshot });
  return sumsOf(scanTable(store, found!));
}
async function expire(table: string, retention: Retention): Promise<readonly number[]> {
  const expiry = await planExpiry(store, table, retention, NOW);
  if (expiry !== undefined) await expireSnapshots(store, expiry);
  return expiry?.snapshots ?? [];
}
/** Nothing is left that nothing refers to, whatever its age. */
const orphans = async (table: string): Promise<string[]> =>
  (await findOrphans(store, table, 0, NOW)).map(({ path }) => path);

describe('when snapshots expire', () => {
  test.each(['c_pk', 'd_dv'])(
    'those of %s that stay read as before, and nothing is left of the others',
    async (table) => {
      const [latest, before] = [(await readTable(store, table))!.snapshot!.id, new Map<number, Sums>()];
      for (let id = 1; id <= latest; id++) before.set(id, await sums(table, id));
      for (let keep = latest - 1; keep >= 1; keep--) {
        expect(await expire(table, { retainMax: keep, retainMin: keep })).toEqual([latest - keep]);
        for (let id = latest - keep + 1; id <= latest; id++) expect(await sums(table, id)).toEqual(before.get(id));
        await expect(sums(table, latest - keep)).rejects.toMatchObject({ code: 'NOT_FOUND' });
        expect(await orphans(table)).toEqual([]);
      }
      const live = (await readTable(store, table))!.files.map(({ path }) => path).sort();
      expect((await filesOf(table)).filter((path) => path.includes('/bucket-'))).toEqual(live);
    },
  );

  test('a tag keeps the files of its snapshot', async () => {
    expect(await expire('g_evo', { retainMax: 1 })).toEqual([1, 2]);
    const tagged = await readTable(store, 'g_evo', { tag: 't1' });
    expect((await sumsOf(scanTable(store, tagged!))).rows).toBe(1);
    expect((await sums('g_evo')).rows).toBe(3);
    expect(await orphans('g_evo')).toEqual([]);
  });

  test('a consumer keeps what it has not read', async () => {
    await mkdir(join(folder, 'g_evo/consumer'));
    await writeFile(join(folder, 'g_evo/consumer/consumer-stream'), '{"nextSnapshot": 2}');
    expect(await expire('g_evo', { retainMax: 1 })).toEqual([1]);
    await writeFile(join(folder, 'g_evo/consumer/consumer-stream'), '{}');
    await expect(expire('g_evo', { retainMax: 1 })).rejects.toMatchObject({ code: 'CORRUPT' });
  });

  test('Paimon’s defaults hold, then the options of the table, then what is asked for', async () => {
    expect(await expire('g_evo', {})).toEqual([]);
    expect(await expire('g_evo', { retainMin: 1, olderThan: 100 * 365 * DAY })).toEqual([]);
    expect(await expire('g_evo', { retainMin: 2, olderThan: 0 })).toEqual([1]);
    expect(await expire('g_evo', { retainMin: 1 })).toEqual([2]);
    await expect(expire('g_evo', { retainMin: 3, retainMax: 2 })).rejects.toMatchObject({ code: 'USAGE' });
    expect(await expire('none', { retainMax: 1 })).toEqual([]);
  });

  test.each(['before', 'after'] as const)(
    'and it ends %s its n-th removal, doing it again leaves nothing',
    async (when) => {
      const expected = await sums('d_dv');
      for (let fatal = 0; ; fatal += 5) {
        await rm(join(folder, 'd_dv'), { recursive: true });
        await cp(new URL('d_dv', GOLDEN), join(folder, 'd_dv'), { recursive: true });
        let done = 0;
        const failing = failingStore(store, when, (path) => !path.endsWith('EARLIEST') && done++ === fatal);
        const expiry = (await planExpiry(store, 'd_dv', { retainMax: 1 }, NOW))!;
        const ended = await expireSnapshots(failing, expiry).then(
          () => true,
          () => false,
        );
        expect(await sums('d_dv')).toEqual(expected);
        if (ended) break;
        await expire('d_dv', { retainMax: 1 });
        expect(await sums('d_dv')).toEqual(expected);
        expect(await orphans('d_dv')).toEqual([]);
      }
    },
  );
});

test('orphans are files that nothing refers to, and that are old enough', async () => {
  expect(await orphans('g_evo')).toEqual([]);
  const [stray, young, foreign] = ['bucket-0/data-x.parquet', 'manifest/manifest-x', 'notes/readme.txt'];
  await mkdir(join(folder, 'g_evo/notes'));
  for (const name of [stray, young, foreign]) await writeFile(join(folder, 'g_evo', name!), 'x');
  const old = new Date(Date.now() - 2 * DAY);
  for (const name of [stray, foreign]) await utimes(join(folder, 'g_evo', name!), old, old);
  const found = await findOrphans(store, 'g_evo', DAY, Date.now());
  expect(found.map(({ path }) => path)).toEqual([`g_evo/${stray}`]);
  expect(await findOrphans(store, 'nothing', 0, Date.now())).toEqual([]);
});
