import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataType, Value } from '../../../formats/index.js';
import { lakeRows } from '../../migrate/warehouse.js';
import { migrateDescribed } from '../golden-warehouse.js';
import { asText } from '../spark-text.js';
import type { Plain } from '../values.js';

/** Files of Apache Hive's test data and of Apache Spark's, a table for each, as generate.py wrote them. */
export const CORPUS = fileURLToPath(new URL('./', import.meta.url));

/** What Hive's reader gives of a table: its rows, or of many a sum; or the error it ends with. */
export interface Expected {
  /** Where it comes from. */
  readonly file: string;
  readonly count?: number;
  readonly rows?: readonly string[];
  readonly sha256?: string;
  readonly error?: string;
}

export const expectedTables = async (): Promise<Record<string, Expected>> =>
  JSON.parse(await readFile(`${CORPUS}expected.json`, 'utf8')) as Record<string, Expected>;

/** The one file of a table. */
export async function corpusFile(table: string): Promise<{ path: string; bytes: Uint8Array }> {
  const [name] = await readdir(join(CORPUS, 'corpus.db', table));
  const path = join(CORPUS, 'corpus.db', table, name!);
  return { path, bytes: await readFile(path) };
}

const VERSIONS = ['v2_4_5', 'v2_4_6', 'v3_2_0'] as const;

/** The files of Apache Spark's Avro reader, by what is in them. */
export const SPARK_AVRO = {
  dates: VERSIONS.map((version) => `before_1582_date_${version}_avro`),
  instants: ['micros', 'millis'].flatMap((unit) =>
    VERSIONS.map((version) => `before_1582_timestamp_${unit}_${version}_avro`),
  ),
  unions: [
    'test_avro',
    ...Array.from({ length: 11 }, (_, n) => `test_random_partitioned_part_r_000${String(n).padStart(2, '0')}_avro`),
  ],
} as const;

/** How many of Spark's files became what. */
function sparkMarkdown(): string {
  const { dates, instants, unions } = SPARK_AVRO;
  const refused = instants.length + unions.length;
  return `${dates.length + refused} files of Spark's: ${dates.length} of dates as Spark's tests say (1001-01-01); ${refused} refused, ${instants.length} as instants of an older calendar, ${unions.length} as unions of two types.`;
}

/** What lakelift made of a table: rows in the form of `Expected`, or code and message of its error. */
export type Found = Pick<Expected, 'count' | 'rows' | 'sha256'> | { readonly code: string; readonly message: string };

/** Migrates all tables of Hive's files into `lake`. */
export async function migrateCorpus(lake: string): Promise<Map<string, Found>> {
  const folder = { source: CORPUS, target: lake };
  const { result } = await migrateDescribed(folder, `${CORPUS}tables.sql`);
  const found = new Map<string, Found>();
  for (const { table, error } of result.tables) {
    const name = table.replace('corpus.', '');
    if (error === undefined) {
      const { columns, rows } = await lakeRows(folder, `corpus.db/${name}`);
      found.set(name, summed(rows.map((row) => row.map((value, i) => exact(value, columns[i]!.type)))));
    } else found.set(name, { code: error.code, message: error.message });
  }
  return found;
}

/** How many of Hive's files became what, and why some did not. */
export function corpusMarkdown(tables: Readonly<Record<string, Expected>>, found: ReadonlyMap<string, Found>): string {
  const all = Object.entries(tables).filter(([table]) => found.has(table));
  const errors = all.flatMap(([table, { file, error }]) => {
    const of = found.get(table)!;
    return 'code' in of
      ? [[`\`${file.split('/').at(-1)!}\``, of.code, of.message, error === undefined ? 'no' : 'yes']]
      : [];
  });
  const head = ['File without rows', 'Code', 'Reason', 'Hive fails, too'];
  const lines = [head, head.map(() => '---'), ...errors].map((cells) => `| ${cells.join(' | ')} |`);
  return `${all.length} files of Hive's: ${all.length - errors.length} with all rows equal, ${errors.length} without rows.\n\n${lines.join('\n')}\n\n${sparkMarkdown()}`;
}

/** As generate.py writes them: floats by their bits, many rows as a sum. */
function summed(rows: readonly Plain[][]): Found {
  const lines = rows.map((row) => JSON.stringify(row)).sort();
  if (lines.length <= 50) return { count: lines.length, rows: lines };
  return { count: lines.length, sha256: createHash('sha256').update(lines.join('\n')).digest('hex') };
}

function exact(value: Value, type: DataType): Plain {
  if (value === null) return null;
  switch (type.kind) {
    case 'FLOAT':
    case 'DOUBLE': {
      const bits = Buffer.alloc(8);
      bits.writeDoubleBE(value as number);
      return `double ${bits.toString('hex')}`;
    }
    case 'ARRAY':
      return (value as readonly Value[]).map((item) => exact(item, type.element));
    case 'ROW':
      return (value as readonly Value[]).map((item, i) => exact(item, type.fields[i]!.type));
    default:
      return asText(value, type);
  }
}
