import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LakeliftError } from '../../../errors/index.js';
import type { Field } from '../../../formats/index.js';
import type { MigrationResult } from '../../../migrate/index.js';
import { parseHiveType } from '../../../migrate/hive-types.js';
import type { Warehouse } from '../../migrate/warehouse.js';
import { migrateDescribed, sortedRows } from '../golden-warehouse.js';
import { asText } from '../spark-text.js';
import { textRows } from '../text/text.js';
import type { Plain } from '../values.js';

/** Random tables and Hive's rows of them, as generate.py there writes them. */
const FOLDER = process.env['LAKELIFT_RANDOM'] ?? fileURLToPath(new URL('.', import.meta.url));

interface Table {
  readonly columns: readonly (readonly [string, string])[];
  readonly rows: readonly (readonly Plain[])[];
}
interface Lines extends Table {
  readonly serde: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

const read = async <T>(name: string) => JSON.parse(await readFile(join(FOLDER, name), 'utf8')) as Record<string, T>;
const LINES = await read<Lines>('lines.json');
const LISTS = await read<Table & { readonly message: string }>('tables.json');

/** A line as lakelift reads it; undefined where it is refused. */
async function lineRow(
  { serde, properties }: Lines,
  fields: readonly Field[],
  line: string,
): Promise<Plain[] | undefined> {
  try {
    // Behind another line, as a mark of byte order counts at the start of a file only.
    const [, row] = await textRows({ serde, properties }, fields, `\n${line}\n`);
    return row!.map((value, i) => asText(value, fields[i]!.type));
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'REFUSED') return undefined;
    throw error;
  }
}

describe('random lines', () => {
  let [equal, refused] = [0, 0];
  afterAll(() => console.log(`random lines: ${equal} equal to Hive's rows, ${refused} refused, 0 other`));

  it.each(Object.entries(LINES))("%s has Hive's rows, but lines that are refused", async (_name, table) => {
    const fields = table.columns.map(([name, type]): Field => ({ name, type: parseHiveType(type) }));
    const found = await Promise.all(table.lines.map((line) => lineRow(table, fields, line)));
    const read = table.lines.flatMap((line, i) => (found[i] === undefined ? [] : [[line, found[i]]]));
    expect(read).toEqual(table.lines.flatMap((line, i) => (found[i] === undefined ? [] : [[line, table.rows[i]]])));
    equal += read.length;
    refused += found.length - read.length;
    expect(read.length).toBeGreaterThan(0);
  });
});

describe('random lists and maps of Parquet', () => {
  let folder: string;
  let warehouse: Warehouse;
  let result: MigrationResult;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-random-'));
    warehouse = { source: FOLDER, target: join(folder, 'lake') };
    ({ result } = await migrateDescribed(warehouse, join(FOLDER, 'tables.sql')));
  }, 600_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(Object.entries(LISTS))('%s is migrated with the rows of Hive', async (name, { rows, message }) => {
    const { outcome, error } = result.tables.find(({ table }) => table === `random.${name}`)!;
    expect([outcome, error?.message], message).toEqual(['migrated', undefined]);
    const expected = rows.map((row) => JSON.stringify(row)).sort();
    expect(await sortedRows(warehouse, `random.db/${name}`), message).toEqual(expected);
  });
});
