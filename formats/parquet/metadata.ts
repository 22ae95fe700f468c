import type { ByteRange } from '../../stores/store.js';
import type { WriterTimes } from './writer-times.js';

export const PHYSICAL_TYPES = [
  'BOOLEAN',
  'INT32',
  'INT64',
  'INT96',
  'FLOAT',
  'DOUBLE',
  'BYTE_ARRAY',
  'FIXED_LEN_BYTE_ARRAY',
] as const;
export type PhysicalType = (typeof PHYSICAL_TYPES)[number];

export const REPETITIONS = ['REQUIRED', 'OPTIONAL', 'REPEATED'] as const;
export type Repetition = (typeof REPETITIONS)[number];

/** Index = the number in the file. GROUP_VAR_INT (1) was never released. */
export const ENCODINGS = [
  'PLAIN',
  'GROUP_VAR_INT',
  'PLAIN_DICTIONARY',
  'RLE',
  'BIT_PACKED',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
  'DELTA_BYTE_ARRAY',
  'RLE_DICTIONARY',
  'BYTE_STREAM_SPLIT',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Index = the number in the file. LZ4 is Hadoop's framed form, LZ4_RAW the plain block. */
export const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'LZO', 'BROTLI', 'LZ4', 'ZSTD', 'LZ4_RAW'] as const;
export type Codec = (typeof CODECS)[number];

/** Index = the number in the file. */
export const CONVERTED_TYPES = [
  'UTF8',
  'MAP',
  'MAP_KEY_VALUE',
  'LIST',
  'ENUM',
  'DECIMAL',
  'DATE',
  'TIME_MILLIS',
  'TIME_MICROS',
  'TIMESTAMP_MILLIS',
  'TIMESTAMP_MICROS',
  'UINT_8',
  'UINT_16',
  'UINT_32',
  'UINT_64',
  'INT_8',
  'INT_16',
  'INT_32',
  'INT_64',
  'JSON',
  'BSON',
  'INTERVAL',
] as const;
export type ConvertedType = (typeof CONVERTED_TYPES)[number];

export type TimeUnit = 'MILLIS' | 'MICROS' | 'NANOS';

/** Annotations that readers in use do not know yet, some of which fail on any file that has one. */
export const NEW_ANNOTATIONS = ['FLOAT16', 'VARIANT', 'GEOMETRY', 'GEOGRAPHY', 'UNRECOGNIZED'] as const;
export type NewAnnotation = (typeof NEW_ANNOTATIONS)[number];

/** The annotation of a schema element. UNRECOGNIZED is a union member newer than this reader. */
export type LogicalType =
  | {
      readonly kind: 'STRING' | 'MAP' | 'LIST' | 'ENUM' | 'DATE' | 'UNKNOWN' | 'JSON' | 'BSON' | 'UUID' | NewAnnotation;
    }
  | { readonly kind: 'DECIMAL'; readonly scale: number; readonly precision: number }
  | { readonly kind: 'TIME' | 'TIMESTAMP'; readonly adjustedToUtc: boolean; readonly unit: TimeUnit }
  | { readonly kind: 'INTEGER'; readonly bitWidth: number; readonly signed: boolean };

/** One node of the schema tree: a leaf has `type` and no children, a group has children and no `type`. */
export interface SchemaNode {
  readonly name: string;
  /** Absent only at the root. */
  readonly repetition?: Repetition;
  readonly type?: PhysicalType;
  /** Bytes, for FIXED_LEN_BYTE_ARRAY. */
  readonly typeLength?: number;
  readonly convertedType?: ConvertedType;
  readonly logicalType?: LogicalType;
  /** Of DECIMAL by converted type. */
  readonly scale?: number;
  readonly precision?: number;
  readonly fieldId?: number;
  readonly children: readonly SchemaNode[];
}

/** Statistics of one chunk as raw bytes, exactly as in the file. */
export interface ChunkStatistics {
  /** Deprecated fields 1 and 2, of undefined order for anything but signed numbers. */
  readonly legacyMax?: Uint8Array;
  readonly legacyMin?: Uint8Array;
  readonly nullCount?: number;
  readonly distinctCount?: number;
  readonly maxValue?: Uint8Array;
  readonly minValue?: Uint8Array;
  readonly maxExact?: boolean;
  readonly minExact?: boolean;
}

export interface PageEncodingCount {
  /** 0 data page, 1 index page, 2 dictionary page, 3 data page v2. */
  readonly pageType: number;
  readonly encoding: Encoding;
  readonly count: number;
}

/** One column of one row group. Offsets are from the start of the file, lengths in bytes. */
export interface ColumnChunk {
  readonly path: readonly string[];
  readonly type: PhysicalType;
  readonly encodings: readonly Encoding[];
  readonly codec: Codec;
  /** Values with nulls. */
  readonly numValues: number;
  readonly totalUncompressedSize: number;
  readonly totalCompressedSize: number;
  readonly dataPageOffset: number;
  readonly indexPageOffset?: number;
  readonly dictionaryPageOffset?: number;
  readonly statistics?: ChunkStatistics;
  readonly encodingStats?: readonly PageEncodingCount[];
  readonly bloomFilterOffset?: number;
  readonly bloomFilterLength?: number;
  readonly offsetIndexOffset?: number;
  readonly offsetIndexLength?: number;
  readonly columnIndexOffset?: number;
  readonly columnIndexLength?: number;
}

export interface RowGroup {
  readonly rowCount: number;
  /** In the order of the schema's leaves. */
  readonly columns: readonly ColumnChunk[];
  /** Uncompressed bytes of all chunks. */
  readonly totalByteSize: number;
}

export interface ParquetFooter {
  readonly version: number;
  readonly schema: SchemaNode;
  readonly rowGroups: readonly RowGroup[];
  readonly rowCount: number;
  readonly createdBy?: string;
  readonly keyValues: ReadonlyMap<string, string>;
  /** Per leaf: whether min_value/max_value follow the order of the column's type. Absent when the file does not say. */
  readonly typeOrdered?: readonly boolean[];
  /** Not of the file: what its writer's calendar and clock make of its values. Absent, they are what they look like. */
  readonly times?: WriterTimes;
}

/** The bytes a chunk occupies: from its dictionary page, when it has one before its data, to its end. */
export function chunkRange(chunk: ColumnChunk): ByteRange {
  const dictionary = chunk.dictionaryPageOffset;
  const offset =
    dictionary !== undefined && dictionary > 0 && dictionary < chunk.dataPageOffset ? dictionary : chunk.dataPageOffset;
  return { offset, length: chunk.totalCompressedSize };
}

/** The leaves under a node, in file order, each with its path from (not including) that node's parent. */
export function leavesOf(node: SchemaNode, parents: readonly string[] = []): { path: string[]; node: SchemaNode }[] {
  const path = [...parents, node.name];
  return node.type === undefined ? node.children.flatMap((child) => leavesOf(child, path)) : [{ path, node }];
}

/** Leaf indexes [start, end) of each top-level column of a schema. */
export function leafSpans(schema: SchemaNode): { start: number; end: number }[] {
  let start = 0;
  return schema.children.map((column) => {
    const end = start + leavesOf(column).length;
    const span = { start, end };
    start = end;
    return span;
  });
}
