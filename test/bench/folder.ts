import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openDuckDb } from '../../bench/engines/duckdb.js';
import type { RunInput } from '../../bench/run.js';
import { runSuite } from '../../bench/run.js';
import type { BenchRun, BenchTable } from '../../bench/index.js';
import type { Suite, SuiteQuery } from '../../bench/suite.js';
import { readTable } from '../../lake/index.js';
import type { TablePlan } from '../../migrate/index.js';
import { openSource, openTarget } from '../../stores/index.js';
import { pathToFileURL } from 'node:url';
import type { useDuck } from '../duck.js';
import { migrateFolder } from '../migrate/warehouse.js';

/** A table in a Hive folder and, migrated, in a lake folder. */
export interface BothSides {
  readonly source: string;
  readonly target: string;
  readonly planned: readonly TablePlan[];
}

/** Writes the files (path below the warehouse, query) and migrates their table. */
export async function bothSides(
  duck: ReturnType<typeof useDuck>,
  name: string,
  files: readonly (readonly [path: string, query: string])[],
): Promise<BothSides> {
  const [source, target] = [join(duck.folder(), name, 'warehouse'), join(duck.folder(), name, 'lake')];
  for (const [path, query] of files) {
    const file = join(source, path);
    await mkdir(dirname(file), { recursive: true });
    await duck.rows(`COPY (${query}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
  }
  const { plan } = await migrateFolder({ source, target });
  return { source, target, planned: plan.tables };
}

export function suiteOf(queries: readonly SuiteQuery[], over: Partial<Suite> = {}): Suite {
  return {
    name: 'test',
    engines: [{ name: 'duckdb' }],
    before: { source: '', metastore: 'infer', tables: ['*.*'] },
    after: { target: '' },
    queries,
    sampling: { min: 5, max: 5, warmups: 0 },
    targetFileSize: 128 * 1024 ** 2,
    timeoutMs: 60_000,
    ...over,
  };
}

/** Measures both sides with DuckDB in this process, with what the test changes. */
export async function measure(sides: BothSides, suite: Suite, over: Partial<RunInput> = {}): Promise<BenchRun> {
  const source = await openSource(pathToFileURL(sides.source).href);
  const target = await openTarget(pathToFileURL(sides.target).href);
  const tables: BenchTable[] = [];
  for (const before of sides.planned) {
    tables.push({ before, after: (await readTable(target, `${before.database}.db/${before.table}`))! });
  }
  return runSuite({
    suite,
    tables,
    stores: { source, target },
    scratch: dirname(sides.source),
    progress: () => undefined,
    open: () => openDuckDb(),
    ...over,
  });
}
