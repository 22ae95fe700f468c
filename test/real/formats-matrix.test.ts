import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateMatrix } from '../formats/matrix/outcomes.js';
import { FORMAT_IDS, FORMATS, formatValues } from '../formats/matrix/tables.js';
import { javaReadings, runPython } from '../services/spark.js';
import type { Readings, TableReading } from '../services/spark.js';

const { LAKELIFT_TEST_HMS } = process.env;
const TABLES = FORMAT_IDS.map((id) => `matrix.${id}_${FORMATS[id].codecs[0]}`);

let folder: string;
let hive: Readings;

const sumsOf = ({ rows, row, columns }: TableReading) => ({ rows, row, columns });

/** What Hive's reader answered, as a file for the readers; Spark's filters are tried in migration.test.ts, as each takes a job of its own. */
async function answers(filters: boolean): Promise<string> {
  const asked = Object.entries(hive).map(([name, one]) => [name, filters ? one : { ...one, filters: {} }] as const);
  const path = join(folder, `answers-${String(filters)}.json`);
  await writeFile(path, JSON.stringify(Object.fromEntries(asked)));
  return path;
}

describe.skipIf(LAKELIFT_TEST_HMS === undefined)('edge values of every format, migrated and read by others', () => {
  let readings: Record<string, Readings>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-matrix-'));
    await migrateMatrix(folder);
    const values = await Promise.all(FORMAT_IDS.map(formatValues));
    hive = Object.fromEntries(TABLES.map((name, i) => [name, values[i]!.reading]));
    const lake = pathToFileURL(join(folder, 'lake')).href;
    readings = {
      java: await javaReadings(await answers(true), lake, join(folder, 'java.json')),
      pypaimon: await runPython('read_pypaimon.py', join(folder, 'pypaimon.json'), [await answers(true), lake]),
      spark: await runPython('read_spark.py', join(folder, 'spark.json'), [await answers(false), lake]),
    };
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it.each(TABLES)('%s has the rows of Hive for Java Paimon, pypaimon and Spark', (name) => {
    const found = Object.entries(readings).map(([reader, of]) => [reader, sumsOf(of[name]!)]);
    expect(found).toEqual(Object.keys(readings).map((reader) => [reader, sumsOf(hive[name]!)]));
  });

  it.each(TABLES)('%s answers filters on every column as Hive does', (name) => {
    expect(readings['pypaimon']![name]!.filters).toEqual(hive[name]!.filters);
    for (const [column, { isNull, equal, less }] of Object.entries(readings['java']![name]!.filters)) {
      const { isNull: nulls, equal: equals, less: smaller } = hive[name]!.filters[column]!;
      expect({ column, isNull, equal, less }).toEqual({ column, isNull: nulls, equal: equals, less: smaller });
    }
  });
});
