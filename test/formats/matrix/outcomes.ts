import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openMetastore } from '../../../catalog/index.js';
import type { Lane } from '../../../formats/index.js';
import { openSource } from '../../../stores/index.js';
import { lakeRows, migrateFolder } from '../../migrate/warehouse.js';
import { asText } from '../spark-text.js';
import type { Plain } from '../values.js';
import { FORMAT_IDS, FORMATS, formatValues, GOLDEN, matrixDdl } from './tables.js';
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
  const url = pathToFileURL(GOLDEN).href;
  const metastore = await openMetastore(`ddl:${script}`, { warehouse: { source: await openSource(url), url } });
  const { plan, result } = await migrateFolder(warehouse, { metastore });
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
    const { columns, rows } = await lakeRows(warehouse, `matrix.db/${table}`);
    const found = rows.map((row) => JSON.stringify(row.map((value, i) => asText(value, columns[i]!.type)))).sort();
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
    for (const codec of FORMATS[format].codecs) {
      all.push({ format, table: `${format}_${codec}`, codec, columns: names, rows });
    }
    for (const [column, of] of Object.entries(alone)) {
      all.push({ format, table: `${format}_${column}`, columns: [column], rows: of });
    }
  }
  return all;
}
