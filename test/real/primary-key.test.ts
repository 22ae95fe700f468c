import fc from 'fast-check';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCompaction } from '../../compact/index.js';
import { SortKeyWriter } from '../../formats/index.js';
import { encodeType } from '../../lake/data-type.js';
import { bucketOf, readTable, scanTable } from '../../lake/index.js';
import { inferMetastore } from '../../migrate/index.js';
import type { KeyRequest } from '../../migrate/index.js';
import { writeOutput } from '../../migrate/output.js';
import { openSource, openTarget, sourceBasePath } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { runRound } from '../../sync/round.js';
import type { SyncContext } from '../../sync/index.js';
import { useDuck } from '../duck.js';
import { canonText, KEY_TYPES } from '../lake/any-key.js';
import { goldenBuckets, type KeyList } from '../lake/golden-buckets.js';
import { migrateFolder } from '../migrate/warehouse.js';
import { runJava, runPython } from '../services/paimon-programs.js';
import { runPython as runSpark } from '../services/spark.js';

interface Reading {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly filters: readonly { readonly ids?: readonly number[]; readonly files?: number; readonly error?: string }[];
}

const COLUMNS = [
  ['id', 'INT'],
  ['name', 'STRING'],
  ['amount', 'DECIMAL(9, 2)'],
  ['ts', 'BIGINT'],
  ['dt', 'STRING'],
].map(([name, type]) => ({ name, type }));
const FILTERS = [
  { column: 'id', type: 'INT', op: '=', literal: '77', where: 'id = 77' },
  { column: 'id', type: 'INT', op: '>', literal: '990', where: 'id > 990' },
  { column: 'name', type: 'STRING', op: '=', literal: 'n3', where: "name = 'n3'" },
  { column: 'amount', type: 'DECIMAL(9, 2)', op: '<', literal: '300', where: 'amount < 3' },
  { column: 'ts', type: 'BIGINT', op: 'null', literal: null, where: 'ts IS NULL' },
  { column: 'dt', type: 'STRING', op: '=', literal: 'b', where: "dt = 'b'" },
];
const DESCRIBED = { name: 'orders', columns: COLUMNS, partitionKeys: ['dt'] };

const spelled = ({ rows }: Pick<Reading, 'rows'>): string[][] =>
  rows.map((row) => row.map(String)).sort(([a], [b]) => Number(a) - Number(b));

/** The rows of the table as lakelift reads them. */
async function scanned(target: TargetStore): Promise<string[][]> {
  const rows: (string | null)[][] = [];
  const columns = COLUMNS.map(({ name }) => name!);
  for await (const batch of scanTable(target, (await readTable(target, 'shop.db/orders'))!, { columns })) {
    const lines = Array.from({ length: batch.rowCount }, (): (string | null)[] => []);
    for (const column of batch.columns) column.forEach((value, row) => lines[row]!.push(textOf(value)));
    rows.push(...lines);
  }
  return spelled({ rows });
}
const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString() : String(value);

const KEYS: ReadonlyMap<string, KeyRequest> = new Map([
  ['shop.orders', { columns: ['dt', 'id'], buckets: 2, sequenceFields: ['ts'], duplicates: 'refuse' }],
]);
const duck = useDuck();
let folder: string;

/** What a round over the warehouse in `folder` needs. */
async function syncContext(): Promise<SyncContext> {
  const [sourceUrl, targetUrl] = [`file://${folder}/warehouse`, `file://${folder}/lake`];
  const source = await openSource(sourceUrl);
  return {
    source,
    sourceUrl,
    metastore: inferMetastore(source, sourceBasePath(sourceUrl)),
    target: await openTarget(targetUrl),
    targetUrl,
    tables: ['*.*'],
    targetFileSize: 128 * 1024 * 1024,
    onRefuse: 'skip-table',
    statePath: join(folder, 'lake', '.lakelift', 'state.db'),
    catalogPath: join(folder, 'lake', '.lakelift', 'catalog.db'),
    workers: 2,
    progress: () => undefined,
  };
}

const SOURCE = () => `read_parquet('${folder}/warehouse/shop.db/orders/*/*.parquet', hive_partitioning = true)`;

/** Set by the services' global setup once the engines are in the cache. */
describe.skipIf(process.env['LAKELIFT_TEST_RUN'] === undefined)('primary-key tables', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-keys-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('100,000 keys of every type are in the bucket, and in the order, that Java Paimon has them in', async () => {
    const single: KeyList[] = KEY_TYPES.map(([type, values], index) => {
      const keys = fc.sample(values, { seed: index, numRuns: 4_000 }).map((value) => [value]);
      return { types: [type], buckets: 1 + index * 7, keys };
    });
    const all = fc.tuple(...KEY_TYPES.map(([, values]) => values));
    const types = KEY_TYPES.map(([type]) => type);
    const lists: KeyList[] = [...single, { types, buckets: 97, keys: fc.sample(all, { seed: 1, numRuns: 24_000 }) }];
    expect(lists.reduce((sum, { keys }) => sum + keys.length, 0)).toBe(100_000);
    lists.push(...goldenBuckets());
    const writer = new SortKeyWriter();
    const sorted = lists.map(({ types, buckets, keys }) => {
      const ordered = keys.map((key) => {
        writer.reset();
        key.forEach((value, index) => writer.value(value, types[index]!));
        return { key, bytes: Buffer.from(writer.bytes) };
      });
      ordered.sort((a, b) => a.bytes.compare(b.bytes));
      return { types, buckets, keys: ordered.map(({ key }) => key) };
    });
    const asked = sorted.map(({ types, buckets, keys }) => ({
      types: types.map((type) => encodeType(type, () => 0)),
      buckets,
      keys: keys.map((key) => key.map((value, index) => canonText(value, types[index]!))),
    }));
    await writeFile(join(folder, 'keys.json'), JSON.stringify(asked));
    await runJava(folder, 'BucketsOfPaimon', join(folder, 'keys.json'), join(folder, 'buckets.json'));
    const answers = JSON.parse(await readFile(join(folder, 'buckets.json'), 'utf8')) as {
      buckets: number[];
      outOfOrder: number;
    }[];
    sorted.forEach(({ types, buckets, keys }, index) => {
      expect(keys.map((key) => bucketOf(types, key, buckets))).toEqual(answers[index]!.buckets);
      expect(answers[index]!.outOfOrder, JSON.stringify(types)).toBe(0);
    });
  });

  test('made and changed by Java Paimon are read and compacted right, and changed by Java again', async () => {
    const lake = join(folder, 'java');
    const java = (what: string): Promise<void> => runJava(folder, 'ChangeKeysWithPaimon', lake, 'shop', 'orders', what);
    await writeFile(join(folder, 'java.json'), JSON.stringify([{ ...DESCRIBED, filters: [] }]));
    const javaRows = async (): Promise<string[][]> => {
      await runJava(folder, 'ReadWithPaimon', lake, 'shop', join(folder, 'java.json'), join(folder, 'read.json'));
      return spelled(
        (JSON.parse(await readFile(join(folder, 'read.json'), 'utf8')) as Record<string, Reading>)['orders']!,
      );
    };
    const target = await openTarget(pathToFileURL(lake).href);
    const expectSame = async (): Promise<string[][]> => {
      const rows = await javaRows();
      expect(await scanned(target)).toEqual(rows);
      return rows;
    };
    const compact = (): ReturnType<typeof runCompaction> => {
      const settings = { tables: ['*.*'], where: [], targetFileSize: 1 << 27, workers: 2, progress: () => undefined };
      return runCompaction({ target, statePath: join(folder, 'java-state.db'), ...settings });
    };
    await java('create');
    await java('upsert');
    const rows = await expectSame();
    expect(rows).toHaveLength(1000);
    expect(rows.slice(0, 3).map(([id, name]) => [id, name])).toEqual([
      ['0', 'n0'],
      ['1', 'changed'],
      ['3', 'n3'],
    ]);
    expect(await compact()).toMatchObject([{ outcome: 'compacted', snapshotId: 3 }]);
    expect(await expectSame()).toEqual(rows);
    await java('upsert');
    await java('compact');
    expect(await expectSame()).toEqual(rows);
    expect(await compact()).toMatchObject([{ outcome: 'unchanged' }]);
  });

  describe('made of a Hive table', () => {
    beforeAll(async () => {
      for (const [partition, from] of [
        ['a', 0],
        ['b', 500],
      ] as const) {
        for (let file = 0; file < 2; file++) {
          const start = from + file * 250;
          const path = join(folder, `warehouse/shop.db/orders/dt=${partition}/${file}.parquet`);
          await mkdir(dirname(path), { recursive: true });
          await duck.rows(`COPY (SELECT i::INTEGER AS id, CASE WHEN i % 11 = 0 THEN NULL ELSE 'n' || (i % 9) END AS name,
            (i / 100)::DECIMAL(9,2) AS amount, CASE WHEN i % 7 = 0 THEN NULL ELSE i END AS ts
            FROM range(${start}, ${start + 250}) t(i) ORDER BY hash(i)) TO '${path}' (FORMAT parquet)`);
        }
      }
      const warehouse = { source: join(folder, 'warehouse'), target: join(folder, 'lake') };
      const { result } = await migrateFolder(warehouse, { primaryKeys: KEYS });
      expect(result.tables).toMatchObject([{ outcome: 'migrated', rows: 1000, filesAfter: 4 }]);
      await writeFile(join(folder, 'tables.json'), JSON.stringify([{ ...DESCRIBED, filters: FILTERS }]));
    });

    async function reading(reader: 'Java Paimon' | 'pypaimon'): Promise<Reading> {
      const output = join(folder, `${reader}.json`);
      const args = [join(folder, 'lake'), 'shop', join(folder, 'tables.json'), output];
      if (reader === 'pypaimon') await runPython(folder, 'read_with_pypaimon.py', ...args);
      else await runJava(folder, 'ReadWithPaimon', ...args);
      return (JSON.parse(await readFile(output, 'utf8')) as Record<string, Reading>)['orders']!;
    }

    /** The rows of the source as readers spell them; amounts are unscaled. */
    const expected = (from: string): Promise<string[][]> =>
      duck.rows(`SELECT id, name, (amount * 100)::BIGINT, ts, dt FROM ${from} ORDER BY id`);

    test.each(['Java Paimon', 'pypaimon'] as const)('has every row and answers every filter in %s', async (reader) => {
      const found = await reading(reader);
      expect(spelled(found)).toEqual(await expected(SOURCE()));
      for (const [index, { where }] of FILTERS.entries()) {
        const ids = (await duck.rows(`SELECT id FROM ${SOURCE()} WHERE ${where} ORDER BY id`)).map(([id]) =>
          Number(id),
        );
        expect(found.filters[index], where).toMatchObject({ ids });
      }
    });

    test('is changed by key and compacted by sync, Java Paimon and compact in turn', async () => {
      const late = `SELECT * FROM (VALUES (600, 'synced', 1.25::DECIMAL(9,2), 100000::BIGINT), (200000, 'new', 1.25, 1),
        (601, 'too late', 1.25, 0)) t(id, name, amount, ts)`;
      await duck.rows(`COPY (${late}) TO '${folder}/warehouse/shop.db/orders/dt=b/2.parquet' (FORMAT parquet)`);
      const context = await syncContext();
      const { tables } = await runRound(context, 1, (task, onUpload) =>
        writeOutput(task, context.source, context.target, onUpload),
      );
      expect(tables).toMatchObject([{ outcome: 'changed', snapshotId: 2 }]);
      await runJava(folder, 'ChangeKeysWithPaimon', join(folder, 'lake'), 'shop', 'orders', 'upsert');
      // As sequence fields are null or the id itself, 601 keeps its row, and so does 3.
      const changed = `(SELECT * FROM ${SOURCE()} WHERE id NOT IN (1, 2, 600, 200000) AND name IS DISTINCT FROM 'too late'
        UNION ALL SELECT 1, 'changed', 1.25, 1000000, 'a' UNION ALL SELECT 100000, 'added', 1.25, 1, 'a'
        UNION ALL SELECT 600, 'synced', 1.25, 100000, 'b' UNION ALL SELECT 200000, 'new', 1.25, 1, 'b')`;
      expect(spelled(await reading('Java Paimon'))).toEqual(await expected(changed));
      const compacted = await runCompaction({ ...context, where: [], progress: () => undefined });
      expect(compacted).toMatchObject([{ outcome: 'compacted' }]);
      for (const reader of ['Java Paimon', 'pypaimon'] as const) {
        expect(spelled(await reading(reader)), reader).toEqual(await expected(changed));
      }
      await runJava(folder, 'ChangeKeysWithPaimon', join(folder, 'lake'), 'shop', 'orders', 'upsert');
      await runJava(folder, 'ChangeKeysWithPaimon', join(folder, 'lake'), 'shop', 'orders', 'compact');
      expect(spelled(await reading('Java Paimon'))).toEqual(await expected(changed));
    });

    test('is read by Spark, filters too, which changes rows by key, deletes and compacts', async () => {
      interface Found {
        readonly ids: readonly string[][];
        readonly rows: Reading['rows'];
        readonly changed: Reading['rows'];
        readonly compacted: Reading['rows'];
      }
      const before = spelled(await reading('Java Paimon'));
      const where = ['id = 77', 'id > 990', "name = 'n3'", 'ts IS NULL', "dt = 'b'"];
      const args = [join(folder, 'lake'), 'shop.orders', ...where];
      const found = await runSpark<Found>('change_keys.py', join(folder, 'spark.json'), args);
      const text = (rows: Reading['rows']): string[][] => rows.map((row) => row.map(String));
      expect(text(found.rows)).toEqual(before);
      const tests: ((row: readonly string[]) => boolean)[] = [
        ([id]) => id === '77',
        ([id]) => Number(id) > 990,
        ([, name]) => name === 'n3',
        (row) => row[3] === 'null',
        (row) => row[4] === 'b',
      ];
      expect(found.ids).toEqual(tests.map((test) => before.filter(test).map(([id]) => id)));
      const changed = before
        .filter(([id]) => id !== '6')
        .map((row) => (row[0] === '5' ? ['5', 'by Spark', '250', '2000000', 'a'] : row));
      changed.push(['300000', 'new', '250', '1', 'b']);
      expect(text(found.changed)).toEqual(changed);
      expect(text(found.compacted)).toEqual(changed);
      expect(spelled(await reading('Java Paimon'))).toEqual(changed);
    });
  });
});
