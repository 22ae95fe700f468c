import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { memorySource, orcStand } from '../../formats/index.js';
import type { DataType } from '../../formats/index.js';
import { readTable } from '../../lake/index.js';
import { openSource, openTarget } from '../../stores/index.js';
import { verifyTable } from '../../verify/index.js';
import { useDuck } from '../duck.js';
import { KEPT_TABLES, keptOrcMetastore } from '../formats/matrix/kept-orc.js';
import { GOLDEN } from '../formats/matrix/tables.js';
import { SPECIAL } from '../formats/orc/orc.js';
import { INT, row, STRING, TIMESTAMP } from '../formats/values.js';
import { migrateFolder } from './warehouse.js';
import type { Warehouse } from './warehouse.js';

const duck = useDuck();
let folder: Warehouse;
let count = 0;

beforeEach(async () => {
  const base = join(duck.folder(), `copy${count++}`);
  folder = { source: GOLDEN, target: join(base, 'lake') };
  await mkdir(base);
});

const migrate = async (changes: Parameters<typeof migrateFolder>[1] = {}) =>
  migrateFolder(folder, {
    metastore: await keptOrcMetastore(join(folder.target, '..', 'tables.sql')),
    targetFileSize: 1024,
    ...changes,
  });

const openLake = () => openTarget(pathToFileURL(folder.target).href);

describe('ORC files of more than half the target size', () => {
  it('are copied byte by byte, with their own statistics, and verified', async () => {
    const { plan, result } = await migrate();
    expect(result.tables.map(({ outcome }) => outcome)).toEqual(Object.keys(KEPT_TABLES).map(() => 'migrated'));
    const source = await openSource(pathToFileURL(GOLDEN).href);
    const target = await openLake();
    for (const table of plan.tables) {
      expect(table.files).toMatchObject([{ lane: 'copy', storedAs: 'orc', rowCount: 7 }]);
      const [live] = (await readTable(target, `kept.db/${table.table}`))!.files;
      expect(live!.fileName).toMatch(/\.orc$/);
      const copied = await readFile(join(folder.target, live!.path));
      expect(copied.equals(await readFile(`/${table.files[0]!.path}`))).toBe(true);
      expect(Object.fromEntries(live!.statistics)).toMatchObject({
        id: { nullCount: 0, min: 1, max: 7 },
        t: { nullCount: 3, min: -128, max: 127 },
        l: { nullCount: 3, min: -(2n ** 63n), max: 2n ** 63n - 1n },
        dec9: { min: -999_999_999n, max: 999_999_999n },
        dec38: { min: -(10n ** 38n - 1n), max: 10n ** 38n - 1n },
        dt: { min: -141_427, max: 2_932_896 },
        delimiters: { nullCount: 1, max: new Uint8Array(Buffer.from('{"k": [1]}')) },
      });
      const { passed, levels } = await verifyTable({ source, target, plan: table }, 3);
      expect(levels.flatMap(({ differences }) => differences)).toEqual([]);
      expect(passed).toBe(true);
    }
  });

  it('whose own statistics deny a value are found by verification', async () => {
    const { plan } = await migrate({ tables: ['kept.hive'] });
    const target = await openLake();
    const [live] = (await readTable(target, 'kept.db/hive'))!.files;
    const path = join(folder.target, live!.path);
    const bytes = await readFile(path);
    // The smallest decimal of the footer, which is not compressed.
    bytes.write('-8', bytes.lastIndexOf('-9999999.99'));
    await writeFile(path, bytes);
    const source = await openSource(pathToFileURL(GOLDEN).href);
    const { levels } = await verifyTable({ source, target, plan: plan.tables[0]! }, 3);
    expect(levels.find(({ level }) => level === 3)!.differences).toMatchObject([
      { column: 'dec9', message: "a value lies outside of the file's own bounds" },
    ]);
  });

  it('are converted when asked to, and when they are small', async () => {
    const asked = await migrate({ orc: 'convert', tables: ['kept.hive'] });
    expect(asked.plan.tables[0]!.files).toMatchObject([{ lane: 'convert', reason: 'ORC files are to be converted' }]);
    const { files } = (await readTable(await openLake(), 'kept.db/hive'))!;
    expect(files.map(({ fileName }) => fileName.replace(/.*\./, ''))).toEqual(['parquet']);
    const small = await migrate({ targetFileSize: 1024 * 1024, tables: ['kept.spark'] });
    const reason = 'a small ORC file, and none of its form to merge it with';
    expect(small.plan.tables[0]!.files).toMatchObject([{ lane: 'convert', reason }]);
  });
});

describe('an ORC file is not copied for a column', () => {
  const matrix = (table: string): string => `${GOLDEN}matrix.db/${table}/000000_0`;
  const all = matrix('orc_hive_zlib');
  it.each<[string, string, string, DataType, RegExp]>([
    ['of texts that are padded', all, 'ch', { kind: 'CHAR', length: 5 }, /^ch: padded/],
    ['of floats with NaN', all, 'f', { kind: 'FLOAT' }, /^f: bounds of floats/],
    ['of old dates', matrix('orc_hive_old_dt'), 'old_dt', { kind: 'DATE' }, /^old_dt: dates that may lie before/],
    ['of timestamps', matrix('orc_hive_ts'), 'ts', TIMESTAMP, /^ts: a timestamp/],
    ['that was widened', all, 'i', { kind: 'BIGINT' }, /^i: of another type/],
    ['of shorter texts', all, 'vc', { kind: 'VARCHAR', length: 2 }, /^vc: of another type/],
    ['of another scale', all, 'dec9', { kind: 'DECIMAL', precision: 9, scale: 3 }, /^dec9: of another type/],
    ['that is absent', all, 'more', INT, /^more: no column has exactly this name/],
    ['of another case', all, 'ID', INT, /^ID: no column has exactly this name/],
    ['of other fields', all, 'st', row({ a: INT, c: STRING }), /^st: with other fields/],
    ['of an unstable version', `${SPECIAL}decimal64.orc`, 'x', INT, /unstable version/],
  ])('%s', async (_, path, name, type, reason) => {
    const storage = { format: 'orc', properties: {} } as const;
    const bytes = memorySource(await readFile(path));
    expect(await orcStand({ bytes, path, columns: [{ name, type }], storage })).toEqual({
      decoded: expect.stringMatching(reason) as string,
    });
  });
});
