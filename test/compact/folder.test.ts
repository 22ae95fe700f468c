import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { previewCompaction, runCompaction } from '../../compact/index.js';
import type { CompactContext, CompactedTable } from '../../compact/index.js';
import { LakeliftError } from '../../errors/index.js';
import { readSnapshot } from '../../lake/history.js';
import { commitChange, createTable, newTableSchema, readTable } from '../../lake/index.js';
import type { AddedFile, LiveFile, TableSchema } from '../../lake/index.js';
import { encodeSchema } from '../../lake/schema.js';
import { collectGarbage } from '../../migrate/index.js';
import { openTarget } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { useDuck } from '../duck.js';
import { failingStore } from '../lake/failing-store.js';
import { failingAt } from '../migrate/failing-store.js';
import { migrateFolder } from '../migrate/warehouse.js';
import type { Warehouse } from '../migrate/warehouse.js';

const duck = useDuck();
const TABLE = 'shop.db/orders';
const [HOURS, FILES, ROWS] = [3, 4, 100];
let folder: Warehouse;
let store: TargetStore;
let count = 0;

/** `shop.orders`, migrated one file for one: three partitions of four small files. */
beforeEach(async () => {
  const base = join(duck.folder(), `c${count++}`);
  folder = { source: join(base, 'warehouse'), target: join(base, 'lake') };
  for (let i = 0; i < HOURS * FILES; i++) {
    const path = join(folder.source, TABLE, `hr=${i % HOURS}`, `part-${i}.parquet`);
    await mkdir(dirname(path), { recursive: true });
    const query = `SELECT i AS id, CASE WHEN i % 7 = 0 THEN NULL ELSE 'c' || i END AS customer, (i / 10)::DECIMAL(9,1) AS price
      FROM range(${i * ROWS}, ${(i + 1) * ROWS}) t(i)`;
    await duck.rows(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  }
  await migrateFolder(folder, { targetFileSize: 1 });
  store = await openTarget(pathToFileURL(folder.target).href);
});

const context = (changes: Partial<CompactContext> = {}): CompactContext => ({
  target: store,
  statePath: join(folder.target, '.lakelift', 'state.db'),
  tables: ['*.*'],
  where: [],
  targetFileSize: 128 * 1024 * 1024,
  workers: 2,
  progress: () => undefined,
  ...changes,
});
const compact = async (changes: Partial<CompactContext> = {}): Promise<CompactedTable> =>
  (await runCompaction(context(changes)))[0]!;
const live = async (): Promise<readonly LiveFile[]> => (await readTable(store, TABLE))!.files;

/** Sums over the rows of files, each with the partition its manifest states. */
async function rowsOf(files: readonly LiveFile[]): Promise<string[][]> {
  const parts = files.map(({ path, partition }) => {
    const hour = Buffer.from(partition[0] as Uint8Array).toString();
    return `SELECT id, customer, price, '${hour}' AS hr FROM read_parquet('${join(folder.target, path)}', hive_partitioning = false)`;
  });
  return duck.rows(`SELECT hr, count(*), count(DISTINCT id), sum(id), count(customer), min(customer), max(customer), sum(price)
    FROM (${parts.join(' UNION ALL ')}) GROUP BY hr ORDER BY hr`);
}

describe('compacting a migrated table', () => {
  it('leaves one file in each partition with the same rows, and the files of the snapshot before', async () => {
    const before = await live();
    const rows = await rowsOf(before);
    expect(await compact()).toMatchObject({
      table: 'shop.orders',
      outcome: 'compacted',
      filesBefore: 12,
      filesAfter: 3,
      rowsMerged: 1200,
      snapshotId: 2,
    });
    const after = await live();
    expect(after.length).toBe(3);
    expect(await rowsOf(after)).toEqual(rows);
    const first = after.find(({ partition }) => Buffer.from(partition[0] as Uint8Array).toString() === '0')!;
    expect(first).toMatchObject({ rowCount: 400, schemaId: 0 });
    expect(first.statistics.get('id')).toEqual({ nullCount: 0, min: 0n, max: 999n });
    expect(await readSnapshot(store, TABLE, 2)).toMatchObject({ commitKind: 'COMPACT', totalRecordCount: 1200 });
    // Readers of the earlier snapshot find everything as it was.
    expect(await rowsOf(before)).toEqual(rows);
  });

  it('does nothing the second time, and nothing at all when only asked', async () => {
    expect(await previewCompaction(context())).toMatchObject([{ outcome: 'planned', filesBefore: 12, filesAfter: 3 }]);
    expect((await live()).length).toBe(12);
    await compact();
    expect(await compact()).toMatchObject({ outcome: 'unchanged', filesBefore: 3, filesAfter: 3 });
    expect((await readTable(store, TABLE))!.snapshot!.id).toBe(2);
  });

  it('takes only the partitions that are asked for', async () => {
    expect(await compact({ where: ['hr=1'] })).toMatchObject({ filesBefore: 12, filesAfter: 9 });
    expect(await compact({ where: ['hr=none'] })).toMatchObject({ outcome: 'unchanged' });
    await expect(compact({ where: ['day=1'] })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('does not make files larger than asked for', async () => {
    const [{ fileSize }] = (await live()) as [LiveFile];
    const limit = Math.floor(2.5 * fileSize);
    expect(await compact({ targetFileSize: limit })).toMatchObject({ filesBefore: 12, filesAfter: 6 });
    for (const file of await live()) expect(file.fileSize).toBeLessThan(limit);
  });

  it('gives up when somebody else takes a file away meanwhile', async () => {
    const change = { kind: 'OVERWRITE', add: [], user: 'thief', identifier: 1n, timeMillis: 1, since: 1 } as const;
    const remove = (await live()).slice(0, 1);
    let theft: Promise<unknown> | undefined;
    const put: TargetStore['put'] = async (...args) => {
      await (theft ??= commitChange(store, TABLE, { ...change, remove }));
      return store.put(...args);
    };
    const target = { ...failingStore(store, 'before', () => false), put };
    expect(await compact({ target })).toMatchObject({ outcome: 'failed', error: { code: 'COMMIT_CONFLICT' } });
    const rows = (await live()).reduce((sum, { rowCount }) => sum + rowCount, 0);
    expect(rows).toBe(1100);
    expect(await compact()).toMatchObject({ outcome: 'compacted', filesAfter: 3 });
  });
});

describe('a compaction that dies at any of its writes', () => {
  it.each(['before', 'after'] as const)('loses nothing and doubles nothing when run again (%s)', async (when) => {
    const rows = await rowsOf(await live());
    for (let n = 1; ; n++) {
      let failed = false;
      await rm(folder.target, { recursive: true, force: true });
      await migrateFolder(folder, { targetFileSize: 1 });
      const target = failingAt(store, n, when, () => (failed = true));
      await runCompaction(context({ target })).catch((error: unknown) => expect(error).toBeInstanceOf(LakeliftError));
      expect(await rowsOf(await live())).toEqual(rows);
      if (!failed) {
        expect(n).toBeGreaterThan(6);
        break;
      }
      expect((await compact()).error).toBeUndefined();
      expect((await live()).length).toBe(3);
      expect(await rowsOf(await live())).toEqual(rows);
      const garbage = { target: store, statePath: context().statePath };
      await collectGarbage(garbage, { apply: true, olderThan: 0 });
      expect(await collectGarbage(garbage, { apply: false, olderThan: 0 })).toEqual({
        strays: [],
        uploads: [],
        kept: [],
      });
      expect(await rowsOf(await live())).toEqual(rows);
    }
  });
});

describe('tables of other shapes', () => {
  const columns = [{ name: 'id', type: { kind: 'INT' } }] as const;
  const plain = newTableSchema({ columns, partitionKeys: [], timeMillis: 1 });
  const commit = { user: 'other', timeMillis: 1 };
  const path = 'shop.db/other';

  it.each([
    ['its keys are not in fixed buckets', { ...plain, primaryKeys: ['id'] }],
    ['in 4 buckets', { ...plain, options: { bucket: '4' } }],
    ['deletion vectors', { ...plain, options: { 'deletion-vectors.enabled': 'true' } }],
    ['row ids', { ...plain, options: { 'row-tracking.enabled': 'true' } }],
  ] as [string, TableSchema][])('are refused by name for %s, and the others go on', async (reason, schema) => {
    await createTable(store, path, schema, [], commit);
    const [orders, other] = await runCompaction(context());
    expect([orders!.outcome, other!.outcome]).toEqual(['compacted', 'refused']);
    expect(other).toMatchObject({ table: 'shop.other', outcome: 'refused', error: { code: 'REFUSED' } });
    expect(other!.error!.message).toContain(reason);
  });

  it('keep files of each schema together, so that renamed and added columns stay right', async () => {
    const later: TableSchema = {
      ...plain,
      id: 1,
      fields: [
        { id: 0, name: 'number', type: { kind: 'BIGINT' } },
        { id: 1, name: 'note', type: { kind: 'STRING' } },
      ],
      highestFieldId: 1,
    };
    const added = async (schema: TableSchema, name: string, query: string): Promise<AddedFile> => {
      const file = join(folder.target, path, 'bucket-0', name);
      await mkdir(dirname(file), { recursive: true });
      await duck.rows(`COPY (${query}) TO '${file}' (FORMAT parquet)`);
      const { length } = (await store.stat(`${path}/bucket-0/${name}`))!;
      return {
        schema,
        partition: [],
        fileName: name,
        fileSize: length,
        rowCount: 10,
        statistics: new Map(),
        creationTime: 1,
      };
    };
    const old = [0, 1].map((n) =>
      added(plain, `old-${n}.parquet`, `SELECT (${n} * 10 + i)::INTEGER AS id FROM range(10) t(i)`),
    );
    await createTable(store, path, plain, await Promise.all(old), commit);
    await store.createIfAbsent(`${path}/schema/schema-1`, encodeSchema(later));
    const names = [2, 3].map((n) => `SELECT ${n} * 10 + i AS number, 'n' || i AS note FROM range(10) t(i)`);
    const add = await Promise.all(names.map((query, n) => added(later, `new-${n}.parquet`, query)));
    await commitChange(store, path, { kind: 'APPEND', add, remove: [], ...commit, identifier: 2n, since: 1 });
    expect(await compact({ tables: ['shop.other'] })).toMatchObject({ filesBefore: 4, filesAfter: 2, snapshotId: 3 });
    const files = (await readTable(store, path))!.files;
    const columnsOf = async (file: LiveFile): Promise<string[][]> =>
      duck.rows(`SELECT name, type FROM parquet_schema('${join(folder.target, file.path)}') WHERE type IS NOT NULL`);
    const found = await Promise.all(files.map(async (file) => [file.schemaId, file.rowCount, await columnsOf(file)]));
    expect(found.sort()).toEqual([
      [0, 20, [['id', 'INT32']]],
      [
        1,
        20,
        [
          ['number', 'INT64'],
          ['note', 'BYTE_ARRAY'],
        ],
      ],
    ]);
  });
});
