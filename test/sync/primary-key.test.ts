import { cp, mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runCompaction } from '../../compact/index.js';
import type { CompactContext } from '../../compact/index.js';
import {
  commitChange,
  expireSnapshots,
  planExpiry,
  reachableFiles,
  readChanges,
  readTable,
  scanChanges,
  scanTable,
} from '../../lake/index.js';
import { collectGarbage, planMigration } from '../../migrate/index.js';
import type { LiveFile } from '../../lake/index.js';
import type { KeyRequest } from '../../migrate/index.js';
import type { TargetStore } from '../../stores/index.js';
import type { TableRound } from '../../sync/index.js';
import { verifyTable } from '../../verify/index.js';
import { useDuck } from '../duck.js';
import { failingAt } from '../migrate/failing-store.js';
import { migrateFolder } from '../migrate/warehouse.js';
import { openFollowed } from './open.js';
import type { Followed } from './open.js';
import { replacing } from './replacing.js';

const duck = useDuck();
const TABLE = 'shop.db/orders';
const KEY: KeyRequest = { columns: ['id'], sequenceFields: ['ts'], duplicates: 'refuse', opColumn: 'op', buckets: 2 };
/** Its changes are kept for streams. */
const LOGGED: KeyRequest = { ...KEY, changelogProducer: 'input' };
let followed: Followed;
let { folder, source, store } = {} as Followed;
let count = 0;

beforeEach(async () => {
  followed = await openFollowed(join(duck.folder(), `k${count++}`));
  ({ folder, source, store } = followed);
});

/** Writes a file of changes `id, op, name, ts`, last changed at the second `time`. */
async function put(
  file: string,
  time: number,
  changes: readonly (readonly [number, string, string, number])[],
): Promise<void> {
  const path = join(folder.source, TABLE, file);
  await mkdir(dirname(path), { recursive: true });
  const rows = changes.map(([id, op, name, ts]) => `(${id}, '${op}', '${name}', ${ts}::BIGINT)`).join();
  await duck.rows(`COPY (SELECT * FROM (VALUES ${rows}) t(id, op, name, ts)) TO '${path}.tmp' (FORMAT parquet)`);
  await utimes(`${path}.tmp`, time, time);
  await rename(`${path}.tmp`, path);
}

/** A table of a first round and one that changes, deletes and adds a row of it. */
async function changedTable(): Promise<void> {
  await put('a.parquet', 100, [
    [1, 'I', 'one', 1],
    [2, 'I', 'two', 1],
    [3, 'I', 'three', 1],
  ]);
  await sync();
  await put('b.parquet', 200, [
    [2, 'U', 'second', 2],
    [1, 'D', 'one', 2],
    [5, 'I', 'five', 2],
  ]);
  await sync();
}

/** Changes options of the table in the lake, as another writer may. */
async function setOptions(options: Readonly<Record<string, string>>): Promise<void> {
  const file = join(folder.target, TABLE, 'schema/schema-0');
  const schema = JSON.parse(await readFile(file, 'utf8')) as { options: Record<string, string> };
  await writeFile(file, JSON.stringify({ ...schema, options: { ...schema.options, ...options } }));
}

const keyed = (key: KeyRequest) => ({ primaryKeys: new Map([['shop.orders', key]]) });
const sync = (key = KEY, target = store): Promise<TableRound> => followed.sync({ ...keyed(key), target });

/** `id op name` of the rows as a reader of the table has them. */
const rows = async (): Promise<string[]> =>
  linesOf(scanTable(store, (await readTable(store, TABLE))!, { columns: ['id', 'op', 'name'] }));

async function linesOf(batches: ReturnType<typeof scanTable>): Promise<string[]> {
  const found: string[] = [];
  for await (const batch of batches) {
    const lines = Array.from({ length: batch.rowCount }, (): string[] => []);
    for (const column of batch.columns) column.forEach((value, row) => lines[row]!.push(text(value)));
    found.push(...lines.map((line) => line.join(' ')));
  }
  return found.sort();
}
const text = (value: unknown): string => (value instanceof Uint8Array ? Buffer.from(value).toString() : String(value));

/** Level 3 against the source as it is now. */
async function expectVerified(key = KEY): Promise<void> {
  const planned = await planMigration(followed.context(keyed(key)));
  const verification = await verifyTable({ source, target: store, plan: planned.tables[0]! }, 3);
  expect(verification.levels.flatMap(({ differences }) => differences)).toEqual([]);
}

describe('a primary-key table that follows its source', () => {
  it('gets upserts and deletes as files of level 0, a snapshot a round', async () => {
    await put('a.parquet', 100, [
      [1, 'I', 'one', 1],
      [2, 'I', 'two', 1],
      [3, 'I', 'three', 1],
      [3, 'D', 'three', 2],
    ]);
    expect(await sync()).toMatchObject({ outcome: 'created', snapshotId: 1 });
    expect(await rows()).toEqual(['1 I one', '2 I two']);
    await put('b.parquet', 200, [
      [2, 'U', 'second', 5],
      [1, 'D', 'one', 5],
      [4, 'I', 'four', 5],
      [3, '+I', 'late', 1],
    ]);
    expect(await sync()).toMatchObject({ outcome: 'changed', snapshotId: 2 });
    const { files, snapshot } = (await readTable(store, TABLE))!;
    expect(snapshot).toMatchObject({ commitKind: 'APPEND' });
    expect(new Set(files.map(({ entry }) => entry.level))).toEqual(new Set([0, 5]));
    // A first file of a bucket has no deletions, as after a full compaction: what one of them would have kept back is there again.
    expect(await rows()).toEqual(['2 U second', '3 +I late', '4 I four']);
    expect(await sync()).toMatchObject({ outcome: 'unchanged' });
  });

  it('is proved at level 3 after rounds, rows merged by key', async () => {
    await changedTable();
    await expectVerified();
  });

  it('has a partition written anew when a file of it was removed', async () => {
    await put('a.parquet', 100, [[1, 'I', 'one', 1]]);
    await put('b.parquet', 200, [
      [1, 'U', 'two', 2],
      [2, 'I', 'two', 2],
    ]);
    await sync();
    await put('c.parquet', 300, [[2, 'U', 'three', 3]]);
    await sync();
    await rm(join(folder.source, TABLE, 'b.parquet'));
    expect(await sync()).toMatchObject({ outcome: 'changed', filesRemoved: 1, snapshotId: 3 });
    expect((await readTable(store, TABLE))!.snapshot).toMatchObject({ commitKind: 'OVERWRITE' });
    expect(await rows()).toEqual(['1 I one', '2 U three']);
    await expectVerified();
  });

  it('has a partition written anew when a file came late and the order of files counts', async () => {
    const key: KeyRequest = { columns: ['id'], sequenceFields: [], duplicates: 'last', buckets: 1 };
    await put('b.parquet', 200, [[1, 'U', 'newer', 1]]);
    await sync(key);
    await put('c.parquet', 100, [
      [1, 'I', 'older', 1],
      [2, 'I', 'two', 1],
    ]);
    expect(await sync(key)).toMatchObject({ outcome: 'changed', snapshotId: 2 });
    expect(await rows()).toEqual(['1 U newer', '2 I two']);
    await expectVerified(key);
  });

  it('keeps its changes beside the rows when asked to, and no more of them when they are compacted or expire', async () => {
    await put('a.parquet', 100, [[1, 'I', 'one', 1]]);
    await sync(LOGGED);
    await put('b.parquet', 200, [
      [1, 'D', 'one', 2],
      [2, 'I', 'two', 2],
      [2, 'U', 'second', 3],
    ]);
    await sync(LOGGED);
    const { schema, snapshot } = (await readTable(store, TABLE))!;
    expect(schema.options).toMatchObject({ 'changelog-producer': 'input' });
    // Of several changes of a key in one round, the one that counts.
    expect(snapshot).toMatchObject({ commitKind: 'APPEND', deltaRecordCount: 2, changelogRecordCount: 2 });
    const changelogs = async (): Promise<string[]> =>
      [...(await reachableFiles(store, TABLE))].filter((path) => path.includes('/changelog-'));
    const kept = await changelogs();
    expect(kept.length).toBeGreaterThan(0);
    for (const path of kept) expect(await store.stat(path)).toBeDefined();
    const statePath = join(folder.target, '.lakelift', 'state.db');
    const settings = { tables: ['*.*'], where: [], targetFileSize: 1 << 27, workers: 2, progress: () => undefined };
    expect(await runCompaction({ target: store, statePath, ...settings })).toMatchObject([{ outcome: 'compacted' }]);
    expect(await rows()).toEqual(['2 U second']);
    expect(await changelogs()).toEqual(kept);
    expect((await readTable(store, TABLE))!.snapshot!.changelogManifestList).toBeUndefined();
    const expiry = await planExpiry(store, TABLE, { retainMin: 1, olderThan: 0 }, Date.now() + 1000);
    await expireSnapshots(store, expiry!);
    for (const path of kept) expect(await store.stat(path)).toBeUndefined();
  });

  it('has its changes again, too, when another writer replaced their snapshot and garbage was collected', async () => {
    await put('a.parquet', 100, [[1, 'I', 'one', 1]]);
    await sync(LOGGED);
    await put('b.parquet', 200, [[2, 'I', 'two', 2]]);
    const publish = (): Promise<unknown> => sync(LOGGED);
    const nothing = () => Promise.resolve([]);
    await replacing(folder.target, TABLE, publish, nothing);
    const garbage = { target: store, statePath: join(folder.target, '.lakelift', 'state.db') };
    const { strays } = await collectGarbage(garbage, { apply: true, olderThan: 0 });
    expect(strays.filter((path) => !path.includes('/manifest/'))).toEqual([]);
    expect(await sync(LOGGED)).toMatchObject({ outcome: 'changed', restoredAs: 3 });
    const { snapshot } = (await readTable(store, TABLE))!;
    expect(snapshot).toMatchObject({ deltaRecordCount: 1, changelogRecordCount: 1 });
    const log = [...(await reachableFiles(store, TABLE))].filter((path) => path.includes('/changelog-'));
    expect(log).toHaveLength(1);
    expect(await store.stat(log[0]!)).toBeDefined();
    expect(await rows()).toEqual(['1 I one', '2 I two']);
  });

  it('is refused when nothing says which of the rows with one key counts', async () => {
    const key: KeyRequest = { columns: ['id'], sequenceFields: [], duplicates: 'refuse' };
    await put('a.parquet', 100, [[1, 'I', 'one', 1]]);
    expect(await sync(key)).toMatchObject({ outcome: 'created' });
    await put('b.parquet', 200, [[2, 'I', 'two', 1]]);
    expect(await sync(key)).toMatchObject({ outcome: 'refused', error: { code: 'REFUSED' } });
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'USAGE' } });
  });

  it('is refused when an operation is none', async () => {
    await put('a.parquet', 100, [[1, 'X', 'one', 1]]);
    const { outcome, error } = await sync();
    expect(outcome).toBe('refused');
    expect(error).toMatchObject({ code: 'REFUSED', place: { column: 'op' } });
    expect(error!.message).toContain('"X"');
  });
});

describe('a full compaction of a primary-key table', () => {
  const compaction = (target: TargetStore): CompactContext => ({
    target,
    statePath: join(folder.target, '.lakelift', 'state.db'),
    tables: ['*.*'],
    where: [],
    targetFileSize: 128 * 1024 * 1024,
    workers: 2,
    progress: () => undefined,
  });

  const LEFT = ['2 U second', '3 I three', '5 I five'];

  it('leaves the rows, a file for each bucket on the highest level, and lets rounds go on', async () => {
    await changedTable();
    expect(await runCompaction(compaction(store))).toMatchObject([{ outcome: 'compacted', snapshotId: 3 }]);
    const { files, snapshot } = (await readTable(store, TABLE))!;
    expect(snapshot).toMatchObject({ commitKind: 'COMPACT', totalRecordCount: 3 });
    expect(files.length).toBeLessThanOrEqual(2);
    expect(files.every(({ entry }) => entry.level === 5 && entry.keyed.deletedRows === 0)).toBe(true);
    expect(await rows()).toEqual(LEFT);
    await expectVerified();
    expect(await runCompaction(compaction(store))).toMatchObject([{ outcome: 'unchanged' }]);
    await put('c.parquet', 300, [[3, 'D', 'three', 3]]);
    expect(await sync()).toMatchObject({ outcome: 'changed', snapshotId: 4 });
    expect(await rows()).toEqual(['2 U second', '5 I five']);
    await expectVerified();
  });

  it('lets a partition be written anew, unless rows of others are in it', async () => {
    await changedTable();
    await runCompaction(compaction(store));
    await put('c.parquet', 300, [[3, 'U', 'third', 3]]);
    await sync();
    await rm(join(folder.source, TABLE, 'b.parquet'));
    expect(await sync()).toMatchObject({ outcome: 'changed', filesRemoved: 1 });
    expect(await rows()).toEqual(['1 I one', '2 I two', '3 U third']);
    // Another writer's file, here a copy of one that is there, and a compaction that takes it in.
    const { schema, snapshot, files } = (await readTable(store, TABLE))!;
    const { partition, rowCount, fileSize, statistics, creationTime, path, entry } = files[0]!;
    const fileName = 'data-0bd9e8a1-5f5e-4f6b-9a3c-1d2e3f4a5b6c-0.parquet';
    await cp(join(folder.target, path), join(folder.target, dirname(path), fileName));
    const keyed = { ...entry.keyed, level: 0 };
    const add = [{ partition, rowCount, fileSize, statistics, creationTime, fileName, keyed, schema }];
    const since = snapshot!.id;
    await commitChange(store, TABLE, {
      ...{ kind: 'APPEND', add, remove: [], user: 'other', identifier: 1n, timeMillis: 0, since },
    });
    await runCompaction(compaction(store));
    await rm(join(folder.source, TABLE, 'c.parquet'));
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'COMMIT_CONFLICT' } });
  });

  it('leaves no file of a bucket in which all keys are deleted', async () => {
    await put('a.parquet', 100, [[1, 'I', 'one', 1]]);
    await sync();
    await put('b.parquet', 200, [[1, 'D', 'one', 2]]);
    await sync();
    expect(await runCompaction(compaction(store))).toMatchObject([{ outcome: 'compacted' }]);
    expect((await readTable(store, TABLE))!.files).toEqual([]);
  });

  it('is refused by name where it would have to write a change log', async () => {
    await changedTable();
    await setOptions({ 'changelog-producer': 'lookup' });
    const [result] = await runCompaction(compaction(store));
    expect(result).toMatchObject({ outcome: 'refused' });
    expect(result!.error!.message).toMatch(/its compactions write its change log \(lookup\)/);
  });

  it.each(['partial-update', 'aggregation', 'first-row', 'FIRST-ROW'])(
    'is refused by name for the merge engine %s, as are rounds, and reading unless that is supported',
    async (engine) => {
      await changedTable();
      await setOptions({ 'merge-engine': engine });
      const lake = (await readTable(store, TABLE))!;
      const name = engine.toLowerCase();
      const [compacted] = await runCompaction(compaction(store));
      expect(compacted).toMatchObject({ outcome: 'refused', error: { code: 'REFUSED' } });
      expect(compacted!.error!.message).toContain(`merge engine is ${name}`);
      await put('c.parquet', 300, [[3, 'U', 'third', 3]]);
      const round = await sync();
      expect(round).toMatchObject({ outcome: 'refused', error: { code: 'REFUSED' } });
      expect(round.error!.message).toContain(`the merge engine of the table is ${name} now`);
      // First rows are what was compacted: of files above level 0.
      const reading = rows();
      if (name === 'first-row') expect(await reading).toEqual(['1 I one', '2 I two', '3 I three']);
      else await expect(reading).rejects.toMatchObject({ code: 'REFUSED', message: `its merge engine is ${name}` });
      const changes = readChanges(store, TABLE, { after: 1, upTo: 2 });
      const refused = name === 'first-row' ? /first-row table/ : new RegExp(`its merge engine is ${name}`);
      await expect(changes.then((found) => scanChanges(store, found!)[Symbol.asyncIterator]().next())).rejects.toThrow(
        refused,
      );
      expect((await readTable(store, TABLE))!.snapshot).toEqual(lake.snapshot);
      // To a run that did not write it, it is somebody else's.
      const state = join(folder.target, '..', 'other', 'state.db');
      const { result } = await migrateFolder(folder, { state, ...keyed(KEY) });
      expect(result.tables).toMatchObject([{ outcome: 'failed', error: { code: 'TARGET_FOREIGN' } }]);
    },
  );

  it.each(['before', 'after'] as const)('changes nothing else when it dies at any of its writes (%s)', async (when) => {
    await changedTable();
    const fresh = join(folder.target, '..', 'fresh');
    await cp(folder.target, fresh, { recursive: true });
    for (let n = 1; ; n++) {
      await rm(folder.target, { recursive: true });
      await cp(fresh, folder.target, { recursive: true });
      let failed = false;
      await runCompaction(compaction(failingAt(store, n, when, () => (failed = true))));
      expect(await rows()).toEqual(LEFT);
      const [again] = await runCompaction(compaction(store));
      expect(again!.error).toBeUndefined();
      expect(await rows()).toEqual(LEFT);
      expect((await readTable(store, TABLE))!.snapshot!.id).toBe(3);
      if (!failed) {
        expect(n).toBeGreaterThan(3);
        break;
      }
    }
  });
});

/** A table of two rows, made anew, and beside its source file one of three changes that the next round finds. */
async function beginAgain(key: KeyRequest): Promise<void> {
  await rm(folder.target, { recursive: true, force: true });
  await rm(folder.source, { recursive: true, force: true });
  await put('a.parquet', 100, [
    [1, 'I', 'one', 1],
    [2, 'I', 'two', 1],
  ]);
  await sync(key);
  await put('b.parquet', 200, [
    [2, 'U', 'second', 2],
    [1, 'D', 'one', 2],
    [5, 'I', 'five', 2],
  ]);
}

describe('a round of a primary-key table that dies at any of its writes', () => {
  it.each([
    ['before', KEY],
    ['after', KEY],
    ['before', LOGGED],
    ['after', LOGGED],
  ] as const)('is made once when run again (%s, %o)', async (when, key) => {
    for (let n = 1; ; n++) {
      await beginAgain(key);
      let failed = false;
      await sync(
        key,
        failingAt(store, n, when, () => (failed = true)),
      ).catch(() => undefined);
      expect((await sync(key)).error).toBeUndefined();
      expect(await rows()).toEqual(['2 U second', '5 I five']);
      const { snapshot } = (await readTable(store, TABLE))!;
      expect(snapshot!.id).toBe(2);
      expect(snapshot!.changelogRecordCount).toBe(key === LOGGED ? 3 : undefined);
      if (!failed) {
        expect(n).toBeGreaterThan(4);
        break;
      }
      const garbage = { target: store, statePath: join(folder.target, '.lakelift', 'state.db') };
      // The second try may be planned at another time, which its manifests say.
      const { strays } = await collectGarbage(garbage, { apply: false, olderThan: 0 });
      expect(strays.filter((path) => !path.includes('/manifest/'))).toEqual([]);
    }
  });
});

describe('a round of a primary-key table that another writer replaced', () => {
  const THEIRS = 'data-0bd9e8a1-5f5e-4f6b-9a3c-1d2e3f4a5b6c-0.parquet';

  /** The other writer's snapshot adds the rows of a file that is there once more, as a file of changes. */
  const replacingBoth = (publish: () => Promise<unknown>): Promise<void> =>
    replacing(folder.target, TABLE, publish, async (copy, { schema, files }) => {
      const [{ path, entry, ...file }] = files as [LiveFile];
      await cp(join(copy, path), join(copy, dirname(path), THEIRS));
      return [{ ...file, schema, fileName: THEIRS, keyed: { ...entry.keyed, level: 0 } }];
    });

  /** What a stream would read of a snapshot, from the change log where the table keeps one. */
  async function changesOf(snapshot: number): Promise<string[]> {
    const changes = (await readChanges(store, TABLE, { after: snapshot - 1, upTo: snapshot }))!;
    return linesOf(scanChanges(store, changes, { columns: ['id', 'name'], rowKind: true }));
  }

  it.each(['before', 'after'] as const)(
    'has its rows and changes once, though the run dies at any of its writes (%s)',
    async (when) => {
      for (let n = 1; ; n++) {
        await beginAgain(LOGGED);
        await replacingBoth(() => sync(LOGGED));
        expect(await rows()).toEqual(['1 I one', '2 I two']);
        let failed = false;
        const dying = await sync(
          LOGGED,
          failingAt(store, n, when, () => (failed = true)),
        );
        if (!failed) expect(dying.restoredAs).toBe(3);
        expect((await sync(LOGGED)).error).toBeUndefined();
        expect(await rows()).toEqual(['2 U second', '5 I five']);
        const { files, snapshot } = (await readTable(store, TABLE))!;
        expect(files.filter(({ fileName }) => fileName === THEIRS)).toHaveLength(1);
        expect(snapshot).toMatchObject({ id: 3, commitKind: 'APPEND', deltaRecordCount: 3 });
        expect(snapshot!.changelogRecordCount).toBe(3);
        expect(await changesOf(3)).toEqual(['+I 2 second', '+I 5 five', '-D 1 one']);
        expect(await sync(LOGGED)).toMatchObject({ outcome: 'unchanged' });
        if (!failed) {
          expect(n).toBeGreaterThan(5);
          break;
        }
        const garbage = { target: store, statePath: join(folder.target, '.lakelift', 'state.db') };
        const { strays } = await collectGarbage(garbage, { apply: false, olderThan: 0 });
        expect(strays.filter((path) => !path.includes('/manifest/'))).toEqual([]);
      }
    },
  );
});
