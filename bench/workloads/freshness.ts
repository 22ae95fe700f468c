import { setTimeout as sleep } from 'node:timers/promises';
import { LakeliftError } from '../../errors/index.js';
import { valueAt } from '../../formats/index.js';
import { readTable, scanTable, tablePath } from '../../lake/index.js';
import { sourceBasePath } from '../../stores/index.js';
import { EVENTS } from '../scratch/events.js';
import { land } from '../scratch/scratch.js';
import type { Scratch } from '../scratch/scratch.js';
import { quantile, randomOf } from '../statistics.js';

/** Files that land while rounds of sync follow them. */
export interface FreshnessSpec {
  readonly files: number;
  /** Rows of a file. */
  readonly rows: number;
  /** Milliseconds from one file to the next, on average. */
  readonly everyMs: number;
}

/** One file; times in milliseconds. */
export interface FreshFile {
  /** When it was closed, since the first one was. */
  readonly at: number;
  /** From its close until a listing of the source has it, and until a snapshot of the lake has its rows. */
  readonly before: number;
  readonly after: number;
}

export interface Freshness {
  readonly files: readonly FreshFile[];
  /** Rows the lake has in the end: each row that landed, once. */
  readonly rows: number;
  /** Rounds of sync until the last file was in. */
  readonly rounds: number;
}

const LOOK_EVERY_MS = 25;
const FIRST_ROWS = 1;

/**
 * Lets files land in the scratch source while sync follows, round after round, and measures for each when either side shows it. Throws
 * DIFFERENCES when the lake does not have every row once in the end.
 */
export async function measureFreshness(
  scratch: Scratch,
  spec: FreshnessSpec,
  signal?: AbortSignal,
): Promise<Freshness> {
  const { lake } = scratch;
  await lake.sync();
  const stop = new AbortController();
  const ended = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const closed: number[] = [];
  const watching = [seenBefore(scratch, spec, ended), seenAfter(scratch, spec, ended)] as const;
  const following = follow(scratch, Promise.all(watching));
  try {
    const random = randomOf(1);
    const [, before, after, rounds] = await Promise.all([
      landing(scratch, spec, random, closed, ended),
      ...watching,
      following,
    ]);
    const rows = await everyRowOnce(scratch);
    const files = closed.map((at, n) => ({
      at: at - closed[0]!,
      // A listing may have been under way when the file was closed.
      before: Math.max(0, before[n]! - at),
      after: Math.max(0, after[n]! - at),
    }));
    return { files, rows, rounds };
  } finally {
    // Whichever failed, the others end before the scratch folders go.
    stop.abort();
    await Promise.allSettled([...watching, following]);
  }
}

/** Not in step with the rounds: each pause is drawn from 0 to twice the mean. */
async function landing(
  scratch: Scratch,
  { files, rows, everyMs }: FreshnessSpec,
  random: () => number,
  closed: number[],
  signal: AbortSignal,
): Promise<void> {
  for (let n = 0; n < files; n++) {
    await land(scratch, 1, rows);
    closed.push(performance.now());
    await sleep(random() * 2 * everyMs, undefined, { signal });
  }
}

/** Rounds of sync, one after the other, until all files were seen. Returns how many. */
async function follow({ lake }: Scratch, allSeen: Promise<unknown>): Promise<number> {
  let done = false;
  const finish = (): void => void (done = true);
  allSeen.then(finish, finish);
  let rounds = 0;
  while (!done) {
    await lake.sync();
    rounds += 1;
  }
  return rounds;
}

/** When a listing of the source's directories first had each file, in the order of landing. */
async function seenBefore({ landing: { url }, lake }: Scratch, { files }: FreshnessSpec, signal: AbortSignal) {
  const root = `${sourceBasePath(url)}/${EVENTS.database}.db/${EVENTS.table}`;
  return watch(files, signal, async () => {
    // Files land one after the other, so that their number tells which ones are there.
    let count = -1;
    for await (const directories of lake.stores.source.list(root)) {
      for (const { path } of directories) {
        for await (const inside of lake.stores.source.list(path)) {
          count += inside.filter(({ path: file }) => file.endsWith('.parquet')).length;
        }
      }
    }
    return count;
  });
}

/** When a snapshot of the lake first had the rows of each file. */
async function seenAfter({ lake }: Scratch, { files, rows }: FreshnessSpec, signal: AbortSignal): Promise<number[]> {
  return watch(files, signal, async () => {
    const table = await readTable(lake.stores.target, tablePath(EVENTS.database, EVENTS.table));
    return Math.floor(((table?.snapshot?.totalRecordCount ?? 0) - FIRST_ROWS) / rows);
  });
}

async function watch(files: number, signal: AbortSignal, count: () => Promise<number>): Promise<number[]> {
  const seen: number[] = [];
  while (seen.length < files) {
    const found = await count();
    const now = performance.now();
    while (seen.length < Math.min(found, files)) seen.push(now);
    if (seen.length < files) await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
  return seen;
}

/** Reads the lake's table: every row that landed is in it, and none twice. Returns the number of rows. */
async function everyRowOnce({ lake, events }: Scratch): Promise<number> {
  const { target } = lake.stores;
  const table = await readTable(target, tablePath(EVENTS.database, EVENTS.table));
  const seen = new Set<string>();
  let rows = 0;
  if (table !== undefined) {
    for await (const { rowCount, columns } of scanTable(target, table, { columns: ['id'] })) {
      const id = valueAt(columns[0]!);
      for (let row = 0; row < rowCount; row++) seen.add(String(id(row)));
      rows += rowCount;
    }
  }
  if (rows === events.rows && seen.size === rows) return rows;
  throw new LakeliftError(
    'DIFFERENCES',
    `${events.rows} rows landed; the lake has ${rows}, ${seen.size} of them different`,
  );
}

/** Milliseconds within which a side showed the share `p` of the files. */
export const freshnessAt = ({ files }: Freshness, side: 'before' | 'after', p: number): number =>
  quantile(
    files.map((file) => file[side]),
    p,
  );
