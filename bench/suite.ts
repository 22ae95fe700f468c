import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { LakeliftError } from '../errors/index.js';
import { parseYaml } from '../yaml/index.js';
import { readPrices } from './cost.js';
import type { Prices } from './cost.js';
import { readJobs } from './suite-jobs.js';
import type { JobsSpec } from './suite-jobs.js';
import { Keys } from './suite-keys.js';
import { readHive, readStarRocks, readTrino } from './suite-servers.js';
import type { HiveSpec, StarRocksSpec, TrinoSpec } from './suite-servers.js';
import { readWorkloads } from './suite-workloads.js';
import type { Workloads } from './suite-workloads.js';

export interface SuiteQuery {
  readonly name: string;
  /** Tables stand in it as `database.table`; both sides run the same text. */
  readonly sql: string;
}

/** How many pairs of runs are measured. */
export interface Sampling {
  readonly min: number;
  readonly max: number;
  /** Pairs run and not counted before the first that is. */
  readonly warmups: number;
}

/** A query engine by name: a command, or a server that runs already; without either it is DuckDB, which comes with this program. */
export interface EngineSpec {
  readonly name: string;
  readonly trino?: TrinoSpec;
  readonly starrocks?: StarRocksSpec;
  readonly hive?: HiveSpec;
  /** The engine process's program and arguments. */
  readonly command?: readonly string[];
  /** Names of the queries it runs; without them, all. */
  readonly queries?: readonly string[];
}

/** Trino lists a link with its own length, and takes the file for damaged. */
export const followsLinks = ({ trino }: EngineSpec): boolean => trino?.files === undefined;

/** What a benchmark measures: the same queries before a migration and after it. */
export interface Suite {
  readonly name: string;
  readonly engines: readonly EngineSpec[];
  readonly before: { readonly source: string; readonly metastore: string; readonly tables: readonly string[] };
  readonly after: { readonly target: string };
  readonly queries: readonly SuiteQuery[];
  readonly sampling: Sampling;
  /** Bytes; a file below an eighth of it counts as small. */
  readonly targetFileSize: number;
  /** Milliseconds after which an engine that is silent is stopped. */
  readonly timeoutMs: number;
  readonly prices?: Prices;
  readonly workloads?: Workloads;
  readonly jobs?: JobsSpec;
  /** Whether the requests of each query to the lake's store are counted; with the file of DuckDB's extension, which it else fetches. */
  readonly requests?: { readonly httpfs?: string };
}

const KEYS = [
  'name',
  'engines',
  'before',
  'after',
  'queries',
  'samples',
  'warmups',
  'target-file-size-mb',
  'timeout-seconds',
  'prices',
  'scratch',
  'workloads',
  'jobs',
  'requests',
];

/** How an engine is reached. */
const WAYS = ['command', 'trino', 'starrocks', 'hive'] as const;

/** Reads a suite file and the queries it names. Throws USAGE naming the key that is wrong, or the file that cannot be read. */
export async function loadSuite(path: string): Promise<Suite> {
  const keys = Keys.of(path, '', readYaml(await readText(path), path), KEYS);
  const queries = await readQueries(keys, path);
  const before = keys.below('before', ['source', 'metastore', 'tables']);
  const after = keys.below('after', ['target']);
  const source = before.text('source');
  const target = after.text('target');
  const workloads = readWorkloads(keys, { source, target });
  const named = new Set(queries.map(({ name }) => name));
  const jobs = readJobs(keys, named);
  return {
    name: keys.text('name', basename(path).replace(/\.ya?ml$/, '')),
    engines: readEngines(keys, path, named),
    before: {
      source,
      metastore: before.text('metastore'),
      tables: before.texts('tables', ['*.*']),
    },
    after: { target },
    queries,
    sampling: { ...keys.samples('samples', { min: 10, max: 60 }), warmups: keys.whole('warmups', 0, 100, 1) },
    targetFileSize: keys.whole('target-file-size-mb', 1, 1_000_000, 128) * 1024 ** 2,
    timeoutMs: keys.whole('timeout-seconds', 1, 86_400, 600) * 1000,
    ...(keys.has('prices') ? { prices: readPrices(keys) } : {}),
    ...(workloads === undefined ? {} : { workloads }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(keys.has('requests') ? { requests: readRequests(keys, path) } : {}),
  };
}

function readRequests(keys: Keys, path: string): NonNullable<Suite['requests']> {
  const requests = keys.below('requests', ['httpfs']);
  return requests.has('httpfs') ? { httpfs: resolve(dirname(path), requests.text('httpfs')) } : {};
}

function readEngines(keys: Keys, path: string, queries: ReadonlySet<string>): EngineSpec[] {
  const value = keys.get('engines') ?? [{ name: 'duckdb' }];
  if (!Array.isArray(value) || value.length === 0) throw keys.error('engines', 'is not a list of engines');
  const engines = value.map((one, index) => {
    const engine = Keys.of(path, `engines[${index}]`, one, ['name', 'queries', ...WAYS]);
    const name = engine.text('name');
    // Metrics are named query/<engine>/<query>: two of one name could not be kept.
    if (name.includes('/')) throw engine.error('name', 'has a / in it');
    const ways = WAYS.filter((way) => engine.has(way));
    if (ways.length === 0 && name !== 'duckdb') throw engine.error('command', 'is missing: only duckdb has none');
    if (ways.length > 1) throw engine.error(ways[1]!, `is there beside ${ways[0]!}: an engine is one of the two`);
    return {
      name,
      ...(engine.has('command') ? { command: engine.texts('command', []) } : {}),
      ...(engine.has('trino') ? { trino: readTrino(engine) } : {}),
      ...(engine.has('starrocks') ? { starrocks: readStarRocks(engine) } : {}),
      ...(engine.has('hive') ? { hive: readHive(engine) } : {}),
      ...(engine.has('queries') ? { queries: chosenQueries(engine, queries) } : {}),
    };
  });
  if (new Set(engines.map(({ name }) => name)).size < engines.length) throw keys.error('engines', 'has a name twice');
  return engines;
}

function chosenQueries(engine: Keys, queries: ReadonlySet<string>): readonly string[] {
  const chosen = engine.texts('queries', []);
  const unknown = chosen.find((name) => !queries.has(name));
  if (unknown !== undefined) throw engine.error('queries', `names '${unknown}', which is no query of the suite`);
  return chosen;
}

/** The queries an engine runs, in the suite's order. */
export function queriesOf({ queries }: Pick<Suite, 'queries'>, engine: EngineSpec): readonly SuiteQuery[] {
  return queries.filter(({ name }) => engine.queries?.includes(name) ?? true);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new LakeliftError('USAGE', 'the file cannot be read', { file: path, cause });
  }
}

function readYaml(text: string, file: string): unknown {
  try {
    return parseYaml(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakeliftError('USAGE', `the suite is no YAML: ${reason}`, { file, cause });
  }
}

/** `queries` is a list of names with SQL, or a folder of .sql files, relative to the suite; a file's name is its query's. */
async function readQueries(keys: Keys, path: string): Promise<SuiteQuery[]> {
  const value = keys.get('queries');
  const found =
    typeof value === 'string' ? await folderQueries(keys, resolve(dirname(path), value)) : inline(value, keys, path);
  if (found.length === 0) throw keys.error('queries', 'names no query');
  const seen = new Set<string>();
  for (const { name } of found) {
    if (seen.has(name)) throw keys.error('queries', `has the name '${name}' twice`);
    seen.add(name);
  }
  return found.map(({ name, sql }) => ({ name, sql: withoutPlaceholders(sql, name, keys) }));
}

async function folderQueries(keys: Keys, folder: string): Promise<SuiteQuery[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw keys.error('queries', `names a folder that cannot be read: ${cause instanceof Error ? cause.message : ''}`);
  });
  const files = names.filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => ({ name: file.slice(0, -'.sql'.length), sql: await readText(resolve(folder, file)) })),
  );
}

function inline(value: unknown, keys: Keys, path: string): SuiteQuery[] {
  if (!Array.isArray(value)) throw keys.error('queries', 'is neither a list nor a folder');
  return value.map((one, index) => {
    const query = Keys.of(path, `queries[${index}]`, one, ['name', 'sql']);
    return { name: query.text('name'), sql: query.text('sql') };
  });
}

/** `{{db.table}}` becomes the quoted name, for names that SQL would not take as they are. */
function withoutPlaceholders(sql: string, name: string, keys: Keys): string {
  const text = sql.replace(/\{\{([^{}]*)\}\}/g, (whole, inner: string) => {
    const [, database, table] = /^\s*([^\s."]+)\.([^\s."]+)\s*$/.exec(inner) ?? [];
    if (database === undefined || table === undefined) {
      throw keys.error('queries', `has in '${name}' the placeholder ${whole}, which is not {{database.table}}`);
    }
    return `"${database}"."${table}"`;
  });
  const bare = text.trim().replace(/;\s*$/, '');
  if (bare === '') throw keys.error('queries', `has no SQL in '${name}'`);
  return bare;
}
