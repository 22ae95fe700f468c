import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import { runCompaction } from '../../compact/index.js';
import { readTable, scanTable } from '../../lake/index.js';
import { LakeliftError } from '../../errors/index.js';
import { openSource, openTarget } from '../../stores/index.js';
import { verifyTable } from '../../verify/index.js';
import { useDuck } from '../duck.js';
import { rowTexts, STITCH, STITCH_DDL, STITCH_SIZE, STITCH_TABLES, stitchFiles } from '../formats/orc/stitched.js';
import { failingAt } from './failing-store.js';
import { migrateFolder } from './warehouse.js';
import type { Warehouse } from './warehouse.js';

const duck = useDuck();
let folder: Warehouse;
let count = 0;

beforeEach(() => {
  folder = { source: STITCH, target: join(duck.folder(), `stitch${count++}`, 'lake') };
});

const metastoreOf = async (source: string) => {
  const url = pathToFileURL(source).href;
  return openMetastore(`ddl:${STITCH_DDL}`, { warehouse: { source: await openSource(url), url } });
};
const migrate = async (changes: Parameters<typeof migrateFolder>[1] = {}) =>
  migrateFolder(folder, { metastore: await metastoreOf(folder.source), targetFileSize: STITCH_SIZE, ...changes });
const openLake = () => openTarget(pathToFileURL(folder.target).href);

/** The ids that a table of the lake has, in the order of its files, and the files' formats. */
async function idsOf(table: string): Promise<{ formats: string[]; ids: unknown[] }> {
  const target = await openLake();
  const lake = (await readTable(target, `stitch.db/${table}`))!;
  const ids: unknown[] = [];
  for await (const { columns } of scanTable(target, lake, {})) columns[0]!.forEach((value) => ids.push(value));
  return { formats: lake.files.map(({ fileName }) => fileName.replace(/.*\./, '')), ids };
}

const ALL_IDS = Array.from({ length: 1800 }, (_, id) => id);

describe('small ORC files of one form', () => {
  it('become one ORC file, which is verified', async () => {
    const { plan, result } = await migrate();
    expect(result.tables.map(({ outcome }) => outcome)).toEqual(['migrated', 'migrated']);
    const [source, target] = [await openSource(pathToFileURL(STITCH).href), await openLake()];
    for (const table of plan.tables) {
      expect(table.totals).toMatchObject({ filesBefore: 6, filesAfter: 1, lanes: { stitch: 6, convert: 0 } });
      const [live] = (await readTable(target, `stitch.db/${table.table}`))!.files;
      expect(live).toMatchObject({ fileName: expect.stringMatching(/\.orc$/) as string, rowCount: 1800 });
      const made = await rowTexts(await readFile(join(folder.target, live!.path)));
      const files = await stitchFiles(table.table);
      const rows = await Promise.all(files.map(({ bytes }) => rowTexts(bytes)));
      expect(made).toEqual(rows.flat());
      const { passed, levels } = await verifyTable({ source, target, plan: table }, 3);
      expect(levels.flatMap(({ differences }) => differences)).toEqual([]);
      expect(passed).toBe(true);
    }
  });

  it('lose and double no row when a run dies at any write', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let n = 1, died = true; died; n++) {
        folder = { source: STITCH, target: join(duck.folder(), `${when}${n}`, 'lake') };
        died = false;
        const dying = migrate({
          tables: ['stitch.hive'],
          target: (store) => failingAt(store, n, when, () => (died = true)),
        });
        await dying.catch((error: unknown) => expect(error).toBeInstanceOf(LakeliftError));
        await migrate({ tables: ['stitch.hive'] });
        expect(await idsOf('hive')).toEqual({ formats: ['orc'], ids: ALL_IDS });
      }
    }
  });

  it.each(STITCH_TABLES)('of %s are merged up to the target size, and compacted into Parquet', async (table) => {
    const size = (await stitchFiles(table))[2]!.bytes.length;
    await migrate({ targetFileSize: Math.round(2.5 * size) });
    expect(await idsOf(table)).toEqual({ formats: ['orc', 'orc', 'orc'], ids: ALL_IDS });
    const target = await openLake();
    const statePath = join(folder.target, '.lakelift', 'state.db');
    const settings = { target, statePath, tables: [`stitch.${table}`], where: [], workers: 2 };
    const [compacted] = await runCompaction({
      ...settings,
      targetFileSize: 128 * 1024 * 1024,
      progress: () => undefined,
    });
    expect(compacted).toMatchObject({ outcome: 'compacted', filesBefore: 3, filesAfter: 1, rowsMerged: 1800 });
    expect(await idsOf(table)).toEqual({ formats: ['parquet'], ids: ALL_IDS });
  });

  it('are converted when they are alone, tiny, or when asked to', async () => {
    const lanes = async (changes: Parameters<typeof migrate>[0]) =>
      (await migrate({ tables: ['stitch.hive'], ...changes })).plan.tables[0]!.files.map(({ lane, reason }) => [
        lane,
        reason,
      ]);
    const six = (reason: string) => Array.from({ length: 6 }, () => ['convert', reason]);
    const tiny = await lanes({ targetFileSize: 128 * 1024 * 1024 });
    expect(tiny).toEqual(six('an ORC file too small for its stripes to be read one by one'));
    folder = { ...folder, target: `${folder.target}2` };
    expect(await lanes({ orc: 'convert' })).toEqual(six('ORC files are to be converted'));
    const source = join(folder.target, '..', 'hive');
    await mkdir(join(source, 'stitch.db', 'hive'), { recursive: true });
    const from = (table: string, file: string) => join(STITCH, 'stitch.db', table, file);
    await copyFile(from('hive', '000000_0.orc'), join(source, 'stitch.db', 'hive', 'a'));
    folder = { source, target: `${folder.target}3` };
    expect(await lanes({})).toEqual([['convert', 'a small ORC file, and none of its form to merge it with']]);
  });
});
