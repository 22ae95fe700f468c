import { type Command, Option } from 'commander';
import { CATALOG_SCHEMAS } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';
import { parseAge, parseDuration } from './duration.js';
import { parseRange, parseTime } from './read/when.js';
import { parseByTable } from './keys.js';
import { parseBandwidth, parseRate, parseScale, parseSize, parseWhole } from './size.js';
import { parseList, parseWords } from './words.js';

/** Every flag by its long name. The names are also the keys of the --config file and, in capitals, of LAKELIFT_* variables. */
const FLAGS = {
  source: () => new Option('--source <url>', 'where the Hive data lies: webhdfs://, hdfs:// or file://'),
  metastore: () =>
    new Option(
      '--metastore <url>',
      'thrift://host:9083, postgres://…, mysql://…, sqlite:path, ddl:file or infer (from folders and file footers)',
    ),
  target: () => new Option('--target <url>', 'the Paimon warehouse: s3://, oss:// or file://'),
  tables: () =>
    new Option('--tables <globs>', "tables as database.table, comma-separated, '!' excludes")
      .argParser(parseList)
      .default(['*.*'], 'all'),
  where: () =>
    new Option('--where <key=value>', "only partitions with these values, such as 'dt=2024-01-01,hr=3'")
      .argParser(parseList)
      .default([], 'all partitions'),
  table: () => new Option('--table <name>', 'one table, as database.table'),
  snapshot: () => new Option('--snapshot <id>', 'the table as of this snapshot').argParser(parseWhole(1, 2 ** 53 - 1)),
  tag: () => new Option('--tag <name>', 'the table as of this tag'),
  'as-of': () =>
    new Option('--as-of <time>', "the table as of this time, such as '2024-01-31 12:00:00' (UTC)").argParser(parseTime),
  incremental: () =>
    new Option('--incremental <a..b>', 'only what came in after snapshot a and up to snapshot b').argParser(parseRange),
  'row-kind': () => new Option('--row-kind', 'with --incremental: a first column +I, -U, +U or -D, and deletions too'),
  columns: () => new Option('--columns <names>', 'only these columns, comma-separated').argParser(parseList),
  limit: () => new Option('--limit <n>', 'at most so many rows').argParser(parseWhole(0, 2 ** 53 - 1)),
  csv: () => new Option('--csv', 'CSV with a header instead of JSON lines'),
  arrow: () => new Option('--arrow <file>', 'write an Arrow IPC file instead'),
  'primary-key': () =>
    new Option(
      '--primary-key <table=columns>',
      'make a primary-key table, such as sales.orders=id,dt; again or after a comma for more tables',
    ).argParser(parseByTable),
  bucket: () =>
    new Option(
      '--bucket <n>',
      'buckets of each partition of a primary-key table: n, or sales.orders=n for one table',
    ).argParser(parseByTable),
  'sequence-field': () =>
    new Option(
      '--sequence-field <columns>',
      'of rows with one key the one with the largest value counts: ts, or sales.orders=ts for one table',
    ).argParser(parseByTable),
  'op-column': () =>
    new Option(
      '--op-column <column>',
      'says whether a row of a change log adds its key (I, U) or deletes it (D); sales.orders=op for one table',
    ).argParser(parseByTable),
  duplicates: () =>
    new Option('--duplicates <what>', 'when rows with one key are told apart by nothing but their order')
      .choices(['refuse', 'last'])
      .default('refuse'),
  'changelog-producer': () =>
    new Option(
      '--changelog-producer <what>',
      'input: primary-key tables keep their changes as they come in, for streams',
    )
      .choices(['none', 'input'])
      .default('none'),
  catalog: () => new Option('--catalog <file>', 'Hive Metastore database (SQLite) of the migrated tables'),
  state: () => new Option('--state <file>', 'journal that makes a run resumable'),
  workers: () => new Option('--workers <n>', 'parallel workers').argParser(parseWhole(1, 1024)),
  verify: () =>
    new Option('--verify <level>', '0 presence, 1 bytes, 2 structure, 3 rows, 4 engine')
      .argParser(parseWhole(0, 4))
      .default(3),
  level: () =>
    new Option('--level <level>', '0 presence, 1 bytes, 2 structure, 3 rows, 4 engine')
      .argParser(parseWhole(0, 4))
      .default(3),
  'spark-submit': () => new Option('--spark-submit <command>', 'the spark-submit that level 4 asks by'),
  'spark-args': () =>
    new Option(
      '--spark-args <args>',
      "arguments for it, such as --jars with Paimon's jar; quotes keep blanks",
    ).argParser(parseWords),
  samples: () =>
    new Option('--samples <n>', 'rows that differ to show with their values, for each table')
      .argParser(parseWhole(0, 1000))
      .default(10),
  'target-file-size': () =>
    new Option('--target-file-size <size>', 'small files are merged up to this size')
      .argParser(parseSize)
      .default(parseSize('128MB'), '128MB'),
  orc: () =>
    new Option('--orc <how>', 'large ORC files are copied where readers of Paimon read them right, or all converted')
      .choices(['copy', 'convert'])
      .default('copy'),
  lock: () =>
    new Option(
      '--lock <url>',
      'the lock that other writers take, of their Paimon catalog: thrift://host:9083 or the uri of a JDBC one, such as jdbc:mysql://user@host/database',
    ),
  once: () => new Option('--once', 'one round, then end'),
  interval: () =>
    new Option('--interval <time>', 'time between rounds, such as 30s or 5m')
      .argParser(parseDuration)
      .default(30_000, '30s'),
  'snapshot-diff': () =>
    new Option(
      '--snapshot-diff',
      'where HDFS keeps snapshots, list only directories that changed since, and all hourly',
    ),
  'until-lag': () =>
    new Option('--until-lag <time>', 'end when no table lags behind its source more').argParser(parseDuration),
  'metrics-port': () =>
    new Option('--metrics-port <n>', 'serve Prometheus metrics at /metrics of this port; 0 takes a free one').argParser(
      parseWhole(0, 65_535),
    ),
  'on-refuse': () =>
    new Option('--on-refuse <what>', 'when a table cannot be migrated faithfully')
      .choices(['skip-table', 'fail'])
      .default('skip-table'),
  'namenode-ops': () =>
    new Option('--namenode-ops <rate>', 'most NameNode operations a second, such as 50/s').argParser(parseRate),
  bandwidth: () =>
    new Option('--bandwidth <rate>', 'most bytes a second read from the source, such as 200MB/s').argParser(
      parseBandwidth,
    ),
  user: () => new Option('--user <name>', 'HDFS user name (simple authentication)'),
  endpoint: () => new Option('--endpoint <url>', 'endpoint of an S3-compatible store'),
  region: () => new Option('--region <name>', 'region of the bucket'),
  format: () =>
    new Option('--format <form>', 'what is written')
      .choices(['json', 'hive', 'spark', 'paimon', 'starrocks'])
      .default('json'),
  from: () => new Option('--from <file>', 'JSON document of an earlier verification'),
  with: () => new Option('--with <url>', 'the second metastore, as --metastore'),
  report: () => new Option('--report <file>', 'write the result as an HTML page'),
  junit: () => new Option('--junit <file>', 'write the result as JUnit XML'),
  to: () => new Option('--to <url>', 'the Hive Metastore that is written: thrift://host:9083'),
  replace: () => new Option('--replace', 'replace tables that differ'),
  backup: () => new Option('--backup <file>', 'JSON file of what is replaced, written before'),
  rollback: () => new Option('--rollback', 'give the names back to the Hive tables'),
  json: () => new Option('--json [file]', 'print one JSON document to stdout, or write it to a file'),
  'retain-max': () =>
    new Option('--retain-max <n>', 'keep at most so many snapshots').argParser(parseWhole(1, 2 ** 53 - 1)),
  'retain-min': () =>
    new Option('--retain-min <n>', 'keep at least so many snapshots').argParser(parseWhole(1, 2 ** 53 - 1)),
  'older-than': () => new Option('--older-than <age>', 'only what is older, such as 36h or 7d').argParser(parseAge),
  'dry-run': () => new Option('--dry-run', 'plan and print, change nothing'),
  gc: () => new Option('--gc', 'look for strays and open uploads that no table refers to'),
  yes: () => new Option('--yes', 'do not only show what would be done: do it'),
  config: () => new Option('--config <file>', 'YAML file whose keys are the long names of flags'),
  host: () => new Option('--host <address>', 'address to listen on').default('127.0.0.1'),
  port: () =>
    new Option('--port <n>', 'port to listen on; 0 takes a free one').argParser(parseWhole(0, 65_535)).default(9083),
  framed: () => new Option('--framed', 'framed Thrift transport'),
  engine: () =>
    new Option('--engine <engine>', 'node: reads only, needs no Java; java: a real Hive Metastore')
      .choices(['node', 'java'])
      .default('node'),
  schema: () =>
    new Option('--schema <version>', 'of the Hive Metastore that is to serve the catalog')
      .choices(CATALOG_SCHEMAS)
      .default('3.1'),
  jars: () => new Option('--jars <path>', 'class path of that Metastore, folders stand for their jars; else HIVE_HOME'),
  suite: () => new Option('--suite <file>', 'what a benchmark measures (YAML)'),
  workload: () => new Option('--workload <name>', 'tables to write').choices(['tpch', 'tpcds']).default('tpch'),
  scale: () =>
    new Option('--scale <factor>', 'size of the workload; 1 is 6 million rows of lineitem, 2.9 million of store_sales')
      .argParser(parseScale)
      .default(0.1),
  batches: () =>
    new Option(
      '--batches <n>',
      'small files in each partition of the largest tables (tpch: 24 a month; tpcds: 4 an hour or a day)',
    ).argParser(parseWhole(1, 10_000)),
  'source-dir': () => new Option('--source-dir <folder>', 'Hive folder the workload is written to'),
  db: () => new Option('--db <file>', 'history of benchmarks (SQLite)'),
  base: () => new Option('--base <run>', 'number of the run to compare with').argParser(parseWhole(1, 1e9)),
  head: () => new Option('--head <run>', 'number of the run that is compared').argParser(parseWhole(1, 1e9)),
  markdown: () => new Option('--markdown <file>', 'write a short summary in Markdown'),
  out: () => new Option('--out <file>', 'history of benchmarks (SQLite) the run is appended to'),
  dir: () => new Option('--dir <folder>', 'folder to work in').default('lakelift-demo'),
  files: () => new Option('--files <n>', 'source files to make').argParser(parseWhole(24, 100_000)).default(2000),
} as const;

export type FlagName = keyof typeof FLAGS;

/** The flags of every command that plans tables: told otherwise, it would plan another migration. */
export const PLAN_FLAGS = [
  'source',
  'metastore',
  'target',
  'tables',
  'primary-key',
  'bucket',
  'sequence-field',
  'op-column',
  'changelog-producer',
  'duplicates',
  'target-file-size',
  'orc',
  'namenode-ops',
  'user',
  'endpoint',
  'region',
] as const satisfies readonly FlagName[];

/** Flags a --config file may set: all but --config itself. */
export function configKeys(): string[] {
  return Object.keys(FLAGS).filter((name) => name !== 'config');
}

/** Adds flags to a command; each is also read from its LAKELIFT_* variable (by config.ts, which knows the order of precedence). */
export function addFlags(command: Command, names: readonly FlagName[]): Command {
  for (const name of names) command.addOption(named(FLAGS[name]()));
  return command;
}

/** A wrong value tells which flag it was given to. */
function named(option: Option): Option {
  const parse = option.parseArg;
  if (parse === undefined) return option;
  return option.argParser((text: string, previous: unknown) => {
    try {
      return parse(text, previous);
    } catch (error) {
      if (!(error instanceof LakeliftError)) throw error;
      const { code, message, next } = error;
      throw new LakeliftError(code, `--${option.name()}: ${message}`, next === undefined ? {} : { next });
    }
  });
}
