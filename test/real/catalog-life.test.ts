import { link, mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetastoreWriter, openMetastore } from '../../catalog/index.js';
import type { HiveTable } from '../../catalog/index.js';
import { openForWriting } from '../../catalog/sqlite/file.js';
import { Sequences } from '../../catalog/sqlite/sequence.js';
import { writeDatabase, writeTable } from '../../catalog/sqlite/write-rows.js';
import { everything } from '../catalog/everything.js';
import { parquetStorage } from '../catalog/samples.js';
import { Folders, requireBuild } from '../cli/built.js';
import { useDuck } from '../duck.js';
import { lakelift } from '../services/cli.js';
import { startHms } from '../services/hms.js';
import type { HiveMetastore } from '../services/hms.js';
import { runPython } from '../services/spark.js';

const available = process.env.LAKELIFT_TEST_HMS !== undefined;
const PARTITIONS = 10_000;
const numbers = Array.from({ length: PARTITIONS }, (_, n) => n);
/** The others have an empty folder. */
const withRows = numbers.filter((n) => n % 100 === 0);

describe.skipIf(!available)('a catalog that a real Metastore and lakelift use in turn', () => {
  const duck = useDuck();
  let folder: string;
  let catalog: string;
  let lake: Folders;
  let hms: HiveMetastore;

  const serveCatalog = (): Promise<HiveMetastore> =>
    startHms(join(folder, 'hms'), pathToFileURL(join(folder, 'managed')).href, { kind: 'sqlite', path: catalog });
  const succeed = async (...args: string[]): Promise<void> => {
    const { code, stdout, stderr } = await lakelift(args);
    expect(code, stdout + stderr).toBe(0);
  };

  /** Puts Hive's table raw.days into the catalog, with a file of three rows in each of the partitions `withRows`. */
  async function putHiveTable(): Promise<void> {
    const query = `SELECT range::BIGINT AS id, 'n' || range AS note FROM range(3)`;
    const { path } = await duck.parquet('three.parquet', query);
    const root = join(folder, 'raw.db');
    const folderOf = (n: number): string => join(root, 'days', `n=${String(n)}`);
    for (const n of numbers) await mkdir(folderOf(n), { recursive: true });
    for (const n of withRows) await link(path, join(folderOf(n), '0.parquet'));
    const columns = [
      { name: 'id', type: 'bigint' },
      { name: 'note', type: 'string' },
    ];
    const [location, urlOf] = [pathToFileURL(root).href, (n: number) => pathToFileURL(folderOf(n)).href];
    const facts = { createTime: 1_700_000_000, parameters: { EXTERNAL: 'TRUE' } };
    const days: HiveTable = {
      ...{ database: 'raw', name: 'days', owner: 'etl', tableType: 'EXTERNAL_TABLE', ...facts },
      partitionKeys: [{ name: 'n', type: 'int' }],
      storage: parquetStorage(`${location}/days`, columns),
    };
    const partitions = numbers.map((n) => ({
      ...{ values: [String(n)], ...facts },
      storage: parquetStorage(urlOf(n), columns),
    }));
    const db = openForWriting(catalog, 10_000);
    db.transaction(() => {
      const ids = new Sequences(db);
      const id = writeDatabase(db, ids, { name: 'raw', location, parameters: {} }, undefined);
      writeTable(db, ids, id, days, partitions, undefined);
      ids.save();
    })();
    db.close();
  }

  /** A file of the source that is not taken for one still being written. */
  async function landEvents(day: string, file: string): Promise<void> {
    const path = await lake.file(`lake.db/events/day=${day}/${file}.parquet`, `SELECT range::INT AS n FROM range(3)`);
    await utimes(path, 1_700_000_000, 1_700_000_000);
  }

  beforeAll(async () => {
    requireBuild();
    folder = await mkdtemp(join(tmpdir(), 'lakelift-life-'));
    catalog = join(folder, 'catalog.db');
    lake = new Folders(duck, 'life');
    for (const day of ['d1', 'd2']) await landEvents(day, '0');
    await succeed('sync', ...lake.flags, '--catalog', catalog, '--once');
    await putHiveTable();
    hms = await serveCatalog();
  });
  afterAll(async () => {
    await hms.stop();
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it('shows Spark 10,000 partitions, pruned and read, and lets it make and drop tables', async () => {
    const warehouse = pathToFileURL(lake.lake).href;
    const found = await runPython<Record<string, unknown>>('use_catalog.py', join(folder, 'used.json'), [
      hms.uri,
      warehouse,
    ]);
    const only = (...days: number[]) => ({
      rows: days.map((n) => [n, 3]),
      folders: days.map((n) => `n=${String(n)}`).sort(),
    });
    expect(found).toMatchObject({
      databases: ['default', 'lake', 'raw'],
      tables: ['days'],
      onePartition: ['n=77'],
      byRange: only(5000, 5100),
      byList: only(0, 9900),
      all: [3 * withRows.length, withRows.length, 3 * withRows.length],
      paimonTables: ['events'],
      paimon: [0, 1, 2].map((n) => [n, 'd2']),
      afterwards: ['days', 'kept'],
      kept: [0, 1, 2].map((id) => [id, `n${String(id)}`]),
    });
    expect(new Set(found.partitions as string[])).toEqual(new Set(numbers.map((n) => `n=${String(n)}`)));
  });

  it('loses nothing when lakelift goes on in the file, and is served as it is then', async () => {
    await hms.stop();
    const before = await everything(`sqlite:${catalog}`);
    expect([...before.keys()].sort()).toEqual([
      'default',
      'lake',
      'lake.events',
      'raw',
      'raw.days',
      'raw.kept',
      'roles',
    ]);
    await landEvents('d3', '0');
    await lake.file('lake.db/more/0.parquet', 'SELECT 1 AS one');
    await utimes(join(lake.warehouse, 'lake.db/more/0.parquet'), 1_700_000_000, 1_700_000_000);
    await succeed('sync', ...lake.flags, '--catalog', catalog, '--once');
    const after = await everything(`sqlite:${catalog}`);
    expect([...after.keys()].filter((name) => !before.has(name))).toEqual(['lake.more']);
    for (const [name, value] of before) expect(after.get(name), name).toEqual(value);

    hms = await serveCatalog();
    const writer = await MetastoreWriter.open(hms.uri, {});
    const source = await openMetastore(hms.uri);
    await writer.createTable({ ...(await source.getTable('raw', 'kept')), name: 'last' });
    await Promise.all([writer.close(), source.close()]);
    const served = await everything(hms.uri);
    expect([...served.keys()].filter((name) => !after.has(name))).toEqual(['raw.last']);
    for (const [name, value] of after) expect(served.get(name), name).toEqual(value);
  });
});
