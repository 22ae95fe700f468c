import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import { runCompaction } from '../../compact/index.js';
import { LakeliftError } from '../../errors/index.js';
import { addSchema, readTable, scanTable } from '../../lake/index.js';
import type { LakeTable, TableSchema } from '../../lake/index.js';
import { planMigration } from '../../migrate/index.js';
import type { SyncContext, TableRound } from '../../sync/index.js';
import { verifyTable } from '../../verify/index.js';
import { useDuck } from '../duck.js';
import { failingAt } from '../migrate/failing-store.js';
import { openFollowed } from './open.js';
import type { Followed } from './open.js';

const duck = useDuck();
const TABLE = 'shop.db/orders';
let followed: Followed;
let count = 0;

beforeEach(async () => {
  followed = await openFollowed(join(duck.folder(), `e${count++}`));
});

/** Writes a file of three rows into a partition, beside its place first. */
async function put(day: number, name: string, columns: string): Promise<void> {
  const path = join(followed.folder.source, TABLE, `dt=${day}`, name);
  await mkdir(dirname(path), { recursive: true });
  const query = `SELECT ${columns} FROM range(${day * 10}, ${day * 10 + 3}) t(i)`;
  await duck.rows(`COPY (${query}) TO '${dirname(path)}/_part' (FORMAT parquet)`);
  await close(`${dirname(path)}/_part`, path);
}

/** Moves a file to its place, as one that nobody writes any more. */
async function close(written: string, path: string): Promise<void> {
  await utimes(written, 1, count);
  await rename(written, path);
}

/** What Hive says of the table: its columns. */
async function hive(columns: string, rest = 'STORED AS PARQUET'): Promise<Pick<SyncContext, 'metastore'>> {
  const { folder, source } = followed;
  const file = join(folder.source, '..', 'tables.sql');
  await writeFile(file, `CREATE TABLE shop.orders (${columns}) PARTITIONED BY (dt INT) ${rest}`);
  const warehouse = { source, url: pathToFileURL(folder.source).href };
  return { metastore: await openMetastore(`ddl:${file}`, { warehouse }) };
}

const sync = async (columns: string, changes: Partial<SyncContext> = {}): Promise<TableRound> =>
  followed.sync({ ...(await hive(columns)), ...changes });

const lake = async (): Promise<LakeTable> => (await readTable(followed.store, TABLE))!;
const paths = async (): Promise<string[]> => (await lake()).files.map(({ path }) => path);
const columnsOf = ({ fields }: TableSchema): string[] =>
  fields.map(({ id, name, type }) => `${id} ${name} ${type.kind}`);

/** The rows of the lake as its reader finds them, as texts in order. */
async function rows(): Promise<string[]> {
  const found: string[] = [];
  for await (const { rowCount, columns } of scanTable(followed.store, await lake())) {
    const texts = Array.from({ length: rowCount }, () => [] as string[]);
    for (const column of columns) {
      let row = 0;
      column.forEach((value) => {
        texts[row++]!.push(value instanceof Uint8Array ? Buffer.from(value).toString() : String(value));
      });
    }
    found.push(...texts.map((text) => text.join(' ')));
  }
  return found.sort();
}

/** Level 3 against the source as it is by these columns. */
async function expectEqual(columns: string): Promise<void> {
  const { source, store, context } = followed;
  const { tables } = await planMigration(context(await hive(columns)));
  const verified = await verifyTable({ source, target: store, plan: tables[0]! }, 3);
  expect(verified.levels.flatMap(({ differences }) => differences)).toEqual([]);
}

describe('a table whose columns change in Hive', () => {
  const [ONE, TWO] = ['id INT', 'id INT, name STRING'];

  it('gets a column that came in, and keeps the files that never had it', async () => {
    await put(1, 'a', 'i::INT AS id');
    await sync(ONE);
    const [first] = await paths();
    await put(2, 'a', "i::INT AS id, 'n' || i AS name");
    expect(await sync(TWO)).toMatchObject({ outcome: 'changed', filesAdded: 1, filesRemoved: 0, snapshotId: 2 });
    const { schema, snapshot } = await lake();
    expect(columnsOf(schema)).toEqual(['0 id INT', '2 name STRING', '1 dt INT']);
    expect(snapshot).toMatchObject({ schemaId: 1, commitKind: 'APPEND' });
    expect(await paths()).toContain(first);
    expect(await rows()).toEqual(['10 null 1', '11 null 1', '12 null 1', '20 n20 2', '21 n21 2', '22 n22 2']);
    await expectEqual(TWO);
    expect(await sync(TWO)).toMatchObject({ outcome: 'unchanged' });
    await put(3, 'a', "'n' || i AS name, i::INT AS id");
    expect(await sync(TWO)).toMatchObject({ outcome: 'changed', snapshotId: 3 });
    expect((await lake()).schema.id).toBe(1);
    await expectEqual(TWO);
  });

  it('has partitions written anew that hold a column which came in', async () => {
    await put(1, 'a', "i::INT AS id, 'n' || i AS name");
    await put(2, 'a', 'i::INT AS id');
    await sync(ONE);
    const before = await paths();
    expect(await sync(TWO)).toMatchObject({ outcome: 'changed', filesAdded: 0, filesRemoved: 0, snapshotId: 2 });
    expect((await lake()).snapshot).toMatchObject({ commitKind: 'OVERWRITE', totalRecordCount: 6 });
    expect((await paths()).filter((path) => before.includes(path))).toEqual(
      before.filter((path) => path.includes('dt=2')),
    );
    expect(await rows()).toEqual(['10 n10 1', '11 n11 1', '12 n12 1', '20 null 2', '21 null 2', '22 null 2']);
    await expectEqual(TWO);
  });

  it('loses a column that is gone, and has its values again when it comes back', async () => {
    await put(1, 'a', "i::INT AS id, 'n' || i AS name");
    await sync(TWO);
    const before = await paths();
    expect(await sync(ONE)).toMatchObject({ outcome: 'unchanged' });
    expect(columnsOf((await lake()).schema)).toEqual(['0 id INT', '2 dt INT']);
    expect(await paths()).toEqual(before);
    expect(await rows()).toEqual(['10 1', '11 1', '12 1']);
    await sync(TWO);
    expect(columnsOf((await lake()).schema)).toEqual(['0 id INT', '3 name STRING', '2 dt INT']);
    expect(await rows()).toEqual(['10 n10 1', '11 n11 1', '12 n12 1']);
    await expectEqual(TWO);
  });

  it('gives a column its wider type, and keeps files where every value reads alike', async () => {
    await put(1, 'a', 'i::INT AS id, i::INT AS tiny');
    await sync('id INT, tiny INT');
    const before = await paths();
    await sync('id BIGINT, tiny INT');
    expect(columnsOf((await lake()).schema)).toEqual(['0 id BIGINT', '1 tiny INT', '2 dt INT']);
    expect(await paths()).toEqual(before);
    await expectEqual('id BIGINT, tiny INT');
    expect(await rows()).toEqual(['10 10 1', '11 11 1', '12 12 1']);
  });

  it('has a table of text written anew, as its fields go by their place', async () => {
    const text = "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','";
    const path = join(followed.folder.source, TABLE, 'dt=1', 'a');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.tmp`, '1,x,7\n2,y,8\n');
    await close(`${path}.tmp`, path);
    await followed.sync(await hive('id INT, name STRING', text));
    await followed.sync(await hive('id INT, name STRING, more INT', text));
    expect(await rows()).toEqual(['1 x 7 1', '2 y 8 1']);
  });

  it('follows on after its files were compacted', async () => {
    for (const name of ['a', 'b']) {
      await put(1, name, "i::INT AS id, 'n' || i AS name");
      await sync(ONE);
    }
    await runCompaction({ ...followed.context(), where: [], progress: () => undefined });
    expect(await paths()).toHaveLength(1);
    await sync(TWO);
    await expectEqual(TWO);
  });

  it('is refused by name where values cannot follow', async () => {
    await put(1, 'a', "i::INT AS id, 'n' || i AS name");
    await sync(TWO);
    const narrowed = await sync('id SMALLINT, name STRING');
    expect(narrowed).toMatchObject({ outcome: 'refused', error: { code: 'REFUSED', place: { column: 'id' } } });
    expect(await sync('id INT, name ARRAY<STRING>')).toMatchObject({ outcome: 'refused' });
    const { schema, snapshot } = await lake();
    expect([schema.id, snapshot!.id]).toEqual([0, 1]);
  });

  it('keeps a column that others have added, and does not take one of theirs for its own', async () => {
    await put(1, 'a', 'i::INT AS id');
    await sync(ONE);
    const { schema } = await lake();
    const theirs = { id: 7, name: 'theirs', type: { kind: 'INT' } } as const;
    const fields = [...schema.fields, theirs, { ...theirs, id: 8, name: 'name' }];
    await addSchema(followed.store, TABLE, { ...schema, id: 1, fields, highestFieldId: 8 });
    await put(2, 'a', 'i::INT AS id, 2 AS more');
    await sync('id INT, more INT');
    expect(columnsOf((await lake()).schema)).toEqual([
      '0 id INT',
      '9 more INT',
      '7 theirs INT',
      '8 name INT',
      '1 dt INT',
    ]);
    const found = await sync('id INT, more INT, name STRING');
    expect(found).toMatchObject({ outcome: 'failed', error: { code: 'COMMIT_CONFLICT', place: { column: 'name' } } });
  });

  it.each(['before', 'after'] as const)('has every row once when a round dies at any write (%s)', async (when) => {
    for (let n = 1; ; n++) {
      followed = await openFollowed(join(duck.folder(), `e${count++}`));
      await put(1, 'a', "i::INT AS id, 'n' || i AS name");
      await put(2, 'a', 'i::INT AS id');
      await sync(ONE);
      await put(3, 'a', "i::INT AS id, 'n' || i AS name");
      let failed = false;
      const target = failingAt(followed.store, n, when, () => (failed = true));
      await sync(TWO, { target }).catch((error: unknown) => expect(error).toBeInstanceOf(LakeliftError));
      if (!failed) {
        expect(n).toBeGreaterThan(6);
        break;
      }
      expect((await sync(TWO)).error).toBeUndefined();
      await expectEqual(TWO);
      expect(columnsOf((await lake()).schema)).toEqual(['0 id INT', '2 name STRING', '1 dt INT']);
      expect(await sync(TWO)).toMatchObject({ outcome: 'unchanged' });
    }
  });
});
