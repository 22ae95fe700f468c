import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTable, newTableSchema, readTable, reachableFiles, type DataFile } from '../../lake/index.js';
import { openTarget, type TargetStore } from '../../stores/index.js';
import { failingStore } from './failing-store.js';

const TABLE = 'sales.db/orders';
const COMMIT = { user: 'plan-0123', timeMillis: 1_700_000_000_000 };

const schema = newTableSchema({
  columns: [
    { name: 'id', type: { kind: 'BIGINT' } },
    { name: 'name', type: { kind: 'STRING' } },
  ],
  partitionKeys: [{ name: 'dt', type: { kind: 'DATE' } }],
  timeMillis: 1_600_000_000_000,
});

const file = (index: number, day: number | null): DataFile => ({
  partition: [day],
  fileName: `data-${index}.parquet`,
  fileSize: 1000 + index,
  rowCount: index + 1,
  statistics: new Map([
    ['id', { nullCount: 0, min: BigInt(index), max: BigInt(index * 2) }],
    ['name', { nullCount: index + 1 }],
  ]),
  creationTime: 1_650_000_000_000 + index,
});
const FILES = [file(0, 19782), file(1, 19782), file(2, null), file(3, 0)];

let root: string;
let store: TargetStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lakelift-lake-'));
  store = await openTarget(`file://${root}`);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function listed(): Promise<string[]> {
  const paths: string[] = [];
  for await (const page of store.listFiles('')) paths.push(...page.map((found) => found.path));
  return paths;
}

async function expectComplete(files: readonly DataFile[] = FILES): Promise<void> {
  const table = await readTable(store, TABLE);
  const sorted = [...(table?.files ?? [])].sort((a, b) => a.fileSize - b.fileSize);
  expect(
    sorted.map(({ path, schemaId, entry, ...rest }) => {
      expect(entry.fileName).toBe(rest.fileName);
      return { file: rest, schemaId, inBucket: path.includes('/bucket-0/') };
    }),
  ).toEqual(
    files.map((given) => ({
      file: { ...given, statistics: new Map([...given.statistics, ['dt', partitionStatistics(given)]]) },
      schemaId: 0,
      inBucket: true,
    })),
  );
  expect(table?.schema).toEqual(schema);
  expect(table?.snapshot).toMatchObject({
    id: 1,
    commitUser: COMMIT.user,
    commitKind: 'APPEND',
    timeMillis: COMMIT.timeMillis,
  });
  expect(table?.snapshot?.totalRecordCount).toBe(files.reduce((rows, { rowCount }) => rows + rowCount, 0));
  expect((await listed()).filter((path) => path.includes('/snapshot/'))).toEqual(
    ['EARLIEST', 'LATEST', 'snapshot-1'].map((name) => `${TABLE}/snapshot/${name}`),
  );
}

function partitionStatistics({ partition, rowCount }: DataFile): object {
  const day = partition[0] ?? null;
  return day === null ? { nullCount: rowCount } : { nullCount: 0, min: day, max: day };
}

test('a created table is read back as it was given', async () => {
  expect(await readTable(store, TABLE)).toBeUndefined();
  expect(await createTable(store, TABLE, schema, FILES, COMMIT)).toEqual({ outcome: 'created', snapshotId: 1 });
  await expectComplete();
});

test('creating it again changes nothing', async () => {
  await createTable(store, TABLE, schema, FILES, COMMIT);
  const before = await listed();
  expect(await createTable(store, TABLE, schema, FILES, COMMIT)).toEqual({ outcome: 'already', snapshotId: 1 });
  expect(await listed()).toEqual(before);
  await expectComplete();
});

test('a table without files has a snapshot without rows', async () => {
  await createTable(store, TABLE, schema, [], COMMIT);
  await expectComplete([]);
});

test('very many files go into several manifests', async () => {
  const files = Array.from({ length: 25_000 }, (_, index) => file(index, index % 100));
  await createTable(store, TABLE, schema, files, COMMIT);
  const manifests = (await listed()).filter((path) => /\/manifest-[0-9a-f]/.test(path));
  expect(manifests.length).toBe(2);
  expect((await readTable(store, TABLE))?.files.length).toBe(files.length);
});

test('everything of the table is reachable, what lies beside it is not', async () => {
  await createTable(store, TABLE, schema, FILES, COMMIT);
  const reached = await reachableFiles(store, TABLE);
  expect([...reached]).toEqual(expect.arrayContaining(await listed()));
  expect(reached.has(`${TABLE}/dt=19782/bucket-0/data-0.parquet`)).toBe(true);
  expect(reached.has(`${TABLE}/dt=__HIVE_DEFAULT_PARTITION__/bucket-0/data-2.parquet`)).toBe(true);
  expect(reached.has(`${TABLE}/dt=19782/bucket-0/data-9.parquet`)).toBe(false);
  expect((await listed()).length + FILES.length).toBe(reached.size);
});

test('the same file twice is refused before anything is written', async () => {
  await expect(createTable(store, TABLE, schema, [file(0, 1), file(0, 1)], COMMIT)).rejects.toThrowError(/twice/);
  expect(await listed()).toEqual([]);
});

describe('the table of another writer', () => {
  test('is left as it is', async () => {
    await createTable(store, TABLE, schema, FILES, COMMIT);
    const other = { ...COMMIT, user: 'somebody' };
    await expect(createTable(store, TABLE, schema, [], other)).rejects.toMatchObject({
      code: 'TARGET_FOREIGN',
      place: { file: `file://${root}/${TABLE}/snapshot/snapshot-1` },
    });
    await expectComplete();
  });

  test('is recognised by its schema alone', async () => {
    await store.createIfAbsent(`${TABLE}/schema/schema-0`, Buffer.from('{}'));
    await expect(createTable(store, TABLE, schema, FILES, COMMIT)).rejects.toMatchObject({
      code: 'TARGET_FOREIGN',
      place: { file: `file://${root}/${TABLE}/schema/schema-0` },
    });
    expect(await listed()).toEqual([`${TABLE}/schema/schema-0`]);
  });

  test('is recognised when its schema comes between our snapshot and our schema', async () => {
    const failing = failingStore(store, 'before', (path) => path.endsWith('schema-0'));
    await expect(createTable(failing, TABLE, schema, FILES, COMMIT)).rejects.toThrowError(/failing/);
    const theirs = Buffer.from('{"version":3,"id":0,"fields":[],"highestFieldId":0,"timeMillis":1}');
    await store.createIfAbsent(`${TABLE}/schema/schema-0`, theirs);
    await expect(createTable(store, TABLE, schema, FILES, COMMIT)).rejects.toMatchObject({ code: 'TARGET_FOREIGN' });
  });
});

test('of three that create at once one says created, the table is there once', async () => {
  const outcomes = await Promise.all([1, 2, 3].map(() => createTable(store, TABLE, schema, FILES, COMMIT)));
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['already', 'already', 'created']);
  await expectComplete();
});

describe.each(['before', 'after'] as const)('a failure %s the n-th call to the store', (when) => {
  test('leaves nothing that a second run does not complete, whatever n', async () => {
    for (let fatal = 1; ; fatal++) {
      await rm(root, { recursive: true, force: true });
      let call = 0;
      const failing = failingStore(store, when, () => ++call === fatal);
      const crashed = await createTable(failing, TABLE, schema, FILES, COMMIT).then(
        () => false,
        () => true,
      );
      if (!crashed) {
        // Manifest, two lists, snapshot, two hints and schema, and the looks before them.
        expect(fatal).toBeGreaterThan(8);
        break;
      }
      const visible = (await listed()).includes(`${TABLE}/schema/schema-0`);
      if (visible) await expectComplete();
      else expect(await readTable(store, TABLE)).toBeUndefined();
      const { outcome } = await createTable(store, TABLE, schema, FILES, COMMIT);
      expect(outcome).toBe(visible ? 'already' : 'created');
      await expectComplete();
    }
  });
});
