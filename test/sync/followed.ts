import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect } from 'vitest';
import { readTable } from '../../lake/index.js';
import type { LiveFile, Snapshot } from '../../lake/index.js';
import { inferMetastore } from '../../migrate/index.js';
import { writeOutput } from '../../migrate/output.js';
import { openSource, openTarget, sourceBasePath } from '../../stores/index.js';
import type { SourceStore, TargetStore } from '../../stores/index.js';
import type { SyncContext, TableRound } from '../../sync/index.js';
import { runRound } from '../../sync/round.js';
import { useDuck } from '../duck.js';
import type { Warehouse } from '../migrate/warehouse.js';

/** For the tests of one file: a Hive table of four files in a folder, new for each test, and the lake that follows it. */
export const duck = useDuck();
export const TABLE = 'shop.db/orders';
export let folder: Warehouse;
export let source: SourceStore;
export let store: TargetStore;
let count = 0;

beforeEach(async () => {
  const base = join(duck.folder(), `s${count++}`);
  folder = { source: join(base, 'warehouse'), target: join(base, 'lake') };
  for (const day of [1, 2]) for (const part of [0, 1]) await put(day, part);
  await mkdir(folder.target, { recursive: true });
  source = await openSource(pathToFileURL(folder.source).href);
  store = await openTarget(pathToFileURL(folder.target).href);
});

export const pathOf = (day: number, part: number): string =>
  join(folder.source, TABLE, `dt=${day}`, `part-${part}.parquet`);

/** Writes a file of ten rows whose ids tell day and part; again with other rows. Beside its place, then moved there, as Hive does. */
export async function put(day: number, part: number, again = 0): Promise<void> {
  const path = pathOf(day, part);
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${dirname(path)}/_part`;
  const first = day * 1000 + part * 100 + again * 10;
  const query = `SELECT i AS id, 'name ' || i AS name FROM range(${first}, ${first + 10}) t(i)`;
  await duck.rows(`COPY (${query}) TO '${temporary}' (FORMAT parquet)`);
  await rename(temporary, path);
}

export const context = (target: TargetStore): SyncContext => ({
  source,
  sourceUrl: pathToFileURL(folder.source).href,
  metastore: inferMetastore(source, sourceBasePath(pathToFileURL(folder.source).href)),
  target,
  targetUrl: pathToFileURL(folder.target).href,
  tables: ['*.*'],
  targetFileSize: 128 * 1024 * 1024,
  onRefuse: 'skip-table',
  statePath: join(folder.target, '.lakelift', 'state.db'),
  catalogPath: join(folder.target, '.lakelift', 'catalog.db'),
  workers: 2,
  progress: () => undefined,
});

export async function sync(target = store): Promise<TableRound> {
  const round = await runRound(context(target), 1, (task, onUpload) => writeOutput(task, source, target, onUpload));
  return round.tables[0]!;
}

export const live = async (): Promise<readonly LiveFile[]> => (await readTable(store, TABLE))?.files ?? [];
export const snapshot = async (): Promise<Snapshot> => (await readTable(store, TABLE))!.snapshot!;

export async function idsOf(paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const list = paths.map((path) => `'${path}'`).join(', ');
  const rows = await duck.rows(`SELECT id FROM read_parquet([${list}], hive_partitioning = false) ORDER BY id`);
  return rows.map(([id]) => id!);
}

/** The lake, or `files` of it, has the rows of the source, each once. */
export async function expectEqual(files?: readonly LiveFile[]): Promise<void> {
  const theirs = await duck.rows(`SELECT file FROM glob('${folder.source}/${TABLE}/*/part-*.parquet')`);
  const ours = (files ?? (await live())).map(({ path }) => join(folder.target, path));
  expect(await idsOf(ours)).toEqual(await idsOf(theirs.map(([file]) => file!)));
}
