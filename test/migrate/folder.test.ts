import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { LakeliftError } from '../../errors/index.js';
import { readTable } from '../../lake/index.js';
import { collectGarbage, inferMetastore } from '../../migrate/index.js';
import { openSource, openTarget, sourceBasePath } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { useDuck } from '../duck.js';
import { failingStore } from '../lake/failing-store.js';
import { failingAt } from './failing-store.js';
import { migrateFolder } from './warehouse.js';
import type { Warehouse } from './warehouse.js';

const duck = useDuck();
const HOURS = 3;
const FILES = 4;
let folder: Warehouse;
let count = 0;

/** `shop.orders`: partitioned by day and hour, four small files in each, names in mixed case. */
beforeEach(async () => {
  const base = join(duck.folder(), `w${count++}`);
  folder = { source: join(base, 'warehouse'), target: join(base, 'lake') };
  for (let hour = 0; hour < HOURS; hour++) {
    for (let file = 0; file < FILES; file++) await addFile(`dt=2024-01-01/hr=${hour}/part-${file}.parquet`, hour, file);
  }
});

async function addFile(name: string, hour: number, file: number, columns = ''): Promise<void> {
  const path = join(folder.source, 'shop.db/orders', name);
  await mkdir(dirname(path), { recursive: true });
  const query = `SELECT i::INTEGER AS "OrderId", CASE WHEN i % 7 = 0 THEN NULL ELSE 'c' || i END AS customer,
    (i / 100)::DECIMAL(9,2) AS amount, TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (i) SECOND AS ts ${columns}
    FROM range(${(hour * FILES + file) * 100}, ${(hour * FILES + file + 1) * 100}) t(i)`;
  await duck.rows(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
}

const SOURCE = () =>
  `SELECT "OrderId" AS orderid, customer, amount, ts, hr::VARCHAR AS hr FROM read_parquet('${folder.source}/shop.db/orders/*/*/*.parquet', hive_partitioning = true)`;

/** The table's rows by its snapshot's live files, with the partition from the manifest. */
async function targetQuery(): Promise<string | undefined> {
  const store = await openTarget(pathToFileURL(folder.target).href);
  const table = await readTable(store, 'shop.db/orders');
  if (table === undefined) return undefined;
  const parts = table.files.map((file) => {
    const hour = Buffer.from(file.partition[1] as Uint8Array).toString();
    const path = join(folder.target, file.path);
    return `SELECT *, '${hour}' AS hr FROM read_parquet('${path}', hive_partitioning = false)`;
  });
  return parts.join(' UNION ALL ');
}

async function expectEqual(): Promise<void> {
  const target = await targetQuery();
  expect(await duck.rows(`(${target}) EXCEPT ALL (${SOURCE()})`)).toEqual([]);
  expect(await duck.rows(`(${SOURCE()}) EXCEPT ALL (${target})`)).toEqual([]);
  expect(await duck.rows(`SELECT count(*) FROM (${target})`)).toEqual([[String(HOURS * FILES * 100)]]);
}

const garbage = async () => {
  const target = await openTarget(pathToFileURL(folder.target).href);
  return { target, statePath: join(folder.target, '.lakelift', 'state.db') };
};

describe('a migration from folder to folder', () => {
  it('merges the files of each partition and keeps every row', async () => {
    const { plan, result } = await migrateFolder(folder);
    expect(plan.tables[0]!.totals).toMatchObject({ filesBefore: 12, filesAfter: 3, rows: 1200, partitions: 3 });
    expect(result.tables).toMatchObject([{ table: 'shop.orders', outcome: 'migrated', rows: 1200, snapshotId: 1 }]);
    await expectEqual();
  });

  it('refuses tables whose names differ only in case, and goes on with the others', async () => {
    for (const path of ['shop.db/Orders/a.parquet', 'Shop.db/orders/a.parquet', 'shop.db/others/a.parquet']) {
      const file = join(folder.source, path);
      await mkdir(dirname(file), { recursive: true });
      await duck.rows(`COPY (SELECT 1 AS i) TO '${file}' (FORMAT parquet)`);
    }
    const { plan, result } = await migrateFolder(folder);
    const outcomes = result.tables.map(({ table, outcome }) => `${table} ${outcome}`);
    expect(outcomes.sort()).toEqual([
      'Shop.orders refused',
      'shop.Orders refused',
      'shop.orders refused',
      'shop.others migrated',
    ]);
    expect(plan.tables[0]!.refusals[0]!.reason).toBe(
      'Shop.orders and shop.Orders and shop.orders are one table to Hive, which ignores case',
    );
    // Whatever was asked for before.
    const sourceUrl = pathToFileURL(folder.source).href;
    const metastore = inferMetastore(await openSource(sourceUrl), sourceBasePath(sourceUrl));
    await expect(metastore.getTable('shop', 'Orders')).rejects.toMatchObject({ code: 'REFUSED' });
    await rm(join(folder.source, 'Shop.db'), { recursive: true });
    await rm(join(folder.source, 'shop.db/Orders'), { recursive: true });
    await metastore.databases();
    expect(await metastore.getTable('shop', 'orders')).toMatchObject({ name: 'orders' });
  });

  it('changes nothing when run again', async () => {
    await migrateFolder(folder);
    const before = await readdir(folder.target, { recursive: true });
    const { result } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'unchanged' }]);
    expect((await readdir(folder.target, { recursive: true })).sort()).toEqual(before.sort());
  });

  it('tells of a table that it has migrated and the target has lost', async () => {
    await migrateFolder(folder);
    await rm(join(folder.target, 'shop.db'), { recursive: true });
    const { result } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'failed', error: { code: 'NOT_FOUND' } }]);
  });

  it('carries tables without files and files without rows', async () => {
    await rm(join(folder.source, 'shop.db/orders'), { recursive: true });
    await addFile('dt=2024-01-01/hr=0/empty.parquet', 0, 0);
    const path = join(folder.source, 'shop.db/orders/dt=2024-01-01/hr=0');
    await duck.rows(`COPY (SELECT * FROM '${path}/empty.parquet' LIMIT 0) TO '${path}/none.parquet' (FORMAT parquet)`);
    await writeFile(join(path, 'zero.parquet'), '');
    const { result } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'migrated', rows: 100, filesAfter: 1 }]);
  });

  it('refuses what it cannot carry by name and carries the rest', async () => {
    await addFile('dt=2024-01-01/hr=0/unsigned.parquet', 0, 0, ', 1::UINTEGER AS u');
    const other = join(folder.source, 'shop.db/fine');
    await mkdir(other);
    await duck.rows(`COPY (SELECT 1::INTEGER AS id) TO '${other}/a.parquet' (FORMAT parquet)`);
    const { result } = await migrateFolder(folder);
    expect(result.tables.map(({ table, outcome }) => [table, outcome])).toEqual([
      ['shop.fine', 'migrated'],
      ['shop.orders', 'refused'],
    ]);
    expect(result.tables[1]!.error).toMatchObject({ code: 'REFUSED' });
    expect(JSON.stringify(result.tables[1]!.error)).toContain('unsigned.parquet');
  });

  it('refuses a corrupt file by name and publishes nothing', async () => {
    await writeFile(join(folder.source, 'shop.db/orders/dt=2024-01-01/hr=1/part-9.parquet'), 'PAR1 nothing PAR1');
    const { result } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'refused' }]);
    expect(JSON.stringify(result.tables[0]!.error)).toContain('part-9.parquet');
    expect(await targetQuery()).toBeUndefined();
  });

  it('does not touch a table another writer made', async () => {
    const schema = join(folder.target, 'shop.db/orders/schema');
    await mkdir(schema, { recursive: true });
    await writeFile(join(schema, 'schema-0'), '{}');
    const { result } = await migrateFolder(folder);
    expect(result.tables[0]!.outcome).toBe('failed');
    expect(await readdir(join(folder.target, 'shop.db/orders'))).toEqual(['schema']);
  });

  it('says so when the source changed after it was migrated', async () => {
    await migrateFolder(folder);
    await addFile('dt=2024-01-01/hr=0/late.parquet', 9, 9);
    const { result } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'failed', error: { code: 'SOURCE_CHANGED' } }]);
  });
});

describe('a migration that dies at any of its writes', () => {
  it.each(['before', 'after'] as const)('loses nothing and doubles nothing when run again (%s)', async (when) => {
    for (let n = 1; ; n++) {
      await rm(folder.target, { recursive: true, force: true });
      let failed = false;
      const target = (store: TargetStore) => failingAt(store, n, when, () => (failed = true));
      await migrateFolder(folder, { target }).catch((error: unknown) => expect(error).toBeInstanceOf(LakeliftError));
      if (!failed) {
        expect(n).toBeGreaterThan(8);
        break;
      }
      // A table is there whole or not at all.
      if ((await targetQuery()) !== undefined) await expectEqual();
      const { result } = await migrateFolder(folder);
      expect(result.tables[0]!.error).toBeUndefined();
      await expectEqual();
      expect(await collectGarbage(await garbage(), { apply: false, olderThan: 0 })).toEqual({
        strays: [],
        uploads: [],
        kept: [],
      });
    }
  });

  it('plans anew when it died before the table was visible and the source has changed since', async () => {
    // The last hint is written, the schema is not.
    let hinted = false;
    const fails = (path: string): boolean => {
      hinted ||= path.endsWith('/LATEST');
      return hinted && path.endsWith('/schema-0');
    };
    const { result: died } = await migrateFolder(folder, { target: (store) => failingStore(store, 'before', fails) });
    expect(died.tables[0]!.outcome).toBe('failed');
    expect(await readdir(join(folder.target, 'shop.db/orders/snapshot'))).toContain('snapshot-1');
    await addFile('dt=2024-01-01/hr=0/late.parquet', HOURS, 0);
    const { result } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'migrated', rows: 1300 }]);
    await collectGarbage(await garbage(), { apply: true, olderThan: 0 });
    const manifests = await readdir(join(folder.target, 'shop.db/orders/manifest'));
    expect(manifests).toHaveLength(3);
  });

  it('keeps what another writer has not committed yet', async () => {
    await migrateFolder(folder);
    const theirs = [
      'shop.db/orders/dt=2024-01-01/hr=0/bucket-0/data-0bd9e8a1-5f5e-4f6b-9a3c-1d2e3f4a5b6c-0.parquet',
      'shop.db/orders/manifest/manifest-0bd9e8a1-5f5e-4f6b-9a3c-1d2e3f4a5b6c-0',
      'shop.db/orders/snapshot/.snapshot-2.0bd9e8a1-5f5e-4f6b-9a3c-1d2e3f4a5b6c.tmp',
    ];
    for (const path of theirs) await writeFile(join(folder.target, path), 'on its way');
    expect(await collectGarbage(await garbage(), { apply: true, olderThan: 0 })).toEqual({
      strays: [],
      uploads: [],
      kept: [],
    });
    const left = await readdir(folder.target, { recursive: true });
    expect(left).toEqual(expect.arrayContaining(theirs));
  });

  it('does not keep what lakelift itself left half written of metadata, of later schemas too', async () => {
    await migrateFolder(folder);
    const left = ['schema/.schema-12', 'snapshot/.snapshot-2'].map(
      (name) => `shop.db/orders/${name}.0bd9e8a1-5f5e-4f6b-9a3c-1d2e3f4a5b6c.lakelift.tmp`,
    );
    for (const path of left) await writeFile(join(folder.target, path), 'cut');
    const { uploads } = await collectGarbage(await garbage(), { apply: true, olderThan: 0 });
    expect(uploads.map(({ path }) => path).sort()).toEqual(
      ['schema/schema-12', 'snapshot/snapshot-2'].map((name) => `shop.db/orders/${name}`),
    );
    for (const path of left) await expect(stat(join(folder.target, path))).rejects.toThrow('ENOENT');
  });

  it('leaves strays that the garbage collection finds when the source changes in between', async () => {
    await migrateFolder(folder, { target: (store) => failingAt(store, 3, 'before', () => undefined) });
    await addFile('dt=2024-01-01/hr=0/late.parquet', HOURS, 0);
    const { result } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'migrated', rows: 1300 }]);
    const found = await collectGarbage(await garbage(), { apply: true, olderThan: 0 });
    expect(found.strays.length).toBeGreaterThan(0);
    expect(await collectGarbage(await garbage(), { apply: false, olderThan: 0 })).toEqual({
      strays: [],
      uploads: [],
      kept: [],
    });
  });
});
