import { LakeliftError } from '../errors/error.js';
import type { ColumnStatistics, Scalar } from '../formats/index.js';
import type { AvroRecord, AvroValue } from './avro-schema.js';
import { readAvro, writeAvro } from './avro.js';
import { writeBinaryRow } from './binary-row-writer.js';
import type { DataFile, KeyedFile } from './data-file.js';
import { MANIFEST_SCHEMA } from './manifest-schema.js';
import { trimmedKey } from './key-value.js';
import { partitionTypes, type TableSchema } from './schema.js';
import { encodeStatistics, NO_STATISTICS, type EncodedStatistics, type SimpleStats } from './statistics.js';

/** One entry of a manifest as it is stored; statistics and partition are still BinaryRows. */
export interface ManifestEntry {
  readonly kind: 'add' | 'delete';
  readonly partition: Uint8Array;
  readonly bucket: number;
  /** -1 in a table without buckets. */
  readonly totalBuckets: number;
  readonly fileName: string;
  /** Bytes. */
  readonly fileSize: number;
  readonly rowCount: number;
  readonly level: number;
  /** Of files of primary-key tables; in others it says nothing. */
  readonly keyed: KeyedFile;
  readonly schemaId: number;
  readonly statistics: EncodedStatistics;
  /** Files beside the data file that belong to it. */
  readonly extraFiles: readonly string[];
  /** Milliseconds since the epoch; 0 when the writer did not say. */
  readonly creationTime: number;
  /** Where the file is when it is not in the table's own directory. */
  readonly externalPath?: string;
  /** The columns the file holds; undefined for all of its schema. */
  readonly writtenColumns?: readonly string[];
  /** The entry as it is stored: a deletion, or a rewritten manifest, must repeat all of it. */
  readonly record: AvroRecord;
}

/** org.apache.paimon.manifest.FileSource: whether rows came in with a file, or were there before in others. */
export type FileSource = 'append' | 'compact';

const ENTRY_VERSION = 2;
const KIND_ADD = 0;
const KIND_DELETE = 1;
const SOURCES: Readonly<Record<FileSource, number>> = { append: 0, compact: 1 };
const EMPTY_ROW = writeBinaryRow([], []);

/** A manifest; the same entries give the same bytes. */
export function encodeManifest(entries: readonly ManifestEntry[]): Uint8Array {
  return writeAvro(
    MANIFEST_SCHEMA,
    entries.map(({ kind, record }) => ({ ...record, _KIND: kind === 'add' ? KIND_ADD : KIND_DELETE })),
  );
}

/**
 * The entry that adds a file, as org.apache.paimon.append.AppendOnlyWriter describes one of an unbucketed append table and
 * org.apache.paimon.io.KeyValueDataFileWriter one of a primary-key table.
 */
export function additionOf(schema: TableSchema, file: DataFile, source: FileSource): ManifestEntry {
  return decodeEntry(additionRecord(schema, file, source), file.fileName);
}

/** The entry that takes back what `entry` added. */
export function deletionOf(entry: ManifestEntry): ManifestEntry {
  return { ...entry, kind: 'delete' };
}

function additionRecord(schema: TableSchema, file: DataFile, source: FileSource): AvroRecord {
  const statistics = encodeStatistics(schema.fields, withPartition(schema, file));
  return {
    _VERSION: ENTRY_VERSION,
    _KIND: KIND_ADD,
    _PARTITION: writeBinaryRow(partitionTypes(schema), file.partition),
    _BUCKET: file.keyed?.bucket ?? 0,
    _TOTAL_BUCKETS: file.keyed === undefined ? -1 : Number(schema.options['bucket']),
    _FILE: {
      _FILE_NAME: file.fileName,
      _FILE_SIZE: file.fileSize,
      _ROW_COUNT: file.rowCount,
      ...keyRecord(schema, file),
      _VALUE_STATS: statisticsRecord(statistics),
      _SCHEMA_ID: schema.id,
      _LEVEL: file.keyed?.level ?? 0,
      _EXTRA_FILES: [],
      _CREATION_TIME: file.creationTime,
      _DELETE_ROW_COUNT: file.keyed?.deletedRows ?? 0,
      _EMBEDDED_FILE_INDEX: null,
      _FILE_SOURCE: SOURCES[source],
      _VALUE_STATS_COLS: statistics.columns,
      _EXTERNAL_PATH: null,
      _FIRST_ROW_ID: null,
      _WRITE_COLS: null,
    },
  };
}

function keyRecord(schema: TableSchema, { keyed, rowCount, statistics }: DataFile): AvroRecord {
  if (keyed === undefined) {
    return {
      _MIN_KEY: EMPTY_ROW,
      _MAX_KEY: EMPTY_ROW,
      _KEY_STATS: statisticsRecord(NO_STATISTICS),
      // Each file of an unbucketed table counts its rows from 0.
      _MIN_SEQUENCE_NUMBER: 0,
      _MAX_SEQUENCE_NUMBER: Math.max(rowCount - 1, 0),
    };
  }
  return {
    _MIN_KEY: keyed.minKey,
    _MAX_KEY: keyed.maxKey,
    _KEY_STATS: statisticsRecord(encodeStatistics(trimmedKey(schema), statistics)),
    _MIN_SEQUENCE_NUMBER: keyed.minSequence,
    _MAX_SEQUENCE_NUMBER: keyed.maxSequence,
  };
}

export function statisticsRecord(statistics: SimpleStats): AvroRecord {
  const { minValues, maxValues, nullCounts } = statistics;
  return { _MIN_VALUES: minValues, _MAX_VALUES: maxValues, _NULL_COUNTS: nullCounts };
}

/** The file's statistics with those of its partition columns, which are constants. */
function withPartition(schema: TableSchema, file: DataFile): Map<string, ColumnStatistics> {
  const statistics = new Map(file.statistics);
  schema.partitionKeys.forEach((key, index) => {
    statistics.set(key, constant(file.partition[index] ?? null, file.rowCount));
  });
  return statistics;
}

function constant(value: Scalar, rowCount: number): ColumnStatistics {
  return value === null ? { nullCount: rowCount } : { nullCount: 0, min: value, max: value };
}

/** Reads a manifest of any Paimon version. Throws CORRUPT when a field that every version has is missing. */
export function decodeManifest(bytes: Uint8Array, path: string): ManifestEntry[] {
  return readAvro(bytes, path).records.map((record) => decodeEntry(record, path));
}

function decodeEntry(record: AvroRecord, path: string): ManifestEntry {
  const file = (record['_FILE'] ?? {}) as AvroRecord;
  const stats = (file['_VALUE_STATS'] ?? {}) as AvroRecord;
  const externalPath = file['_EXTERNAL_PATH'] as string | null | undefined;
  const writtenColumns = file['_WRITE_COLS'] as readonly string[] | null | undefined;
  return {
    kind: required(record['_KIND'], path) === KIND_ADD ? 'add' : 'delete',
    partition: required(record['_PARTITION'], path) as Uint8Array,
    bucket: Number(required(record['_BUCKET'], path)),
    totalBuckets: Number(required(record['_TOTAL_BUCKETS'], path)),
    fileName: required(file['_FILE_NAME'], path) as string,
    fileSize: Number(required(file['_FILE_SIZE'], path)),
    rowCount: Number(required(file['_ROW_COUNT'], path)),
    level: Number(required(file['_LEVEL'], path)),
    keyed: keyedOf(record, file, path),
    schemaId: Number(required(file['_SCHEMA_ID'], path)),
    statistics: {
      minValues: required(stats['_MIN_VALUES'], path) as Uint8Array,
      maxValues: required(stats['_MAX_VALUES'], path) as Uint8Array,
      nullCounts: (stats['_NULL_COUNTS'] ?? null) as readonly (bigint | null)[] | null,
      columns: (file['_VALUE_STATS_COLS'] ?? writtenColumns ?? null) as readonly string[] | null,
    },
    extraFiles: (file['_EXTRA_FILES'] ?? []) as readonly string[],
    creationTime: Number(file['_CREATION_TIME'] ?? 0),
    ...(typeof externalPath === 'string' ? { externalPath } : {}),
    ...(writtenColumns ? { writtenColumns } : {}),
    record,
  };
}

function keyedOf(record: AvroRecord, file: AvroRecord, path: string): KeyedFile {
  return {
    bucket: Number(required(record['_BUCKET'], path)),
    level: Number(required(file['_LEVEL'], path)),
    minKey: required(file['_MIN_KEY'], path) as Uint8Array,
    maxKey: required(file['_MAX_KEY'], path) as Uint8Array,
    minSequence: BigInt(required(file['_MIN_SEQUENCE_NUMBER'], path) as number | bigint),
    maxSequence: BigInt(required(file['_MAX_SEQUENCE_NUMBER'], path) as number | bigint),
    deletedRows: Number(file['_DELETE_ROW_COUNT'] ?? 0),
  };
}

function required(value: AvroValue | undefined, path: string): AvroValue {
  if (value !== undefined && value !== null) return value;
  throw new LakeliftError('CORRUPT', 'a manifest entry lacks a field that every version has', { file: path });
}
