import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lane } from '../../../formats/index.js';
import { migrateDescribed, sortedRows } from '../golden-warehouse.js';
import type { Plain } from '../values.js';
import { FORMAT_IDS, FORMATS, formatValues, GOLDEN, matrixDdl, refusedCodecs } from './tables.js';
import type { FormatId } from './tables.js';

/** What became of one table of the matrix. */
export interface Outcome {
  readonly format: FormatId;
  /** The codec of a table of all columns; undefined for one of a single column. */
  readonly codec?: string;
  readonly columns: readonly string[];
  /** Why it was refused. */
  readonly refused?: string;
  readonly lane?: Lane;
  /** Columns whose values were encoded anew. */
  readonly encoded: readonly string[];
  /** Rows as Hive reads them, and as the migrated table has them; in one order, and the latter empty when the table was refused. */
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

interface Case {
  readonly format: FormatId;
  readonly table: string;
  readonly codec?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Plain[])[];
}

/** Migrates all tables of the matrix into `folder`/lake, which must not exist, and compares their rows with Hive's. */
export async function migrateMatrix(folder: string): Promise<Outcome[]> {
  const script = join(folder, 'tables.sql');
  await writeFile(script, await matrixDdl());
  const warehouse = { source: GOLDEN, target: join(folder, 'lake') };
  const { plan, result } = await migrateDescribed(warehouse, script);
  const outcomes: Outcome[] = [];
  for (const { table, ...one } of await cases()) {
    const { outcome, error } = result.tables.find((entry) => entry.table === `matrix.${table}`)!;
    const expected = one.rows.map((row) => JSON.stringify(row)).sort();
    const common = { ...one, expected };
    if (error?.code === 'REFUSED') {
      outcomes.push({ ...common, refused: error.message, encoded: [], found: [] });
      continue;
    }
    if (outcome !== 'migrated') throw error ?? new Error(`${table} is ${outcome}`);
    const [file] = plan.tables.find((entry) => entry.table === table)!.files;
    const found = await sortedRows(warehouse, `matrix.db/${table}`);
    const encoded = file!.lane === 'convert' ? one.columns : file!.reencoded.map(({ column }) => column);
    outcomes.push({ ...common, lane: file!.lane, encoded, found });
  }
  return outcomes;
}

async function cases(): Promise<Case[]> {
  const all: Case[] = [];
  for (const format of FORMAT_IDS) {
    const { columns, rows, alone } = await formatValues(format);
    const names = columns.map(([name]) => name);
    for (const codec of [...FORMATS[format].codecs, ...refusedCodecs(format)]) {
      all.push({ format, table: `${format}_${codec}`, codec, columns: names, rows });
    }
    for (const [column, of] of Object.entries(alone)) {
      all.push({ format, table: `${format}_${column}`, columns: [column], rows: of });
    }
  }
  return all;
}
