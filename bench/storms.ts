import { dirname } from 'node:path/posix';
import { readTable } from '../lake/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import { Limit, readAll } from '../stores/index.js';
import { costOf } from './pairs.js';
import type { Cost, SamplePair, Side } from './pairs.js';
import type { BenchTable } from './tables.js';

/** Operations in one storm, and how many of them run at the same time. */
const OPERATIONS = 64;
const IN_FLIGHT = 16;
const ROUNDS = 3;
/** The last bytes of a Parquet file: the length of its footer, which every reader asks for first. */
const TAIL = 8;

type Operation = () => Promise<unknown>;

export interface Stores {
  readonly source: SourceStore;
  readonly target: TargetStore;
}

/** Operations of one kind on both sides; each side repeats its files when it has fewer than a storm needs. */
export interface Storm {
  readonly name: 'list' | 'stat' | 'open';
  readonly before: readonly Operation[];
  readonly after: readonly Operation[];
}

/** Storms against the stores of both sides: listing a directory, asking for a file, reading the end of a file. */
export function stormsOf(tables: readonly BenchTable[], { source, target }: Stores): Storm[] {
  const before = spread(tables.flatMap((table) => table.before.files));
  const after = spread(tables.flatMap((table) => table.after.files));
  if (before.length === 0 || after.length === 0) return [];
  return [
    {
      name: 'list',
      before: before.map(
        ({ path }) =>
          () =>
            drained(source.list(dirname(path))),
      ),
      after: after.map(
        ({ path }) =>
          () =>
            drained(target.listFiles(`${dirname(path)}/`)),
      ),
    },
    {
      name: 'stat',
      before: before.map(
        ({ path }) =>
          () =>
            source.stat(path),
      ),
      after: after.map(
        ({ path }) =>
          () =>
            target.stat(path),
      ),
    },
    {
      name: 'open',
      before: before.map(
        ({ path, length }) =>
          () =>
            readAll(source, path, { offset: length - TAIL, length: TAIL }),
      ),
      after: after.map(
        ({ path, fileSize }) =>
          () =>
            readAll(target, path, { offset: fileSize - TAIL, length: TAIL }),
      ),
    },
  ];
}

/** Runs the storms of the two sides in turn; a pair is one operation of each. What one operation among others takes of the processor is not known. */
export async function runStorm({ before, after }: Storm, signal?: AbortSignal): Promise<SamplePair[]> {
  const pairs: SamplePair[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    signal?.throwIfAborted();
    const order: readonly Side[] = round % 2 === 0 ? ['before', 'after'] : ['after', 'before'];
    const found: Partial<Record<Side, Cost[]>> = {};
    for (const side of order) found[side] = await storm(side === 'before' ? before : after);
    // The first round opens the connections.
    if (round === 0) continue;
    pairs.push(...found.before!.map((cost, i) => ({ before: cost, after: found.after![i]! })));
  }
  return pairs;
}

async function storm(operations: readonly Operation[]): Promise<Cost[]> {
  const limit = new Limit(IN_FLIGHT);
  return Promise.all(
    operations.map((operation) =>
      limit.run(async () => {
        const start = performance.now();
        await operation();
        return { wallMs: performance.now() - start, cpuMs: 0 };
      }),
    ),
  );
}

/** Evenly chosen ones, as many as a storm has operations; fewer are repeated. */
function spread<T>(all: readonly T[]): T[] {
  if (all.length === 0) return [];
  return Array.from(
    { length: OPERATIONS },
    (_, i) => all[Math.floor((i * Math.max(all.length, OPERATIONS)) / OPERATIONS) % all.length]!,
  );
}

/**
 * What finding a table's files takes before a query can read them: before the migration, listing the directory of each partition;
 * after it, the snapshot, its manifest lists and manifests.
 */
export async function planOnce(side: Side, { before, after }: BenchTable, { source, target }: Stores): Promise<Cost> {
  if (side === 'after') return (await costOf(() => readTable(target, after.path))).cost;
  const limit = new Limit(IN_FLIGHT);
  const present = before.partitions.filter(({ missing }) => !missing);
  const { cost } = await costOf(() =>
    Promise.all(present.map(({ location }) => limit.run(() => drained(source.list(location))))),
  );
  return cost;
}

/** Reads a listing to its end and counts its entries. */
async function drained(pages: AsyncIterable<readonly unknown[]>): Promise<number> {
  let count = 0;
  for await (const page of pages) count += page.length;
  return count;
}
