import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, expect } from 'vitest';
import { readTable } from '../../lake/index.js';
import type { LiveFile, Snapshot } from '../../lake/index.js';
import type { TargetStore } from '../../stores/index.js';
import type { SyncContext, TableRound } from '../../sync/index.js';
import { useDuck } from '../duck.js';
import { openFollowed } from './open.js';
import type { Followed } from './open.js';

/** For the tests of one file: a Hive table of four files in a folder, new for each test, and the lake that follows it. */
export const duck = useDuck();
export const TABLE = 'shop.db/orders';
export let followed: Followed;
export let { folder, source, store } = {} as Followed;
let count = 0;

beforeEach(async () => {
  followed = await openFollowed(join(duck.folder(), `s${count++}`));
  ({ folder, source, store } = followed);
  for (const day of [1, 2]) for (const part of [0, 1]) await put(day, part);
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

export const context = (target: TargetStore): SyncContext => followed.context({ target });
export const sync = (target = store): Promise<TableRound> => followed.sync({ target });

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
