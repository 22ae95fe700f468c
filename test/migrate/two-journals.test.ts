import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCompaction } from '../../compact/index.js';
import { readTable } from '../../lake/index.js';
import { collectGarbage, openJournal } from '../../migrate/index.js';
import type { Garbage, JournaledTable } from '../../migrate/index.js';
import { openTarget } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { useDuck } from '../duck.js';
import { failingAt } from './failing-store.js';
import { interrupted, twoPartitions } from './interrupted.js';
import { migrateFolder } from './warehouse.js';

const duck = useDuck();
const TWO_DAYS = 2 * 86_400_000;
let count = 0;

/** A lake that a first journal began to migrate, and stopped after two files. */
async function abandoned(source: string): Promise<{ target: string; first: string; second: string }> {
  const target = join(duck.folder(), `lake-${String(count++)}`);
  const [first, second] = ['first', 'second'].map((name) => join(`${target}-${name}`, 'state.db')) as [string, string];
  const dies = (store: TargetStore) => failingAt(store, 2, 'after', () => undefined);
  await migrateFolder({ source, target }, { state: first, target: dies });
  expect(await dataFiles(target)).toHaveLength(2);
  return { target, first, second };
}

const dataFiles = async (target: string): Promise<string[]> =>
  (await readdir(target, { recursive: true })).filter((path) => path.endsWith('.parquet')).sort();

const openFolder = (target: string): Promise<TargetStore> => openTarget(pathToFileURL(target).href);

async function collected(target: string, statePath: string, olderThan?: number): Promise<Garbage> {
  const age = olderThan === undefined ? {} : { olderThan };
  return collectGarbage({ target: await openFolder(target), statePath }, { apply: true, ...age });
}

/** The rows of the table, by the files its newest snapshot names. */
async function rowsOf(target: string): Promise<string[]> {
  const table = (await readTable(await openFolder(target), 'w.db/t'))!;
  const files = table.files.map(({ path }) => `'${join(target, path)}'`).join(', ');
  const [row] = await duck.rows(
    `SELECT count(*), count(DISTINCT "id"), min("id"), max("id") FROM read_parquet([${files}])`,
  );
  return row!;
}

async function makeOld(target: string, paths: readonly string[]): Promise<void> {
  const then = new Date(Date.now() - TWO_DAYS);
  for (const path of paths) await utimes(join(target, path), then, then);
}

describe('the garbage collection of one journal', () => {
  it('keeps all that a migration with another has written and not committed, of the same source too', async () => {
    const source = await twoPartitions(duck, 'two-journals', 0);
    // Two data files, a manifest, two lists, a snapshot, two hints, a schema.
    for (let n = 1; n <= 9; n++) {
      const { target, first, second } = await abandoned(source);
      let garbage: Garbage | undefined;
      const wrap = (store: TargetStore) =>
        interrupted(store, n, async () => void (garbage = await collected(target, first)));
      const { result } = await migrateFolder({ source, target }, { state: second, target: wrap });
      const place = `before write ${String(n)}`;
      expect(result.tables, place).toMatchObject([{ outcome: 'migrated' }]);
      expect(await rowsOf(target), place).toEqual(['200', '200', '0', '199']);
      expect(garbage!.strays, place).toEqual([]);
    }
  });

  it('keeps what a compaction with another is about to commit', async () => {
    const source = await twoPartitions(duck, 'two-compactions', 0);
    await duck.rows(`COPY (SELECT i AS "Id", 'v' || i AS v FROM range(200, 300) t(i)) TO
      '${join(source, 'w.db/t/p=0/more.parquet')}' (FORMAT parquet)`);
    // A data file, a manifest, two lists, a snapshot.
    for (const n of [2, 5]) {
      const target = join(duck.folder(), `lake-${String(count++)}`);
      const [first, second] = [join(target, '.lakelift/state.db'), join(`${target}-second`, 'state.db')];
      await migrateFolder({ source, target }, { targetFileSize: 1 });
      const compact = (statePath: string, store: TargetStore) =>
        runCompaction({
          ...{ target: store, statePath, tables: ['*.*'], where: [], targetFileSize: 1 << 27, workers: 1 },
          progress: () => undefined,
        });
      // Both merge the same files.
      const dying = failingAt(await openFolder(target), 1, 'after', () => undefined);
      expect(await compact(first, dying)).toMatchObject([{ outcome: 'failed' }]);
      let garbage: Garbage | undefined;
      const other = interrupted(
        await openFolder(target),
        n,
        async () => void (garbage = await collected(target, first)),
      );
      expect(await compact(second, other)).toMatchObject([{ outcome: 'compacted', filesBefore: 3, filesAfter: 2 }]);
      expect(await rowsOf(target)).toEqual(['300', '300', '0', '299']);
      expect([garbage!.strays.length, garbage!.kept.length], `before write ${String(n)}`).toEqual([1, n - 1]);
    }
  });

  it('takes what no journal knows once nothing of it in the table is younger than the age, or any when told', async () => {
    const source = await twoPartitions(duck, 'lost-journal', 0);
    const { target, first, second } = await abandoned(source);
    // The journal of the first is lost; the second dies as well.
    const dies = (store: TargetStore) => failingAt(store, 1, 'before', () => undefined);
    await migrateFolder({ source, target }, { state: second, target: dies });
    const files = await dataFiles(target);
    await makeOld(target, files.slice(1));
    expect(await collected(target, second)).toMatchObject({ strays: [], kept: files });
    await makeOld(target, files);
    expect(await collected(target, second, 3 * 86_400_000)).toMatchObject({ strays: [], kept: files });
    expect(await collected(target, second)).toMatchObject({ strays: files, kept: [] });
    await migrateFolder({ source, target }, { state: first, target: dies });
    expect((await collected(target, second)).strays).toEqual([]);
    expect((await collected(target, second, 0)).kept).toEqual([]);
    expect(await dataFiles(target)).toEqual([]);
  });
});

describe('a run', () => {
  it('that goes on after days publishes nothing when a clean-up takes what it had kept, and is whole when run again', async () => {
    const source = await twoPartitions(duck, 'resumed', 0);
    const target = join(duck.folder(), `lake-${String(count++)}`);
    const dies = (store: TargetStore) => failingAt(store, 2, 'before', () => undefined);
    await migrateFolder({ source, target }, { target: dies });
    const journal = openJournal(join(target, '.lakelift/state.db'));
    const [{ id }] = journal.tables() as [JournaledTable];
    const kept = [...journal.outputs(id).values()].find(({ state }) => state === 'COPIED')!.path;
    journal.close();
    const cleaned = (store: TargetStore) => interrupted(store, 1, () => store.delete(kept));
    const { result } = await migrateFolder({ source, target }, { target: cleaned });
    expect(result.tables).toMatchObject([{ outcome: 'failed', error: { code: 'NOT_FOUND' } }]);
    expect(await readTable(await openFolder(target), 'w.db/t')).toBeUndefined();
    const { result: again } = await migrateFolder({ source, target });
    expect(again.tables).toMatchObject([{ outcome: 'migrated' }]);
    expect(await rowsOf(target)).toEqual(['200', '200', '0', '199']);
  });

  it('whose journal was lost writes nothing over the files of the table it had made', async () => {
    const source = await twoPartitions(duck, 'journal-gone', 0);
    const target = join(duck.folder(), `lake-${String(count++)}`);
    await migrateFolder({ source, target });
    const stats = async () => {
      const files = await dataFiles(target);
      return Promise.all(files.map(async (path) => [path, (await stat(join(target, path))).ino]));
    };
    const before = await stats();
    const { result } = await migrateFolder({ source, target }, { state: join(`${target}-new`, 'state.db') });
    expect(result.tables).toMatchObject([{ outcome: 'failed', error: { code: 'TARGET_FOREIGN' } }]);
    expect(await stats()).toEqual(before);
  });
});
