import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDescribed } from '../formats/golden-warehouse.js';
import { KEPT_TABLES, keptOrcMetastore } from '../formats/matrix/kept-orc.js';
import { migrateMatrix } from '../formats/matrix/outcomes.js';
import { FORMAT_IDS, FORMATS, formatValues, GOLDEN } from '../formats/matrix/tables.js';
import { STITCH, STITCH_DDL, STITCH_SIZE, STITCH_TABLES, stitchReadings } from '../formats/orc/stitched.js';
import { SPECIALS as SPECIALS_FOLDER, SPECIALS_DDL, specialTables } from '../formats/parquet/specials.js';
import { migrateFolder } from '../migrate/warehouse.js';
import { javaReadings, runPython } from '../services/spark.js';
import type { Readings, TableReading } from '../services/spark.js';

const { LAKELIFT_TEST_HMS } = process.env;
const MATRIX = FORMAT_IDS.flatMap((id) => FORMATS[id].codecs.map((codec) => [`matrix.${id}_${codec}`, id] as const));
const SPECIALS = await specialTables();
const SPECIAL = Object.keys(SPECIALS).map((name) => `special.${name}`);
const TABLES = [...MATRIX.map(([name]) => name), ...SPECIAL];
/** One of each format, and the Parquet files of special forms: filters, and Spark, which takes a job for each table. */
const FIRST = [...FORMAT_IDS.map((id) => `matrix.${id}_${FORMATS[id].codecs[0]}`), ...SPECIAL];
/** Paimon 0.9, the newest for Spark, reads a struct of nulls as null, in tables of Paimon's own, too. */
const NOT_BY_SPARK = ['special.reordered'];
const BY_SPARK = FIRST.filter((name) => !NOT_BY_SPARK.includes(name));

let folder: string;
let hive: Readings;

const sumsOf = ({ rows, row, columns }: TableReading) => ({ rows, row, columns });

/** Of ORC files that are copied. */
const KEPT = Object.keys(KEPT_TABLES).map((name) => `kept.${name}`);
/** Spark's filters are tried on two tables here, and in migration.test.ts, as each takes a job of its own. */
const FILTERED_BY_SPARK = ['kept.hive_zlib', 'stitch.hive'];
/** Of small ORC files that are stitched. */
const STITCHED = STITCH_TABLES.map((name) => `stitch.${name}`);

/** What Hive's reader answered of some tables, as a file for the readers, with filters on those of `filtered`. */
async function answers(file: string, tables: readonly string[], filtered: readonly string[]): Promise<string> {
  const asked = tables.map((name) => [name, filtered.includes(name) ? hive[name]! : { ...hive[name]!, filters: {} }]);
  const path = join(folder, file);
  await writeFile(path, JSON.stringify(Object.fromEntries(asked)));
  return path;
}

/** Copies ORC files into the lake, and gives what Hive's reader answered of the columns of each table. */
async function migrateKept(): Promise<Readings> {
  const metastore = await keptOrcMetastore(join(folder, 'kept.sql'));
  const warehouse = { source: GOLDEN, target: join(folder, 'lake') };
  const { plan } = await migrateFolder(warehouse, { metastore, targetFileSize: 1024 });
  const { reading } = await formatValues('orc_hive');
  const tables = plan.tables.map(({ database, table, columns, totals }): [string, TableReading] => {
    expect(totals.lanes).toMatchObject({ copy: 1, convert: 0 });
    const of = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
      Object.fromEntries(columns.map(({ name }) => [name, all[name]!]));
    return [`${database}.${table}`, { ...reading, columns: of(reading.columns), filters: of(reading.filters) }];
  });
  return Object.fromEntries(tables);
}

/** Stitches small ORC files in the lake, and gives what Spark reads of them in their source. */
async function migrateStitched(): Promise<Readings> {
  const { plan } = await migrateDescribed({ source: STITCH, target: join(folder, 'lake') }, STITCH_DDL, STITCH_SIZE);
  for (const { totals } of plan.tables) expect(totals).toMatchObject({ filesAfter: 1, lanes: { stitch: 6 } });
  return stitchReadings();
}

/** What the readers of the matrix and of the special files gave. */
async function expectedReadings(): Promise<Readings> {
  const values = await Promise.all(FORMAT_IDS.map(async (id) => [id, (await formatValues(id)).reading] as const));
  const ofFormat = Object.fromEntries(values);
  return {
    ...Object.fromEntries(MATRIX.map(([name, id]) => [name, ofFormat[id]!])),
    ...Object.fromEntries(Object.entries(SPECIALS).map(([name, { reading }]) => [`special.${name}`, reading])),
  };
}

describe.skipIf(LAKELIFT_TEST_HMS === undefined)('edge values of every format, migrated and read by others', () => {
  let readings: Record<string, Readings>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-matrix-'));
    await migrateMatrix(folder);
    await migrateDescribed({ source: SPECIALS_FOLDER, target: join(folder, 'lake') }, SPECIALS_DDL);
    hive = { ...(await expectedReadings()), ...(await migrateKept()), ...(await migrateStitched()) };
    const lake = pathToFileURL(join(folder, 'lake')).href;
    const all = await answers('answers.json', Object.keys(hive), [...FIRST, ...KEPT, ...STITCHED]);
    readings = {
      java: await javaReadings(all, lake, join(folder, 'java.json')),
      pypaimon: await runPython('read_pypaimon.py', join(folder, 'pypaimon.json'), [all, lake]),
      spark: await runPython('read_spark.py', join(folder, 'spark.json'), [
        await answers('answers-spark.json', [...BY_SPARK, ...KEPT, ...STITCHED], FILTERED_BY_SPARK),
        lake,
      ]),
    };
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it.each(TABLES)('%s has the rows of Hive for Java Paimon and pypaimon, the first of a format for Spark', (name) => {
    const readers = BY_SPARK.includes(name) ? ['java', 'pypaimon', 'spark'] : ['java', 'pypaimon'];
    const found = readers.map((reader) => [reader, sumsOf(readings[reader]![name]!)]);
    expect(found).toEqual(readers.map((reader) => [reader, sumsOf(hive[name]!)]));
  });

  it.each([...KEPT, ...STITCHED])('%s has the columns of Hive for Java Paimon, pypaimon and Spark', (name) => {
    const { rows, columns } = hive[name]!;
    for (const [reader, of] of Object.entries(readings))
      expect({ reader, ...of[name]! }).toMatchObject({ rows, columns });
    if (FILTERED_BY_SPARK.includes(name)) expect(readings['spark']![name]!.filters).toEqual(hive[name]!.filters);
  });

  it.each([...FIRST, ...KEPT, ...STITCHED])('%s answers filters on every column as Hive does', (name) => {
    expect(readings['pypaimon']![name]!.filters).toEqual(hive[name]!.filters);
    for (const [column, { isNull, equal, less }] of Object.entries(readings['java']![name]!.filters)) {
      const { isNull: nulls, equal: equals, less: smaller } = hive[name]!.filters[column]!;
      expect({ column, isNull, equal, less }).toEqual({ column, isNull: nulls, equal: equals, less: smaller });
    }
  });
});
