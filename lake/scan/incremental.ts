import { LakeliftError } from '../../errors/error.js';
import { columnOf, pickRows, valueAt } from '../../formats/index.js';
import type { DecodedBatch, Field } from '../../formats/index.js';
import type { TargetStore } from '../../stores/index.js';
import { readManifestList, readManifests, readSnapshot, snapshotIds } from '../history.js';
import { VALUE_KIND } from '../key-value.js';
import { snapshotPath } from '../paths.js';
import { mergeEngineOf } from '../primary-key.js';
import { liveFile, readTable, type LakeTable, type LiveFile } from '../read.js';
import type { Snapshot } from '../snapshot.js';
import { keptRows } from './data-file.js';
import { isRetraction } from './merge.js';
import { refuseUnreadable } from './refuse.js';
import { FileReader, wantedFields, type ScanOptions } from './scan.js';

/** Snapshots after one and up to another. */
export interface SnapshotRange {
  /** Not among them; 0 for all there are. */
  readonly after: number;
  readonly upTo: number;
}

/** A table with the files that a range of its snapshots has brought, oldest first; its schema is the latest. */
export type TableChanges = Omit<LakeTable, 'snapshot'>;

/**
 * What came into a table between two snapshots, as Java Paimon's `incremental-between` finds it: the files appended by each snapshot, or its
 * changelog files where the table has them (`changelog-producer`); what compactions wrote anew is no change. Undefined when there is no
 * table. Throws NOT_FOUND when a snapshot of the range has expired, REFUSED when one of them took rows away in a way that files do not tell.
 * Source: org.apache.paimon.table.source.snapshot.IncrementalDeltaStartingScanner, which passes over such snapshots.
 */
export async function readChanges(
  store: TargetStore,
  path: string,
  { after, upTo }: SnapshotRange,
): Promise<TableChanges | undefined> {
  const table = await readTable(store, path);
  if (table === undefined) return undefined;
  const { schema, schemas } = table;
  const ids = await snapshotIds(store, path);
  if (after > upTo || upTo > (ids.at(-1) ?? 0) || after + 1 < (ids[0] ?? 1)) {
    throw new LakeliftError('NOT_FOUND', `the table does not have the snapshots after ${after} and up to ${upTo}`, {
      file: path,
      next: ids.length === 0 ? 'it has none' : `it has snapshots ${ids[0]} to ${ids.at(-1)}`,
    });
  }
  const hasChangelog = (schema.options['changelog-producer'] ?? 'none') !== 'none';
  if (!hasChangelog && mergeEngineOf(schema) === 'first-row') {
    throw new LakeliftError('REFUSED', 'new files of a first-row table hold rows that count for nothing', {
      file: path,
    });
  }
  const files: LiveFile[] = [];
  let index = after === 0 || !ids.includes(after) ? undefined : (await readSnapshot(store, path, after)).indexManifest;
  for (let id = after + 1; id <= upTo; id++) {
    const snapshot = await readSnapshot(store, path, id);
    refuseLosses(snapshot, index, schema.primaryKeys.length === 0, path);
    index = snapshot.indexManifest;
    const list = hasChangelog ? snapshot.changelogManifestList : deltaOf(snapshot);
    if (list === undefined) continue;
    for await (const entries of readManifests(store, path, await readManifestList(store, path, list))) {
      files.push(...entries.map((entry) => liveFile(path, schema, schemas, entry)));
    }
  }
  const removed = files.find(({ entry }) => entry.kind === 'delete');
  if (removed === undefined) return { path, schema, schemas, files };
  throw new LakeliftError('REFUSED', 'a snapshot of the range takes a file away', { file: removed.path });
}

const deltaOf = ({ commitKind, deltaManifestList }: Snapshot): string | undefined =>
  commitKind === 'APPEND' ? deltaManifestList : undefined;

function refuseLosses(snapshot: Snapshot, indexBefore: string | undefined, isAppendTable: boolean, path: string): void {
  const reason =
    snapshot.commitKind === 'OVERWRITE'
      ? `snapshot ${snapshot.id} overwrites rows`
      : isAppendTable && snapshot.indexManifest !== indexBefore
        ? `snapshot ${snapshot.id} deletes rows by deletion vectors`
        : undefined;
  if (reason === undefined) return;
  throw new LakeliftError('REFUSED', `${reason}, which is no list of changed rows`, {
    file: snapshotPath(path, snapshot.id),
    next: 'choose a range without it, or compare the table as of two snapshots',
  });
}

export interface ChangeOptions extends ScanOptions {
  /** A first column `rowkind` (+I, -U, +U, -D), and rows that take their key away; without, these are left out. */
  readonly rowKind?: boolean;
}

const KINDS = ['+I', '-U', '+U', '-D'].map((kind) => new TextEncoder().encode(kind));
/** As Paimon's system table `audit_log` has it. */
export const ROW_KIND_COLUMN: Field = { name: 'rowkind', type: { kind: 'STRING' } };

/** The rows of changed files as they were written: of a primary key, every change. Memory: one batch. Throws as `scanTable` does. */
export async function* scanChanges(
  store: TargetStore,
  changes: TableChanges,
  options: ChangeOptions = {},
): AsyncGenerator<DecodedBatch> {
  const { schema, path } = changes;
  refuseUnreadable(schema, path);
  const wanted = wantedFields(changes, options.columns);
  const system = schema.primaryKeys.length > 0 ? [VALUE_KIND] : [];
  const reader = new FileReader(store, changes, new Map());
  for (const file of changes.files) {
    if (options.partition?.(file.partition) === false) continue;
    for await (const batch of reader.read(file, wanted, system)) {
      yield withKinds(batch, wanted.length, options.rowKind === true);
    }
  }
}

/** The batch without its column of kinds, which is the one after the wanted. */
function withKinds(batch: DecodedBatch, wanted: number, asColumn: boolean): DecodedBatch {
  const column = batch.columns[wanted];
  const kind = column === undefined ? () => 0 : (valueAt(column) as (row: number) => number);
  const { rowCount, columns } = batch;
  if (asColumn) {
    const kinds = columnOf(ROW_KIND_COLUMN, rowCount, (row) => KINDS[kind(row)]!);
    return { rowCount, columns: [kinds, ...columns.slice(0, wanted)] };
  }
  const rows = { rowCount, columns: columns.slice(0, wanted) };
  const kept = keptRows(rowCount, (row) => !isRetraction(kind(row)));
  return kept === undefined ? rows : pickRows(rows, kept);
}
