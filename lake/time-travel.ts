import { LakeliftError } from '../errors/error.js';
import { readAll, type TargetStore } from '../stores/index.js';
import { readSnapshot, snapshotIds } from './history.js';
import { tagPath } from './paths.js';
import { decodeSnapshot, type Snapshot } from './snapshot.js';

/** Which state of a table: a snapshot by its id, a tag by its name, or the newest snapshot of a time (milliseconds since the epoch). */
export type TimeTravel = { readonly snapshot: number } | { readonly tag: string } | { readonly asOf: number };

/** The snapshot that is meant. Throws NOT_FOUND, saying what there is, when there is none. */
export async function findSnapshot(store: TargetStore, table: string, at: TimeTravel): Promise<Snapshot> {
  if ('tag' in at) return readTag(store, table, at.tag);
  const ids = await snapshotIds(store, table);
  if ('snapshot' in at) {
    if (ids.includes(at.snapshot)) return readSnapshot(store, table, at.snapshot);
    throw missing(`the table has no snapshot ${at.snapshot}, or it has expired`, table, ids);
  }
  return atTime(store, table, ids, at.asOf);
}

async function readTag(store: TargetStore, table: string, name: string): Promise<Snapshot> {
  const path = tagPath(table, name);
  if ((await store.stat(path)) === undefined) {
    throw new LakeliftError('NOT_FOUND', `the table has no tag ${name}`, { file: path });
  }
  return decodeSnapshot(await readAll(store, path), path);
}

/** By halving, as times grow with ids (org.apache.paimon.utils.SnapshotManager.earlierOrEqualTimeMills). */
async function atTime(store: TargetStore, table: string, ids: readonly number[], time: number): Promise<Snapshot> {
  let found: Snapshot | undefined;
  let [from, to] = [0, ids.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const snapshot = await readSnapshot(store, table, ids[middle]!);
    if (snapshot.timeMillis > time) to = middle;
    else {
      found = snapshot;
      from = middle + 1;
    }
  }
  if (found !== undefined) return found;
  throw missing(`the table has no snapshot of ${new Date(time).toISOString()} or before`, table, ids);
}

function missing(message: string, table: string, ids: readonly number[]): LakeliftError {
  const kept = ids.length === 0 ? 'it has none' : `it has snapshots ${ids[0]} to ${ids.at(-1)}`;
  return new LakeliftError('NOT_FOUND', message, { file: table, next: kept });
}
