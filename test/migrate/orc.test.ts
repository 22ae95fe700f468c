import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeColumns, readFooter, storeByteSource } from '../../formats/index.js';
import { LakeliftError } from '../../errors/index.js';
import { readTable } from '../../lake/index.js';
import { openSource, openTarget } from '../../stores/index.js';
import { verifyTable } from '../../verify/index.js';
import { useDuck } from '../duck.js';
import { asJson, CORPUS, expectedRows, SPECIAL } from '../formats/orc/orc.js';
import { failingAt } from './failing-store.js';
import { migrateFolder } from './warehouse.js';
import type { Warehouse } from './warehouse.js';

const duck = useDuck();
let folder: Warehouse;
let count = 0;

beforeEach(() => {
  const base = join(duck.folder(), `orc${count++}`);
  folder = { source: join(base, 'warehouse'), target: join(base, 'lake') };
});

/** Copies an ORC file into the warehouse. */
async function addOrc(file: string, path: string, from = CORPUS): Promise<void> {
  const to = join(folder.source, path);
  await mkdir(dirname(to), { recursive: true });
  await copyFile(join(from, `${file}.orc`), to);
}

async function addParquet(query: string, path: string): Promise<void> {
  const to = join(folder.source, path);
  await mkdir(dirname(to), { recursive: true });
  await duck.rows(`COPY (${query}) TO '${to}' (FORMAT parquet)`);
}

/** Rows of a migrated table as the corpus writes them, without partition columns, in the order of its files. */
async function migratedRows(table: string): Promise<unknown[]> {
  const store = await openTarget(pathToFileURL(folder.target).href);
  const lake = (await readTable(store, `corpus.db/${table}`))!;
  const columns = lake.schema.fields.filter(({ name }) => !lake.schema.partitionKeys.includes(name));
  const rows: Record<string, unknown>[] = [];
  for (const { path, fileSize } of lake.files) {
    const bytes = storeByteSource(store, path, fileSize);
    for await (const batch of decodeColumns(bytes, await readFooter(bytes), columns)) {
      const first = rows.length;
      for (let row = 0; row < batch.rowCount; row++) rows.push({});
      for (const { name, type, forEach } of batch.columns) {
        forEach((value, row) => (rows[first + row]![name] = asJson(value, type)));
      }
    }
  }
  return rows;
}

const TINY = 'an ORC file too small for its stripes to be read one by one';
const TABLES: Readonly<Record<string, string>> = {
  types: 'TestOrcFile.test1',
  dates: 'TestOrcFile.testDate1900',
  decimals: 'decimal',
};

describe('a migration of ORC files', () => {
  it("gives the rows that Apache ORC's corpus publishes, and verifies them", async () => {
    for (const [table, file] of Object.entries(TABLES)) await addOrc(file, `corpus.db/${table}/part-0.orc`);
    const { plan, result } = await migrateFolder(folder);
    expect(result.tables.map(({ table, outcome, error }) => [table, outcome, error])).toEqual(
      Object.keys(TABLES)
        .sort()
        .map((table) => [`corpus.${table}`, 'migrated', undefined]),
    );
    const source = await openSource(pathToFileURL(folder.source).href);
    const target = await openTarget(pathToFileURL(folder.target).href);
    for (const table of plan.tables) {
      expect(table.files).toMatchObject([{ lane: 'convert', reason: TINY }]);
      const published = await expectedRows(TABLES[table.table]!);
      expect((await migratedRows(table.table)).map(caseless)).toEqual(published.map(caseless));
      const verification = await verifyTable({ source, target, plan: table }, 3);
      expect([verification.passed, verification.rows.target]).toEqual([true, published.length]);
    }
  });

  it('merges the ORC files of a partition, beside partitions of Parquet', async () => {
    for (let i = 0; i < 3; i++) await addOrc('no_names', `corpus.db/mixed/p=1/part-${i}.orc`, SPECIAL);
    await addParquet(
      `SELECT i::BIGINT AS _col0, 'x' || i AS _col1 FROM range(10) t(i)`,
      'corpus.db/mixed/p=2/a.parquet',
    );
    const { plan, result } = await migrateFolder(folder);
    expect(result.tables[0]!.error).toBeUndefined();
    expect(result.tables).toMatchObject([{ outcome: 'migrated', rows: 310, filesBefore: 4, filesAfter: 2 }]);
    expect(plan.tables[0]!.storages.map(({ format }) => format)).toEqual(['orc', 'parquet']);
    expect(plan.tables[0]!.totals.lanes).toEqual({ copy: 1, stitch: 0, transcode: 0, convert: 3 });
    const rows = (await migratedRows('mixed')) as Record<string, unknown>[];
    const pairs = Array.from({ length: 100 }, (_, row) => ({ _col0: row, _col1: `row ${row}` }));
    const inFirst = rows.filter((row) => !String(row['_col1']).startsWith('x'));
    expect(inFirst).toEqual([...pairs, ...pairs, ...pairs]);
  });

  it.each([
    ['union', /union/],
    ['encrypted', /encrypted/],
  ])('refuses %s by name before anything is written', async (file, reason) => {
    await addOrc(file, 'corpus.db/odd/part-0.orc', SPECIAL);
    const { result } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'refused', error: { code: 'REFUSED' } }]);
    expect(result.tables[0]!.error!.message).toMatch(reason);
    expect(JSON.stringify(result.tables[0]!.error)).toContain('part-0.orc');
  });

  it('loses nothing and doubles nothing when it dies at any of its writes and is run again', async () => {
    for (let i = 0; i < 2; i++) await addOrc('TestOrcFile.test1', `corpus.db/types/p=${i}/part-0.orc`);
    const once = (await expectedRows('TestOrcFile.test1')).map(caseless);
    for (let n = 1; ; n++) {
      await rm(folder.target, { recursive: true, force: true });
      let failed = false;
      await migrateFolder(folder, { target: (store) => failingAt(store, n, 'after', () => (failed = true)) }).catch(
        (error: unknown) => expect(error).toBeInstanceOf(LakeliftError),
      );
      const { result } = await migrateFolder(folder);
      expect(result.tables[0]!.error).toBeUndefined();
      expect((await migratedRows('types')).map(caseless)).toEqual([...once, ...once]);
      if (!failed) break;
    }
  });
});

/** JSON with names in lower case, as the table has them, and numbers as the floats the corpus rounded some of them to. */
function caseless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(caseless);
  if (typeof value === 'number') return Math.fround(value);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name.toLowerCase(), caseless(item)]));
}
