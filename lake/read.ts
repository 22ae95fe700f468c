import { LakeliftError } from '../errors/error.js';
import { sameType, type ColumnStatistics } from '../formats/index.js';
import type { TargetStore } from '../stores/index.js';
import { readBinaryRow } from './binary-row-reader.js';
import type { DataFile } from './data-file.js';
import { readLatestSnapshot, readManifests, readSchemas, readSnapshotManifests } from './history.js';
import type { ManifestEntry } from './manifest.js';
import { additions, mergeEntries } from './merge-entries.js';
import { bucketPath } from './partition.js';
import { partitionTypes, type TableSchema } from './schema.js';
import type { Snapshot } from './snapshot.js';
import { decodeStatistics } from './statistics.js';
import { findSnapshot, type TimeTravel } from './time-travel.js';

export interface LiveFile extends DataFile {
  /** Store path. */
  readonly path: string;
  /** The schema the file was written under; its statistics here have the names of the table's latest. */
  readonly schemaId: number;
  /** The entry of the manifest that added it. */
  readonly entry: ManifestEntry;
}

export interface LakeTable {
  readonly path: string;
  /** The latest schema; of an earlier state, the schema it had then. */
  readonly schema: TableSchema;
  /** All schemas the table ever had, by their ids. */
  readonly schemas: ReadonlyMap<number, TableSchema>;
  /** The snapshot that was read; missing when nothing was ever written. */
  readonly snapshot?: Snapshot;
  readonly files: readonly LiveFile[];
}

/**
 * Reads a table as of its latest snapshot, or an earlier one, whoever wrote it. Undefined when there is no table.
 * Throws CORRUPT or NOT_FOUND naming the file, REFUSED for what this program cannot read.
 */
export async function readTable(store: TargetStore, path: string, at?: TimeTravel): Promise<LakeTable | undefined> {
  const schemas = await readSchemas(store, path);
  const latest = schemas.get(Math.max(...schemas.keys()));
  if (latest === undefined) return undefined;
  const snapshot = at === undefined ? await readLatestSnapshot(store, path) : await findSnapshot(store, path, at);
  if (snapshot === undefined) return { path, schema: latest, schemas, files: [] };
  const schema = at === undefined ? latest : schemas.get(snapshot.schemaId);
  if (schema === undefined) {
    throw new LakeliftError('CORRUPT', `the snapshot has the schema ${snapshot.schemaId}, which the table lacks`, {
      file: path,
    });
  }
  const entries = await liveEntries(store, path, snapshot);
  return { path, schema, schemas, snapshot, files: entries.map((entry) => liveFile(path, schema, schemas, entry)) };
}

async function liveEntries(store: TargetStore, path: string, snapshot: Snapshot): Promise<ManifestEntry[]> {
  const manifests = await readSnapshotManifests(store, path, snapshot);
  return additions(await mergeEntries(readManifests(store, path, manifests)));
}

/** A live file as its entry describes it, for a reader of `latest`. */
export function liveFile(
  table: string,
  latest: TableSchema,
  schemas: ReadonlyMap<number, TableSchema>,
  entry: ManifestEntry,
): LiveFile {
  const { fileName, fileSize, rowCount, creationTime, schemaId } = entry;
  if (entry.externalPath !== undefined) {
    throw new LakeliftError('REFUSED', 'a data file lies outside of its table', { file: entry.externalPath });
  }
  const written = schemas.get(schemaId);
  if (written === undefined) {
    throw new LakeliftError('CORRUPT', `a data file has the schema ${schemaId}, which the table lacks`, {
      file: fileName,
    });
  }
  const partition = readBinaryRow(partitionTypes(latest), entry.partition);
  const path = `${bucketPath(latest, table, partition, entry.bucket)}/${fileName}`;
  const statistics = renamed(decodeStatistics(written.fields, entry.statistics), written, latest);
  return { partition, fileName, fileSize, rowCount, statistics, creationTime, schemaId, path, entry };
}

/** Statistics under today's names, by field id. Those of dropped columns, and of columns of another type today, are left out. */
function renamed(
  statistics: Map<string, ColumnStatistics>,
  written: TableSchema,
  latest: TableSchema,
): Map<string, ColumnStatistics> {
  if (written === latest) return statistics;
  const result = new Map<string, ColumnStatistics>();
  for (const field of latest.fields) {
    const before = written.fields.find((candidate) => candidate.id === field.id);
    const known = before === undefined || !sameType(before.type, field.type) ? undefined : statistics.get(before.name);
    if (known !== undefined) result.set(field.name, known);
  }
  return result;
}
