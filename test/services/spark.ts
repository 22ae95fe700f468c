import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { jarNamed, paimonToolClassPath, python, sparkJars } from './cache.js';
import { run } from './processes.js';

const SCRIPTS = fileURLToPath(new URL('./python/', import.meta.url));

/** Counts of rows a reader finds by its own filters, against a value taken from the data (see canon.py). */
export interface FilterCounts {
  readonly value: string | null;
  readonly equal?: number;
  readonly less?: number;
  readonly isNull: number;
}

/** What one reader says about one table; equal for all readers when they see the same rows. */
export interface TableReading {
  readonly rows: number;
  readonly row: string;
  readonly columns: Readonly<Record<string, { readonly checksum: string; readonly nulls: number }>>;
  readonly filters: Readonly<Record<string, FilterCounts>>;
}

export type Readings = Readonly<Record<string, TableReading>>;

/** Runs a script of python/ with Spark and pypaimon at hand; its log goes beside `output`. */
export async function runPython(script: string, args: readonly string[], output: string): Promise<void> {
  const jars = await sparkJars();
  const paths = await Promise.all(['paimon-spark', 'paimon-s3'].map((name) => jarNamed(jars, name)));
  await run(await python(), [join(SCRIPTS, script), ...args], {
    log: `${output}.log`,
    env: { PAIMON_JARS: paths.join(','), PYTHONPATH: SCRIPTS, PYSPARK_PYTHON: await python(), TZ: 'UTC' },
  });
}

/** Runs an oracle script whose first argument is its output file and returns what it wrote. */
export async function pythonReadings(script: string, args: readonly string[], output: string): Promise<Readings> {
  await runPython(script, [output, ...args], output);
  return JSON.parse(await readFile(output, 'utf8')) as Readings;
}

/** Reads tables of a warehouse by Paimon's own Java library, the strictest reader. */
export async function javaReadings(
  warehouse: string,
  database: string,
  tables: readonly string[],
  output: string,
): Promise<Readings> {
  const classPath = await paimonToolClassPath();
  await run(
    'java',
    ['-Xmx1g', '-Duser.timezone=UTC', '-cp', classPath, 'PaimonTool', output, warehouse, database, ...tables],
    {
      log: `${output}.log`,
    },
  );
  return JSON.parse(await readFile(output, 'utf8')) as Readings;
}
