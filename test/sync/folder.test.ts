import { mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import { runCompaction } from '../../compact/index.js';
import { LakeliftError } from '../../errors/index.js';
import { commitChange, expireSnapshots, planExpiry, readTable } from '../../lake/index.js';
import type { LiveFile } from '../../lake/index.js';
import { collectGarbage, openJournal, planMigration } from '../../migrate/index.js';
import { writeOutput } from '../../migrate/output.js';
import type { TargetStore } from '../../stores/index.js';
import { runRound } from '../../sync/round.js';
import { verifyTable } from '../../verify/index.js';
import { failingStore } from '../lake/failing-store.js';
import { failingAt } from '../migrate/failing-store.js';
import { migrateFolder } from '../migrate/warehouse.js';
import {
  TABLE,
  context,
  duck,
  expectEqual,
  folder,
  followed,
  live,
  pathOf,
  put,
  snapshot,
  source,
  store,
  sync,
} from './followed.js';

describe('a source that is not there, as on a disk that is not mounted', () => {
  const away = () => `${folder.source}-away`;
  /** Hive's own list of tables, which is there without the source. */
  const hive = async () => {
    const ddl = `${folder.source}.sql`;
    await writeFile(ddl, 'CREATE TABLE shop.orders (id BIGINT, name STRING) PARTITIONED BY (dt INT) STORED AS PARQUET');
    const warehouse = { source, url: pathToFileURL(folder.source).href };
    return { metastore: await openMetastore(`ddl:${ddl}`, { warehouse }) };
  };
  const round = async () => followed.sync(await hive());

  it('empties no table, with and without the folder it would be mounted on', async () => {
    expect(await round()).toMatchObject({ outcome: 'created', rows: 40 });
    await rename(folder.source, away());
    await expect(round()).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'the folder of the source is not there',
      place: { file: folder.source },
    });
    await mkdir(folder.source);
    const place = { table: 'shop.orders', file: join(folder.source, TABLE) };
    expect(await round()).toMatchObject({
      outcome: 'refused',
      error: { message: 'its folder is gone, with all files it had', place },
    });
    await rm(folder.source, { recursive: true });
    await rename(away(), folder.source);
    expect(await round()).toMatchObject({ outcome: 'unchanged' });
    await expectEqual();
  });

  it('is told apart from a table whose files were removed', async () => {
    await round();
    await rm(join(folder.source, TABLE), { recursive: true });
    await mkdir(join(folder.source, TABLE));
    expect(await round()).toMatchObject({ outcome: 'changed', filesRemoved: 4 });
    expect(await live()).toEqual([]);
  });
});

describe('a table that follows its source', () => {
  it('is migrated first, and left alone while nothing happens', async () => {
    expect(await sync()).toMatchObject({ outcome: 'created', rows: 40, snapshotId: 1, lagSeconds: 0 });
    await expectEqual();
    expect(await sync()).toMatchObject({ outcome: 'unchanged', filesAdded: 0, filesRemoved: 0 });
    expect((await snapshot()).id).toBe(1);
  });

  it('gets files that came in by one append, which reads and writes nothing else', async () => {
    await sync();
    const before = (await live()).map(({ path }) => path);
    await put(1, 2);
    await put(3, 0);
    expect(await sync()).toMatchObject({ outcome: 'changed', filesAdded: 2, filesRemoved: 0, rows: 60, snapshotId: 2 });
    expect(await snapshot()).toMatchObject({ commitKind: 'APPEND', totalRecordCount: 60, deltaRecordCount: 20 });
    expect((await live()).map(({ path }) => path)).toEqual(expect.arrayContaining(before));
    await expectEqual();
  });

  it('has a partition replaced in which files were changed or removed', async () => {
    await sync();
    await put(1, 0, 5);
    await rm(pathOf(2, 1));
    await put(3, 0);
    const changed = { outcome: 'changed', filesAdded: 2, filesRemoved: 2, rows: 40 };
    expect(await sync()).toMatchObject(changed);
    expect(await snapshot()).toMatchObject({ commitKind: 'OVERWRITE', totalRecordCount: 40 });
    await expectEqual();
  });

  it('loses a dropped partition and gets it back under other file names', async () => {
    await sync();
    const [first] = await live();
    await rename(dirname(pathOf(1, 0)), join(folder.source, '_aside'));
    expect(await sync()).toMatchObject({ outcome: 'changed', filesAdded: 0, filesRemoved: 2, rows: 20 });
    await expectEqual();
    await rename(join(folder.source, '_aside'), dirname(pathOf(1, 0)));
    expect(await sync()).toMatchObject({ outcome: 'changed', filesAdded: 2, rows: 40, snapshotId: 3 });
    // A reader takes a name that was deleted once for deleted.
    expect((await live()).map(({ fileName }) => fileName)).not.toContain(first!.fileName);
    await expectEqual();
  });

  it('waits for a file that is being written', async () => {
    await sync();
    await put(1, 2);
    await put(1, 3);
    await truncate(pathOf(1, 3), 100);
    expect(await sync()).toMatchObject({
      outcome: 'changed',
      filesAdded: 1,
      rows: 50,
      waiting: [pathOf(1, 3).slice(1)],
    });
    await put(1, 3);
    expect(await sync()).toMatchObject({ outcome: 'changed', filesAdded: 1, rows: 60, waiting: [] });
    await put(1, 0, 1);
    await put(1, 4);
    await truncate(pathOf(1, 4), 100);
    // The partition is to be replaced, which must not lose rows meanwhile.
    expect(await sync()).toMatchObject({ outcome: 'waiting', error: { code: 'SOURCE_CHANGED' } });
    expect((await snapshot()).totalRecordCount).toBe(60);
    await put(1, 4);
    expect(await sync()).toMatchObject({ outcome: 'changed', rows: 70 });
    await expectEqual();
  });

  it('goes on after it was compacted, and after a migration', async () => {
    await migrateFolder(folder);
    await put(1, 2);
    expect(await sync()).toMatchObject({ outcome: 'changed', rows: 50 });
    await runCompaction({ ...context(store), where: [], progress: () => undefined });
    expect((await live()).length).toBe(2);
    await rm(pathOf(1, 1));
    expect(await sync()).toMatchObject({ outcome: 'changed', rows: 40 });
    await expectEqual();
    const { result, plan } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'unchanged' }]);
    const verified = await verifyTable({ source, target: store, plan: plan.tables[0]! }, 3);
    expect(verified).toMatchObject({ passed: true, rows: { source: 40, target: 40 } });
  });

  it('does not replace a partition others have written rows into', async () => {
    await sync();
    const [first] = await live();
    const schema = (await readTable(store, TABLE))!.schema;
    const add = [{ ...first!, schema, fileName: 'data-theirs.parquet' }];
    const theirs = { kind: 'APPEND', add, remove: [], user: 'them', identifier: 1n, timeMillis: 1, since: 1 } as const;
    await commitChange(store, TABLE, theirs);
    await put(3, 0);
    expect(await sync()).toMatchObject({ outcome: 'changed', snapshotId: 3 });
    await put(1, 0, 7);
    await put(2, 0, 7);
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'COMMIT_CONFLICT' } });
    expect((await snapshot()).id).toBe(3);
  });
});

describe('a round that dies at any of its writes', () => {
  it.each(['before', 'after'] as const)('has every row once after the next round (%s)', async (when) => {
    for (let n = 1; ; n++) {
      await rm(folder.target, { recursive: true, force: true });
      await rm(join(folder.source, TABLE), { recursive: true });
      for (const day of [1, 2]) for (const part of [0, 1]) await put(day, part);
      await sync();
      await put(1, 0, n);
      await put(2, 2);
      await put(3, 0);
      let failed = false;
      const dying = failingAt(store, n, when, () => (failed = true));
      await sync(dying).catch((error: unknown) => expect(error).toBeInstanceOf(LakeliftError));
      if (!failed) {
        expect(n).toBeGreaterThan(6);
        break;
      }
      // Half of the time the source goes on while nobody follows it.
      if (n % 2 === 0) await put(2, 3);
      expect((await sync()).error).toBeUndefined();
      await expectEqual();
      expect(await sync()).toMatchObject({ outcome: 'unchanged' });
      const garbage = { target: store, statePath: context(store).statePath };
      await collectGarbage(garbage, { apply: true, olderThan: 0 });
      expect(await collectGarbage(garbage, { apply: false, olderThan: 0 })).toEqual({
        strays: [],
        uploads: [],
        kept: [],
      });
      await expectEqual();
    }
  });

  it('goes on with what came after the state that a first round had copied when it died', async () => {
    expect(await sync(failingOn(store, /snapshot-1$/))).toMatchObject({ outcome: 'failed' });
    await put(3, 0);
    expect(await sync()).toMatchObject({ outcome: 'created', filesAdded: 5, rows: 50, lagSeconds: 0, snapshotId: 2 });
    expect(await sync()).toMatchObject({ outcome: 'unchanged', rows: 50 });
    await expectEqual();
  });

  it('is completed when it died right after its snapshot', async () => {
    await sync();
    await put(1, 2);
    const ctx = context(store);
    const noCatalog = { ...ctx, catalogPath: join(folder.target, '.lakelift') };
    await runRound(noCatalog, 1, (task, onUpload) => writeOutput(task, source, store, onUpload));
    const { id } = await snapshot();
    expect(id).toBe(2);
    expect(await sync()).toMatchObject({ outcome: 'unchanged', rows: 50 });
    expect((await snapshot()).id).toBe(2);
    const journal = openJournal(ctx.statePath);
    const [table] = journal.tables();
    expect(table).toMatchObject({ state: 'DONE', snapshotId: 2 });
    expect(journal.rounds(table!.id)).toEqual([]);
    journal.close();
    await expectEqual();
  });
});

it('plans nothing to do for a migration of what it followed', async () => {
  await sync();
  await put(1, 2);
  await sync();
  const { tables } = await planMigration(context(store));
  const journal = openJournal(context(store).statePath);
  expect(journal.tables()[0]!.sourceId).toBe(tables[0]!.sourceId);
  journal.close();
  await writeFile(join(dirname(pathOf(1, 0)), '_SUCCESS'), '');
  expect(await sync()).toMatchObject({ outcome: 'unchanged' });
});

describe('what others did to a partition that changed', () => {
  /** A commit of somebody else; files are copies of a live one's description. */
  async function theirs(
    kind: 'APPEND' | 'COMPACT',
    names: readonly string[],
    remove: readonly LiveFile[],
  ): Promise<void> {
    const { schema, snapshot: latest } = (await readTable(store, TABLE))!;
    const [like] = remove.length > 0 ? remove : await live();
    const rowCount = kind === 'COMPACT' ? remove.reduce((sum, file) => sum + file.rowCount, 0) : like!.rowCount;
    const add = names.map((fileName) => ({ ...like!, schema, fileName, rowCount }));
    const change = {
      kind,
      add,
      remove,
      user: 'them',
      identifier: BigInt(latest!.id),
      timeMillis: 1,
      since: latest!.id,
    };
    await commitChange(store, TABLE, change);
  }
  const inPartition = async (day: string): Promise<LiveFile[]> =>
    (await live()).filter(({ path }) => path.includes(`/dt=${day}/`));
  const expire = async (): Promise<void> => {
    const expiry = await planExpiry(store, TABLE, { retainMax: 1 }, Date.now());
    await expireSnapshots(store, expiry!);
  };

  it('is noticed when as many rows came as went', async () => {
    await sync();
    const [first] = await inPartition('1');
    await theirs('APPEND', ['data-theirs.parquet'], []);
    // One of ours goes for one of theirs: the number of rows is what it was.
    const { snapshot: latest } = (await readTable(store, TABLE))!;
    const gone = { kind: 'OVERWRITE', add: [], remove: [first!], user: 'them', identifier: 9n, timeMillis: 1 } as const;
    await commitChange(store, TABLE, { ...gone, since: latest!.id });
    await put(1, 0, 7);
    const found = await sync();
    expect(found).toMatchObject({ outcome: 'failed', error: { code: 'COMMIT_CONFLICT' } });
    expect(found.error!.place.file).toMatch(/data-theirs\.parquet$/);
  });

  it('is noticed when it was compacted together with ours', async () => {
    await sync();
    await theirs('APPEND', ['data-theirs.parquet'], []);
    await theirs('COMPACT', ['data-merged.parquet'], await inPartition('1'));
    await put(1, 0, 7);
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'COMMIT_CONFLICT' } });
  });

  it('is let go when only ours were compacted, with and without the snapshots that tell', async () => {
    await sync();
    await theirs('COMPACT', ['data-merged.parquet'], await inPartition('1'));
    await put(1, 0, 7);
    expect(await sync()).toMatchObject({ outcome: 'changed', rows: 40 });
    await expectEqual();
    await theirs('COMPACT', ['data-again.parquet'], await inPartition('1'));
    await put(3, 0);
    await sync();
    await theirs('COMPACT', ['data-more.parquet'], await inPartition('2'));
    await theirs('COMPACT', ['data-most.parquet'], await inPartition('2'));
    await expire();
    await put(2, 0, 7);
    expect(await sync()).toMatchObject({ outcome: 'changed', rows: 50 });
  });

  it('is let go when only ours were compacted, and rounds have passed since', async () => {
    await sync();
    await theirs('COMPACT', ['data-merged.parquet'], await inPartition('1'));
    for (const part of [2, 3]) {
      await put(2, part);
      await sync();
    }
    await put(1, 0, 7);
    expect(await sync()).toMatchObject({ outcome: 'changed', rows: 60 });
    await expectEqual();
  });

  it('does not keep a round that died from being told by its files, when its snapshots have expired', async () => {
    for (const published of [true, false]) {
      await put(9, Number(published));
      await sync();
      await put(9, 5, Number(published));
      const ctx = context(store);
      const broken = published
        ? { ...ctx, catalogPath: join(folder.target, '.lakelift') }
        : { ...ctx, target: failingOn(store, /snapshot-\d+$/) };
      const died = await runRound(broken, 1, (task, onUpload) => writeOutput(task, source, store, onUpload)).catch(
        () => undefined,
      );
      expect(died?.tables[0]?.error).toBeDefined();
      const { id } = await snapshot();
      for (let i = 0; i < 3; i++) await theirs('COMPACT', [`data-${published}${i}.parquet`], await inPartition('2'));
      await expire();
      expect((await snapshot()).id).toBe(id + 3);
      expect((await sync()).error).toBeUndefined();
      await expectRows();
      expect(await sync()).toMatchObject({ outcome: 'unchanged' });
    }
  });

  /** As many rows as the source has: files of these commits are descriptions only. */
  async function expectRows(): Promise<void> {
    const files = await duck.rows(`SELECT file FROM glob('${folder.source}/${TABLE}/*/part-*.parquet')`);
    expect((await live()).reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(10 * files.length);
  }
});

/** A store that creates no file of that name. */
const failingOn = (under: TargetStore, name: RegExp): TargetStore =>
  failingStore(under, 'before', (path) => name.test(path));
