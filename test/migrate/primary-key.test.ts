import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { LakeliftError } from '../../errors/index.js';
import { bucketOf, readTable } from '../../lake/index.js';
import { collectGarbage } from '../../migrate/index.js';
import type { KeyRequest } from '../../migrate/index.js';
import { openSource, openTarget } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { addEngineLevel, verifyTable } from '../../verify/index.js';
import type { SparkEngine } from '../../verify/index.js';
import { useDuck } from '../duck.js';
import { failingAt } from './failing-store.js';
import { migrateFolder } from './warehouse.js';
import type { Warehouse } from './warehouse.js';

const duck = useDuck();
let folder: Warehouse;
let count = 0;

beforeEach(() => {
  const base = join(duck.folder(), `pk${count++}`);
  folder = { source: join(base, 'warehouse'), target: join(base, 'lake') };
});

async function addFile(path: string, query: string): Promise<void> {
  const file = join(folder.source, 'shop.db', path);
  await mkdir(dirname(file), { recursive: true });
  await duck.rows(`COPY (${query}) TO '${file}' (FORMAT parquet)`);
}

const orders = (from: number, to: number, status = 'new'): string =>
  `SELECT i::INTEGER AS id, 'c' || (i % 10) AS customer, (i / 7)::DECIMAL(9,2) AS amount, '${status}' AS status,
     CASE WHEN i % 3 = 0 THEN NULL ELSE i::BIGINT END AS ts FROM range(${from}, ${to}) t(i) ORDER BY hash(i)`;

const asked = (columns: string[], more: Partial<KeyRequest> = {}): ReadonlyMap<string, KeyRequest> =>
  new Map([['shop.orders', { columns, sequenceFields: [], duplicates: 'refuse', ...more }]]);

const lake = async () => readTable(await openTarget(pathToFileURL(folder.target).href), 'shop.db/orders');

/** Rows of the lake's files, partition columns and all, as DuckDB sees them. */
async function lakeQuery(columns: string): Promise<string> {
  const files = (await lake())!.files.map(({ path }) => `'${join(folder.target, path)}'`);
  return `SELECT ${columns} FROM read_parquet([${files.join()}], hive_partitioning = false)`;
}

async function verified(plan: Awaited<ReturnType<typeof migrateFolder>>['plan']) {
  const source = await openSource(pathToFileURL(folder.source).href);
  const target = await openTarget(pathToFileURL(folder.target).href);
  return verifyTable({ source, target, plan: plan.tables[0]! }, 3);
}

describe('a primary-key table', () => {
  it('has each row once, in the bucket and the order of its key', async () => {
    for (const [day, from] of [
      ['01', 0],
      ['02', 600],
    ] as const) {
      for (let file = 0; file < 3; file++) {
        const query = orders(from + file * 200, from + file * 200 + 200);
        await addFile(`orders/dt=2024-01-${day}/part-${file}.parquet`, query);
      }
    }
    const primaryKeys = asked(['id', 'dt'], { buckets: 3 });
    const { plan, result } = await migrateFolder(folder, { primaryKeys });
    expect(result.tables).toMatchObject([{ outcome: 'migrated', rows: 1200, filesBefore: 6, filesAfter: 6 }]);
    const { schema, files } = (await lake())!;
    expect(schema).toMatchObject({ primaryKeys: ['id', 'dt'], options: { bucket: '3' } });
    expect(files).toHaveLength(6);
    const source = `SELECT *, regexp_extract(filename, 'dt=([^/]*)', 1) AS dt FROM (SELECT id, customer, amount, status, ts, filename
      FROM read_parquet('${folder.source}/shop.db/orders/*/*.parquet', hive_partitioning = false, filename = true))`;
    const columns = 'id, customer, amount, status, ts, dt';
    const written = await lakeQuery(columns);
    expect(await duck.rows(`(SELECT ${columns} FROM (${source})) EXCEPT ALL (${written})`)).toEqual([]);
    expect(await duck.rows(`(${written}) EXCEPT ALL (SELECT ${columns} FROM (${source}))`)).toEqual([]);
    for (const { path, entry, rowCount } of files) {
      const rows = await duck.rows(
        `SELECT _KEY_id, id, _VALUE_KIND, _SEQUENCE_NUMBER FROM '${join(folder.target, path)}'`,
      );
      expect(rows).toHaveLength(rowCount);
      const keys = rows.map(([key]) => Number(key));
      expect(keys).toEqual([...keys].sort((a, b) => a - b));
      expect(rows.every(([key, id, kind]) => key === id && kind === '0')).toBe(true);
      expect(new Set(keys.map((key) => bucketOf([{ kind: 'INT' }], [key], 3)))).toEqual(new Set([entry.bucket]));
      expect(path).toContain(`/bucket-${entry.bucket}/`);
    }
    expect(await verified(plan)).toMatchObject({ passed: true, rows: { source: 1200, target: 1200 } });
  });

  it('is refused, with the number of rows, when keys come twice and nothing says which row counts', async () => {
    await addFile('orders/a.parquet', orders(0, 100));
    await addFile('orders/b.parquet', orders(90, 200));
    const { result } = await migrateFolder(folder, { primaryKeys: asked(['id']) });
    expect(result.tables).toMatchObject([{ outcome: 'failed', error: { code: 'REFUSED' } }]);
    expect(result.tables[0]!.error!.message).toMatch(/^10 rows .* have the key of another row, for example id=9\d$/);
    expect(await lake()).toBeUndefined();
  });

  it('keeps the last of each key when told so, and proves it', async () => {
    await addFile('orders/a.parquet', orders(0, 100));
    await addFile('orders/b.parquet', orders(90, 200, 'late'));
    const { plan, result } = await migrateFolder(folder, { primaryKeys: asked(['id'], { duplicates: 'last' }) });
    expect(result.tables).toMatchObject([{ outcome: 'migrated', rows: 200 }]);
    const query = await lakeQuery("count(*), count(DISTINCT id), count(*) FILTER (status = 'late')");
    expect(await duck.rows(query)).toEqual([['200', '200', '110']]);
    const verification = await verified(plan);
    expect(verification).toMatchObject({ passed: true, rows: { source: 210, target: 200 } });
    // Spark's answers about 210 and 200 rows cannot be the same: it is not even started.
    const target = await openTarget(pathToFileURL(folder.target).href);
    const engine: SparkEngine = { submit: '/no/spark-submit', args: [], settings: {}, secrets: {} };
    const [asked4] = await addEngineLevel(target, engine, plan.tables, [verification]);
    expect(asked4!.levels.map(({ level }) => level)).toEqual([0, 1, 2, 3]);
    expect(asked4!.notVerified.join()).toContain('Spark was not asked');
  });

  it('keeps the row with the largest sequence field, null being the least', async () => {
    await addFile(
      'orders/a.parquet',
      `SELECT 1 AS id, 'a' AS status, 5 AS ts UNION ALL SELECT 2, 'a', NULL UNION ALL SELECT 3, 'a', 7`,
    );
    await addFile(
      'orders/b.parquet',
      `SELECT 1 AS id, 'b' AS status, 4 AS ts UNION ALL SELECT 2, 'b', 1 UNION ALL SELECT 3, 'a', 7`,
    );
    const { plan } = await migrateFolder(folder, { primaryKeys: asked(['id'], { sequenceFields: ['ts'] }) });
    expect((await lake())!.schema.options).toMatchObject({ 'sequence.field': 'ts' });
    expect(await duck.rows(await lakeQuery('id, status'))).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'a'],
    ]);
    expect(await verified(plan)).toMatchObject({ passed: true });
  });

  it('is found different when a row is not the one that counts', async () => {
    await addFile('orders/a.parquet', `SELECT 1 AS id, 'old' AS status, 1 AS ts UNION ALL SELECT 1, 'new', 2`);
    const { plan } = await migrateFolder(folder, { primaryKeys: asked(['id'], { sequenceFields: ['ts'] }) });
    await rm(join(folder.source, 'shop.db/orders/a.parquet'));
    await addFile('orders/a.parquet', `SELECT 1 AS id, 'old' AS status, 2 AS ts UNION ALL SELECT 1, 'new', 1`);
    const { passed, levels } = await verified(plan);
    expect(passed).toBe(false);
    expect(JSON.stringify(levels)).toContain('not those that count for their keys');
  });

  it.each([
    ['a column the table lacks', ['nr'], 'no such column'],
    ['a key of nothing but partition keys', ['dt'], 'no column besides the partition keys'],
    ['a key without a partition key', ['id'], 'lacks a partition key'],
  ])('is refused by name: %s', async (_, columns, reason) => {
    await addFile('orders/dt=1/a.parquet', orders(0, 10));
    const { result } = await migrateFolder(folder, { primaryKeys: asked(columns) });
    expect(result.tables).toMatchObject([{ outcome: 'refused', error: { code: 'REFUSED' } }]);
    expect(result.tables[0]!.error!.message).toContain(reason);
  });

  it('is refused by name: keys that are null', async () => {
    await addFile('orders/a.parquet', orders(0, 10));
    const { result } = await migrateFolder(folder, { primaryKeys: asked(['id', 'ts']) });
    expect(result.tables).toMatchObject([{ outcome: 'failed', error: { code: 'REFUSED', place: { column: 'ts' } } }]);
    await addFile('orders/dt=__HIVE_DEFAULT_PARTITION__/a.parquet', orders(0, 10));
    await rm(join(folder.source, 'shop.db/orders/a.parquet'));
    const again = await migrateFolder(folder, { primaryKeys: asked(['id', 'dt']) });
    expect(again.result.tables).toMatchObject([{ outcome: 'refused', error: { place: { column: 'dt' } } }]);
  });
});

describe('a migration into a primary-key table that dies at any of its writes', () => {
  it.each(['before', 'after'] as const)('loses nothing and doubles nothing when run again (%s)', async (when) => {
    for (let file = 0; file < 3; file++) await addFile(`orders/${file}.parquet`, orders(file * 50, file * 50 + 50));
    const primaryKeys = asked(['id'], { buckets: 2 });
    for (let n = 1; ; n++) {
      await rm(folder.target, { recursive: true, force: true });
      let failed = false;
      const target = (store: TargetStore) => failingAt(store, n, when, () => (failed = true));
      await migrateFolder(folder, { target, primaryKeys }).catch((error: unknown) =>
        expect(error).toBeInstanceOf(LakeliftError),
      );
      if (!failed) {
        expect(n).toBeGreaterThan(8);
        break;
      }
      const { plan, result } = await migrateFolder(folder, { primaryKeys });
      expect(result.tables[0]!.error).toBeUndefined();
      expect(await verified(plan)).toMatchObject({ passed: true, rows: { source: 150, target: 150 } });
      const garbage = {
        target: await openTarget(pathToFileURL(folder.target).href),
        statePath: join(folder.target, '.lakelift', 'state.db'),
      };
      expect(await collectGarbage(garbage, { apply: false, olderThan: 0 })).toEqual({
        strays: [],
        uploads: [],
        kept: [],
      });
    }
  });

  it('writes no file for a bucket without rows', async () => {
    await addFile('orders/a.parquet', orders(0, 1));
    const { plan, result } = await migrateFolder(folder, { primaryKeys: asked(['id'], { buckets: 5 }) });
    expect(result.tables).toMatchObject([{ outcome: 'migrated', rows: 1 }]);
    const buckets = (await readdir(join(folder.target, 'shop.db/orders'))).filter((name) => name.startsWith('bucket'));
    expect(buckets).toHaveLength(1);
    expect(await verified(plan)).toMatchObject({ passed: true });
  });
});
