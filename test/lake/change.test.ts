import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  commitChange,
  createTable,
  newTableSchema,
  reachableFiles,
  readTable,
  type AddedFile,
  type Guard,
  type LiveFile,
  type TableChange,
} from '../../lake/index.js';
import { readManifestList, readSnapshot } from '../../lake/history.js';
import { openTarget, type TargetStore } from '../../stores/index.js';
import { failingStore } from './failing-store.js';

const TABLE = 'sales.db/orders';
const FIRST = { user: 'plan-0123', timeMillis: 1_700_000_000_000 };
const schema = newTableSchema({
  columns: [{ name: 'id', type: { kind: 'BIGINT' } }],
  partitionKeys: [{ name: 'dt', type: { kind: 'DATE' } }],
  timeMillis: 1_600_000_000_000,
});

const file = (name: string, rowCount = 10): AddedFile => ({
  schema,
  partition: [name.length],
  fileName: `data-${name}.parquet`,
  fileSize: 1000,
  rowCount,
  statistics: new Map([['id', { nullCount: 0, min: 1n, max: 2n }]]),
  creationTime: 1_650_000_000_000,
});

const change = (parts: Partial<TableChange> & Pick<TableChange, 'user'>): TableChange => ({
  kind: 'APPEND',
  add: [],
  remove: [],
  identifier: 1n,
  timeMillis: 1_700_000_001_000,
  since: 1,
  ...parts,
});

let root: string;
let store: TargetStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lakelift-change-'));
  store = await openTarget(`file://${root}`);
  await createTable(store, TABLE, schema, [file('a'), file('b')], FIRST);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function live(): Promise<LiveFile[]> {
  return [...(await readTable(store, TABLE))!.files];
}
const names = async (): Promise<string[]> =>
  (await live()).map(({ fileName }) => /data-(.*)\.parquet/.exec(fileName)![1]!).sort();
const latest = async () => (await readTable(store, TABLE))!.snapshot!;

async function hint(): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.read(`${TABLE}/snapshot/LATEST`)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('an append is one more snapshot on top of the others', async () => {
  const outcome = await commitChange(store, TABLE, change({ user: 'u', add: [file('c', 5)] }));
  expect(outcome).toEqual({ outcome: 'committed', snapshotId: 2 });
  expect(await names()).toEqual(['a', 'b', 'c']);
  expect(await latest()).toMatchObject({ id: 2, commitKind: 'APPEND', totalRecordCount: 25, deltaRecordCount: 5 });
  expect((await readSnapshot(store, TABLE, 1)).totalRecordCount).toBe(20);
  expect(await hint()).toBe('2');
});

test('files are taken away and added in one snapshot, and what was there stays reachable', async () => {
  const remove = await live();
  await commitChange(store, TABLE, change({ user: 'u', kind: 'COMPACT', add: [file('ab', 20)], remove }));
  expect(await names()).toEqual(['ab']);
  expect(await latest()).toMatchObject({ commitKind: 'COMPACT', totalRecordCount: 20, deltaRecordCount: 0 });
  expect((await live())[0]!.entry.record).toMatchObject({ _FILE: { _FILE_SOURCE: 1 } });
  const reached = await reachableFiles(store, TABLE);
  for (const { path } of [...remove, ...(await live())]) expect(reached.has(path)).toBe(true);
});

test('a file that another writer took away cannot be taken away again', async () => {
  const remove = (await live()).slice(0, 1);
  await commitChange(store, TABLE, change({ user: 'them', kind: 'OVERWRITE', remove }));
  const second = commitChange(store, TABLE, change({ user: 'us', kind: 'COMPACT', add: [file('x')], remove }));
  await expect(second).rejects.toMatchObject({ code: 'COMMIT_CONFLICT', place: { file: remove[0]!.path } });
  expect(await names()).toEqual(['b']);
});

test('the same change again is recognised below the snapshots of others, and not where they have expired', async () => {
  const ours = change({ user: 'us', identifier: 7n, add: [file('c')] });
  await commitChange(store, TABLE, ours);
  await commitChange(store, TABLE, change({ user: 'them', add: [file('d')] }));
  await commitChange(store, TABLE, change({ user: 'them', identifier: 2n, add: [file('e')] }));
  expect(await commitChange(store, TABLE, ours)).toEqual({ outcome: 'already', snapshotId: 2 });
  await store.delete(`${TABLE}/snapshot/snapshot-2`);
  await expect(commitChange(store, TABLE, ours)).rejects.toMatchObject({ code: 'COMMIT_CONFLICT' });
  expect(await names()).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('of eight that commit at once none is lost, and none is doubled', async () => {
  const committers = Array.from({ length: 8 }, async (_, user) => {
    const own = await openTarget(`file://${root}`);
    for (let n = 0; n < 5; n++) {
      const { id } = (await readTable(own, TABLE))!.snapshot!;
      const add = [file(`${user}-${n}`)];
      await commitChange(own, TABLE, change({ user: `user-${user}`, identifier: BigInt(n), since: id, add }));
    }
  });
  await Promise.all(committers);
  expect(await latest()).toMatchObject({ id: 41, totalRecordCount: 20 + 400 });
  const all = Array.from({ length: 40 }, (_, i) => `${i % 8}-${Math.floor(i / 8)}`);
  expect(await names()).toEqual(['a', 'b', ...all].sort());
  // Lists of lost races are cleared away; two lists of each snapshot are left.
  const lists: string[] = [];
  for await (const page of store.listFiles(`${TABLE}/manifest/`)) {
    lists.push(...page.map(({ path }) => path).filter((path) => path.includes('manifest-list-')));
  }
  expect(lists.length).toBe(2 * 41);
});

test('many small manifests become few, whatever was added and taken away', async () => {
  for (let n = 0; n < 70; n++) {
    const remove = n % 3 === 2 ? (await live()).filter(({ fileName }) => fileName === `data-f${n - 1}.parquet`) : [];
    const add = [file(`f${n}`)];
    await commitChange(store, TABLE, change({ user: 'u', identifier: BigInt(n), since: n + 1, add, remove }));
  }
  const { id, baseManifestList, totalRecordCount } = await latest();
  expect(id).toBe(71);
  const kept = Array.from({ length: 70 }, (_, n) => n).filter((n) => n % 3 !== 1 || n === 69);
  expect(await names()).toEqual(['a', 'b', ...kept.map((n) => `f${n}`)].sort());
  expect(totalRecordCount).toBe(10 * (await names()).length);
  expect((await readManifestList(store, TABLE, baseManifestList)).length).toBeLessThanOrEqual(30);
  const reached = await reachableFiles(store, TABLE);
  for await (const page of store.listFiles(TABLE)) {
    expect(page.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
  }
});

test('tables whose commits need more are refused', async () => {
  const tracked = { ...schema, options: { ...schema.options, 'row-tracking.enabled': 'true' } };
  await createTable(store, 'sales.db/tracked', tracked, [], FIRST);
  const append = commitChange(store, 'sales.db/tracked', change({ user: 'u', add: [file('c')] }));
  await expect(append).rejects.toMatchObject({ code: 'REFUSED' });
});

describe.each(['before', 'after'] as const)('a failure %s the n-th call to the store', (when) => {
  test('leaves nothing that trying again does not complete once, whatever n', async () => {
    for (let fatal = 1; ; fatal++) {
      await rm(root, { recursive: true, force: true });
      await createTable(store, TABLE, schema, [file('a'), file('b')], FIRST);
      const ours = change({ user: 'u', kind: 'OVERWRITE', add: [file('c')], remove: (await live()).slice(0, 1) });
      let call = 0;
      const failing = failingStore(store, when, () => ++call === fatal);
      const crashed = await commitChange(failing, TABLE, ours).then(
        () => false,
        () => true,
      );
      // The hint is the last call; that it fails is no failure.
      if (!crashed) {
        expect(fatal).toBeGreaterThanOrEqual(5);
        expect(await names()).toEqual(['b', 'c']);
        break;
      }
      await commitChange(store, TABLE, change({ user: 'them', add: [file('d')] }));
      await commitChange(store, TABLE, ours);
      expect(await names()).toEqual(['b', 'c', 'd']);
      expect((await latest()).totalRecordCount).toBe(30);
    }
  });
});

test('the snapshot is made under the lock, on top of those of others who had it before', async () => {
  const guarded: number[] = [];
  const theirs = (n: number) => change({ user: 'them', add: [file(`theirs${n}`)], identifier: BigInt(n) });
  const guard: Guard = async (work) => {
    if (guarded.length < 2) await commitChange(store, TABLE, theirs(guarded.length));
    guarded.push((await latest()).id);
    return work();
  };
  const ours = await commitChange(store, TABLE, change({ user: 'u', add: [file('c')] }), guard);
  expect([ours.snapshotId, guarded]).toEqual([4, [2, 3, 3]]);
  expect(await names()).toEqual(['a', 'b', 'c', 'theirs0', 'theirs1']);
});

describe('a writer without a lock that moves its snapshot over ours as soon as it is there', () => {
  /** A store in which this happens to the snapshots from 2 to `last`; `built` is done to the table before. */
  function overwritten(last: number, built: () => Promise<unknown> = () => Promise.resolve()): TargetStore {
    const createIfAbsent = async (path: string, data: Uint8Array): Promise<'created' | 'exists'> => {
      const id = Number(/snapshot-(\d+)$/.exec(path)?.[1]);
      if (!(id >= 2 && id <= last)) return store.createIfAbsent(path, data);
      const aside = `${root}-theirs`;
      await cp(root, aside, { recursive: true });
      const theirs = { user: 'them', add: [file(`theirs${id}`)], identifier: BigInt(id), since: id - 1 };
      const copy = await openTarget(`file://${aside}`);
      await commitChange(copy, TABLE, change(theirs));
      const made = await store.createIfAbsent(path, data);
      await built();
      await cp(aside, root, { recursive: true });
      await rm(aside, { recursive: true });
      return made;
    };
    return { ...failingStore(store, 'before', () => false), createIfAbsent };
  }

  test('does not take ours away: it is committed again on top of theirs', async () => {
    const ours = change({ user: 'u', add: [file('c')], remove: (await live()).slice(0, 1) });
    expect(await commitChange(overwritten(3), TABLE, ours)).toEqual({ outcome: 'committed', snapshotId: 4 });
    expect(await names()).toEqual(['b', 'c', 'theirs2', 'theirs3']);
    expect((await latest()).totalRecordCount).toBe(40);
  });

  test('does not double ours when another snapshot was made on top of it', async () => {
    const ours = change({ user: 'u', add: [file('c')] });
    const built = () => commitChange(store, TABLE, change({ user: 'v', add: [file('d')] }));
    expect(await commitChange(overwritten(2, built), TABLE, ours)).toMatchObject({ outcome: 'committed' });
    expect(await names()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('ends the change when it happens again and again', async () => {
    const ours = change({ user: 'u', add: [file('c')] });
    await expect(commitChange(overwritten(99), TABLE, ours)).rejects.toMatchObject({ code: 'COMMIT_CONFLICT' });
    expect(await names()).toEqual(expect.arrayContaining(['a', 'b', 'theirs2']));
    expect(await names()).not.toContain('c');
  });
});
