import { LakeliftError } from '../errors/error.js';
import type { Scalar } from '../formats/index.js';
import type { AvroRecord } from './avro-schema.js';
import { readAvro, writeAvro } from './avro.js';
import { readBinaryRow } from './binary-row-reader.js';
import { writeBinaryRow } from './binary-row-writer.js';
import { MANIFEST_LIST_SCHEMA } from './manifest-schema.js';
import { statisticsRecord, type ManifestEntry } from './manifest.js';
import { partitionTypes, type TableSchema } from './schema.js';
import type { SimpleStats } from './statistics.js';

const LIST_VERSION = 2;

/** A manifest as its list describes it. */
export interface ListedManifest {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The description as it is stored: later lists repeat it. */
  readonly record: AvroRecord;
}

/** A manifest list; one without manifests is what a first snapshot has as its base. */
export function encodeManifestList(manifests: readonly ListedManifest[]): Uint8Array {
  return writeAvro(
    MANIFEST_LIST_SCHEMA,
    manifests.map(({ record }) => record),
  );
}

/** Describes a manifest as org.apache.paimon.manifest.ManifestFileMeta does. Readers prune by it, so bounds cover every entry. */
export function listedManifest(
  schema: TableSchema,
  name: string,
  size: number,
  entries: readonly ManifestEntry[],
): ListedManifest {
  const added = entries.filter(({ kind }) => kind === 'add').length;
  const [buckets, levels] = [rangeOf(entries, ({ bucket }) => bucket), rangeOf(entries, ({ level }) => level)];
  const record = {
    _VERSION: LIST_VERSION,
    _FILE_NAME: name,
    _FILE_SIZE: size,
    _NUM_ADDED_FILES: added,
    _NUM_DELETED_FILES: entries.length - added,
    _PARTITION_STATS: statisticsRecord(partitionStatistics(schema, entries)),
    _SCHEMA_ID: rangeOf(entries, ({ schemaId }) => schemaId).max,
    _MIN_BUCKET: buckets.min,
    _MAX_BUCKET: buckets.max,
    _MIN_LEVEL: levels.min,
    _MAX_LEVEL: levels.max,
    _MIN_ROW_ID: null,
    _MAX_ROW_ID: null,
  };
  return { name, size, record };
}

function rangeOf(
  entries: readonly ManifestEntry[],
  number: (entry: ManifestEntry) => number,
): { min: number; max: number } {
  return entries.map(number).reduce((range, n) => ({ min: Math.min(range.min, n), max: Math.max(range.max, n) }), {
    min: Infinity,
    max: -Infinity,
  });
}

/** Bounds of the partition values, never shortened: readers prune whole manifests by them. */
function partitionStatistics(schema: TableSchema, entries: readonly ManifestEntry[]): SimpleStats {
  const types = partitionTypes(schema);
  const min: Scalar[] = types.map(() => null);
  const max: Scalar[] = types.map(() => null);
  const nulls = types.map(() => 0n);
  for (const { partition } of entries) {
    readBinaryRow(types, partition).forEach((value, index) => {
      if (value === null) {
        nulls[index] = (nulls[index] ?? 0n) + 1n;
        return;
      }
      if (isBelow(value, min[index] ?? null)) min[index] = value;
      if (isAbove(value, max[index] ?? null)) max[index] = value;
    });
  }
  return { minValues: writeBinaryRow(types, min), maxValues: writeBinaryRow(types, max), nullCounts: nulls };
}

function isBelow(value: NonNullable<Scalar>, bound: Scalar): boolean {
  if (bound === null) return true;
  return value instanceof Uint8Array ? Buffer.compare(value, bound as Uint8Array) < 0 : value < bound;
}

function isAbove(value: NonNullable<Scalar>, bound: Scalar): boolean {
  if (bound === null) return true;
  return value instanceof Uint8Array ? Buffer.compare(value, bound as Uint8Array) > 0 : value > bound;
}

/** The manifests in a list, oldest first. Throws CORRUPT. */
export function decodeManifestList(bytes: Uint8Array, path: string): ListedManifest[] {
  return readAvro(bytes, path).records.map((record) => {
    const name = record['_FILE_NAME'];
    if (typeof name === 'string') return { name, size: Number(record['_FILE_SIZE']), record };
    throw new LakeliftError('CORRUPT', 'a manifest list has an entry without a file name', { file: path });
  });
}
