import { LakeliftError } from '../errors/error.js';
import type { TargetStore } from '../stores/index.js';
import { readSchemas, readSnapshot, snapshotIds } from './history.js';
import { hintPath, snapshotPath } from './paths.js';
import type { TableSchema } from './schema.js';
import { leastConsumed, otherReferences, snapshotFiles } from './snapshot-files.js';

/** How long snapshots stay; what is not given is taken from the table's options, else from Paimon's defaults. */
export interface Retention {
  /** At most so many snapshots stay, however young. */
  readonly retainMax?: number;
  /** At least so many stay, however old. */
  readonly retainMin?: number;
  /** Milliseconds; a snapshot goes only when its successor is older. */
  readonly olderThan?: number;
}

/** What goes when the snapshots of a table before `keepFrom` expire. */
export interface Expiry {
  readonly path: string;
  /** Ids, oldest first. */
  readonly snapshots: readonly number[];
  /** The first snapshot that stays. */
  readonly keepFrom: number;
  /** Files of the expired snapshots that nothing else needs, in the order in which they go: data before what tells of it. */
  readonly files: readonly string[];
}

/**
 * Decides which snapshots of a table expire, by the rules of org.apache.paimon.table.ExpireSnapshotsImpl, and which of their files no
 * snapshot that stays, tag, branch or changelog needs. What a consumer has not read yet stays. Undefined when there is no table or
 * nothing expires. Throws REFUSED for tables that keep changelogs longer than snapshots, USAGE for numbers that contradict each other.
 */
export async function planExpiry(
  store: TargetStore,
  path: string,
  retention: Retention,
  now: number,
): Promise<Expiry | undefined> {
  const schemas = await readSchemas(store, path);
  const schema = schemas.get(Math.max(...schemas.keys()));
  const ids = await snapshotIds(store, path);
  if (schema === undefined || ids.length === 0) return undefined;
  const decoupled = Object.keys(schema.options).find((name) => /^changelog\.(num|time)-retained/.test(name));
  if (decoupled !== undefined) {
    throw new LakeliftError('REFUSED', `the table keeps changelogs longer than snapshots (${decoupled})`, {
      file: path,
      next: 'let its snapshots expire by Spark or Flink: CALL sys.expire_snapshots',
    });
  }
  const keepFrom = await firstToKeep(store, path, ids, limitsOf(schema, retention), now);
  const snapshots = ids.filter((id) => id < keepFrom);
  if (snapshots.length === 0) return undefined;
  return { path, snapshots, keepFrom, files: await unneededFiles(store, path, schema, snapshots, keepFrom) };
}

/** Removes what a plan names. Killed anywhere, it is planned and done again; the snapshots that stay are whole at any time. */
export async function expireSnapshots(store: TargetStore, expiry: Expiry, signal?: AbortSignal): Promise<void> {
  const { path, snapshots, keepFrom, files } = expiry;
  for (const file of files) {
    signal?.throwIfAborted();
    await store.delete(file);
  }
  // Last, as they are what a run that goes on finds the other files by.
  for (const id of snapshots) await store.delete(snapshotPath(path, id));
  async function* hint(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(String(keepFrom));
  }
  await store.put(hintPath(path, 'EARLIEST'), hint());
}

function limitsOf({ options }: TableSchema, given: Retention): Required<Retention> {
  const stated = (name: string): number | undefined =>
    options[name] === undefined ? undefined : Number(options[name]);
  const stay = options['snapshot.time-retained'];
  const limits = {
    retainMax: given.retainMax ?? stated('snapshot.num-retained.max') ?? Number.POSITIVE_INFINITY,
    retainMin: given.retainMin ?? Math.min(stated('snapshot.num-retained.min') ?? 10, given.retainMax ?? Infinity),
    olderThan: given.olderThan ?? (stay === undefined ? 3_600_000 : parseJavaDuration(stay)),
  };
  if (limits.retainMax >= limits.retainMin && limits.retainMin >= 1) return limits;
  throw new LakeliftError('USAGE', `at most ${limits.retainMax} snapshots cannot be at least ${limits.retainMin}`, {
    next: 'give --retain-min and --retain-max that go together',
  });
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** '1 h', '30 min', '2 days': org.apache.paimon.utils.TimeUtils. */
function parseJavaDuration(text: string): number {
  const [, count, unit = 'ms'] = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const short = /^(ms|milli)/i.test(unit) ? 'ms' : unit.charAt(0).toLowerCase();
  const factor = UNITS[short === '' ? 'ms' : short];
  if (count !== undefined && factor !== undefined) return Number(count) * factor;
  throw new LakeliftError('REFUSED', `the table's snapshot.time-retained, '${text}', is no time`, {
    next: 'give --older-than',
  });
}

async function firstToKeep(
  store: TargetStore,
  path: string,
  ids: readonly number[],
  { retainMax, retainMin, olderThan }: Required<Retention>,
  now: number,
): Promise<number> {
  const [earliest, latest] = [ids[0]!, ids.at(-1)!];
  const consumed = (await leastConsumed(store, path)) ?? Number.POSITIVE_INFINITY;
  const end = Math.min(latest - retainMin + 1, consumed);
  for (let id = Math.max(latest - retainMax + 1, earliest); id < end; id++) {
    if (!ids.includes(id + 1)) continue;
    if ((await readSnapshot(store, path, id + 1)).timeMillis >= now - olderThan) return id;
  }
  return Math.max(end, earliest);
}

async function unneededFiles(
  store: TargetStore,
  path: string,
  schema: TableSchema,
  snapshots: readonly number[],
  keepFrom: number,
): Promise<string[]> {
  const needed = new Set<string>();
  // A file that a later snapshot reads is live in the first one that stays as well, as no name is ever used again.
  const first = await snapshotFiles(store, path, schema, await readSnapshot(store, path, keepFrom));
  for (const file of [...first.data, ...first.metadata]) needed.add(file);
  for (const other of await otherReferences(store, path)) {
    const { data, metadata } = await snapshotFiles(store, path, schema, other);
    for (const file of [...data, ...metadata]) needed.add(file);
  }
  const [data, metadata] = [new Set<string>(), new Set<string>()];
  for (const id of snapshots) {
    const files = await snapshotFiles(store, path, schema, await readSnapshot(store, path, id), true);
    for (const file of files.named) if (!needed.has(file)) data.add(file);
    for (const file of files.metadata) if (!needed.has(file)) metadata.add(file);
  }
  return [...data, ...metadata];
}
