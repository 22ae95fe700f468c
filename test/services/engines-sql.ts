import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pysparkJars, sqlglotPython } from './cache.js';
import { OPEN_PACKAGES } from './hms.js';
import { run } from './processes.js';
import { sparkSubmit } from './spark.js';

/** Runs a file of statements by the command line of Hive 2.3.9 at a metastore; throws when one of them fails. `folder` gets logs and scratch files. */
export async function runHive(file: string, metastore: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const settings = {
    'hive.metastore.uris': metastore,
    // The optimizer of queries is not among the jars.
    'hive.cbo.enable': 'false',
    'hive.exec.scratchdir': join(folder, 'scratch'),
  };
  const main = ['-cp', `${await pysparkJars()}/*`, 'org.apache.hadoop.hive.cli.CliDriver'];
  const hiveconf = Object.entries(settings).flatMap(([name, value]) => ['--hiveconf', `${name}=${value}`]);
  await run(
    'java',
    ['-Xmx512m', '-Dhive.async.log.enabled=false', ...OPEN_PACKAGES, ...main, ...hiveconf, '-f', file],
    {
      cwd: folder,
      log: join(folder, 'hive.log'),
    },
  );
}

/** Runs a file of statements by Spark's command line, with a metastore and a Paimon catalog `paimon` in a folder; throws when one fails. */
export async function runSparkSql(file: string, metastore: string, warehouse: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { env, args } = await sparkSubmit();
  const settings = {
    'spark.sql.catalogImplementation': 'hive',
    'spark.hadoop.hive.metastore.uris': metastore,
    'spark.sql.hive.metastore.version': '2.3.9',
    'spark.sql.extensions': 'org.apache.paimon.spark.extensions.PaimonSparkSessionExtensions',
    'spark.sql.catalog.paimon': 'org.apache.paimon.spark.SparkCatalog',
    'spark.sql.catalog.paimon.warehouse': warehouse,
  };
  const conf = Object.entries(settings).flatMap(([name, value]) => ['--conf', `${name}=${value}`]);
  await run(join(env['SPARK_HOME']!, 'bin/spark-sql'), [...args.split(' '), ...conf, '-f', file], {
    ...{ cwd: folder, log: join(folder, 'spark-sql.log'), env },
  });
}

/** What sqlglot reads of DDL in the dialect of StarRocks: its tables, types as Hive writes them, and the kinds of statements that make nothing. */
interface ParsedDdl {
  readonly unknown: readonly string[];
  readonly tables: {
    readonly name: string;
    readonly columns: readonly [name: string, type: string, comment: string | null][];
    readonly partitionKeys: readonly string[];
    readonly comment: string | null;
    readonly distributed: string;
  }[];
}

/** Parses a file of StarRocks DDL by sqlglot; throws when it is not understood. `output` is a file of its own. */
export async function parseStarRocks(file: string, output: string): Promise<ParsedDdl> {
  const script = fileURLToPath(new URL('./python/parse_starrocks.py', import.meta.url));
  await run(await sqlglotPython(), [script, output, file], { log: `${output}.log` });
  return JSON.parse(await readFile(output, 'utf8')) as ParsedDdl;
}
