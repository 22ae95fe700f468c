import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jarNamed, paimonReaderClassPath, pysparkJars, python, sparkJars } from './cache.js';
import { run } from './processes.js';

const SCRIPTS = fileURLToPath(new URL('./python/', import.meta.url));

/** Counts of rows a reader finds by its own filters, with the literal as canon.py writes it; what starts with `plain` it counted itself. */
export interface FilterCounts {
  readonly value: unknown;
  readonly isNull: number;
  readonly equal?: number;
  readonly less?: number;
  readonly isNotNull?: number;
  readonly plainIsNull?: number;
  readonly plainEqual?: number;
  readonly plainLess?: number;
}

/** What one reader says about one table; equal for all readers when they see the same rows. */
export interface TableReading {
  readonly rows: number;
  /** Sum of the hashes of all rows. */
  readonly row: string;
  readonly columns: Readonly<Record<string, { readonly checksum: string; readonly nulls: number }>>;
  readonly filters: Readonly<Record<string, FilterCounts>>;
  /** Column types as Spark writes them, of Spark's readings only. */
  readonly schema?: Readonly<Record<string, string>>;
}

/** By `database.table`. */
export type Readings = Readonly<Record<string, TableReading>>;

/** How a script of python/ is started. */
export interface PythonCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The command of a script of python/ that uses Spark with Paimon. */
export async function pythonCommand(script: string, args: readonly string[]): Promise<PythonCommand> {
  const jars = await sparkJars();
  const paths = await Promise.all(['paimon-spark', 'paimon-s3'].map((name) => jarNamed(jars, name)));
  const program = await python();
  const env = {
    PAIMON_JARS: paths.join(','),
    PYTHONPATH: SCRIPTS,
    PYTHONDONTWRITEBYTECODE: '1',
    PYSPARK_PYTHON: program,
    TZ: 'UTC',
  };
  return { program, args: [join(SCRIPTS, script), ...args], env };
}

/** Runs a script of python/ whose first argument is its output file, and returns what it wrote there as JSON. */
export async function runPython<T>(script: string, output: string, args: readonly string[]): Promise<T> {
  const command = await pythonCommand(script, [output, ...args]);
  await run(command.program, command.args, { log: `${output}.log`, env: command.env });
  return JSON.parse(await readFile(output, 'utf8')) as T;
}

/** Where spark-submit is found, and the arguments that let it see Paimon tables. */
export async function sparkSubmit(): Promise<{ env: Record<string, string>; args: string }> {
  const jars = await sparkJars();
  const paths = await Promise.all(['paimon-spark', 'paimon-s3'].map((name) => jarNamed(jars, name)));
  const host = ['host', 'bindAddress'].map((name) => `--conf spark.driver.${name}=127.0.0.1`).join(' ');
  const settings = `${host} --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2`;
  return {
    env: { SPARK_HOME: dirname(await pysparkJars()), PYSPARK_PYTHON: await python() },
    args: `--master local[2] --jars ${paths.join(',')} --driver-class-path ${paths.join(':')} ${settings}`,
  };
}

/** Reads tables by Paimon's own Java library, the strictest reader; `answers` is a file of Readings. */
export async function javaReadings(answers: string, warehouse: string, output: string): Promise<Readings> {
  const java = ['-Xmx1g', '-Duser.timezone=UTC', '-cp', await paimonReaderClassPath(), 'PaimonReader'];
  await run('java', [...java, output, answers, warehouse], { log: `${output}.log` });
  return JSON.parse(await readFile(output, 'utf8')) as Readings;
}
