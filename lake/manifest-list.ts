import { LakeliftError } from '../errors/error.js';
import type { Scalar } from '../formats/index.js';
import type { AvroRecord } from './avro-schema.js';
import { readAvro, writeAvro } from './avro.js';
import { writeBinaryRow } from './binary-row-writer.js';
import type { DataFile } from './data-file.js';
import { MANIFEST_LIST_SCHEMA } from './manifest-schema.js';
import { statisticsRecord } from './manifest.js';
import { partitionTypes, type TableSchema } from './schema.js';
import type { SimpleStats } from './statistics.js';

const LIST_VERSION = 2;

/** A manifest that was written, with the files it adds. */
export interface WrittenManifest {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly files: readonly DataFile[];
}

/** A manifest list; one without manifests is what a first snapshot has as its base. */
export function encodeManifestList(schema: TableSchema, manifests: readonly WrittenManifest[]): Uint8Array {
  return writeAvro(
    MANIFEST_LIST_SCHEMA,
    manifests.map((manifest) => listed(schema, manifest)),
  );
}

/** As org.apache.paimon.manifest.ManifestFileMeta sums up a manifest. */
function listed(schema: TableSchema, manifest: WrittenManifest): AvroRecord {
  return {
    _VERSION: LIST_VERSION,
    _FILE_NAME: manifest.name,
    _FILE_SIZE: manifest.size,
    _NUM_ADDED_FILES: manifest.files.length,
    _NUM_DELETED_FILES: 0,
    _PARTITION_STATS: statisticsRecord(partitionStatistics(schema, manifest.files)),
    _SCHEMA_ID: schema.id,
    _MIN_BUCKET: 0,
    _MAX_BUCKET: 0,
    _MIN_LEVEL: 0,
    _MAX_LEVEL: 0,
    _MIN_ROW_ID: null,
    _MAX_ROW_ID: null,
  };
}

/** Bounds of the partition values, never shortened: readers prune whole manifests by them. */
function partitionStatistics(schema: TableSchema, files: readonly DataFile[]): SimpleStats {
  const types = partitionTypes(schema);
  const min: Scalar[] = types.map(() => null);
  const max: Scalar[] = types.map(() => null);
  const nulls = types.map(() => 0n);
  for (const { partition } of files) {
    partition.forEach((value, index) => {
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

/** The names of the manifests in a list, oldest first. Throws CORRUPT. */
export function decodeManifestList(bytes: Uint8Array, path: string): string[] {
  return readAvro(bytes, path).records.map((record) => {
    const name = record['_FILE_NAME'];
    if (typeof name === 'string') return name;
    throw new LakeliftError('CORRUPT', 'a manifest list has an entry without a file name', { file: path });
  });
}
