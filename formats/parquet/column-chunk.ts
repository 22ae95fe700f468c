import { LakeliftError } from '../../errors/error.js';
import { chunkRange, CODECS, ENCODINGS, PHYSICAL_TYPES } from './metadata.js';
import type { ChunkStatistics, ColumnChunk, PageEncodingCount, SchemaNode } from './metadata.js';
import { known } from './schema.js';
import type { ThriftValue } from './thrift-compact.js';
import type { Fields } from './thrift-fields.js';
import { binary, bool, corruptFooter, i32, i64, list, optional, struct, text } from './thrift-fields.js';

/** A Thrift ColumnChunk; its path and type must be those of the schema's leaf. Throws CORRUPT, or REFUSED for what lies elsewhere. */
export function decodeColumnChunk(chunk: Fields, path: readonly string[], leaf: SchemaNode): ColumnChunk {
  const column = path.join('.');
  if (chunk.has(8) || chunk.has(9)) {
    throw new LakeliftError('REFUSED', `column ${column} is encrypted`, {
      column,
      next: 'write the file without encryption, or leave its table out with --tables',
    });
  }
  if (chunk.has(1)) {
    throw new LakeliftError('REFUSED', `column ${column} lies in another file`, {
      column,
      next: 'rewrite the table so that each file holds its own columns',
    });
  }
  const meta = chunk.required(chunk.struct(3, 'ColumnMetaData'), `metadata of column ${column}`);
  const names = (meta.list(3) ?? []).map((value) =>
    value.type === 'binary' ? new TextDecoder().decode(value.value) : undefined,
  );
  if (names.length !== path.length || names.some((name, i) => name !== path[i])) {
    throw corruptFooter(`column ${column} of the schema is ${names.join('.')} in a row group`);
  }
  const type = meta.required(known(PHYSICAL_TYPES, meta.int(1), 'physical type'), 'type');
  if (type !== leaf.type) throw corruptFooter(`column ${column} is ${leaf.type} in the schema, ${type} in a row group`);
  const encodings = (meta.list(2) ?? []).map((value) => encoding(value.type === 'i32' ? value.value : -1));
  const statistics = meta.struct(12, 'Statistics');
  const pages = meta.structs(13, 'PageEncodingStats');
  return {
    path,
    type,
    encodings,
    codec: meta.required(known(CODECS, meta.int(4), 'codec'), 'codec'),
    numValues: meta.required(meta.size(5), 'number of values'),
    totalUncompressedSize: meta.required(meta.size(6), 'size'),
    totalCompressedSize: meta.required(meta.size(7), 'size'),
    dataPageOffset: meta.required(meta.size(9), 'data page offset'),
    ...present('indexPageOffset', meta.size(10)),
    ...present('dictionaryPageOffset', meta.size(11)),
    ...present('statistics', statistics === undefined ? undefined : decodeStatistics(statistics)),
    ...present('encodingStats', pages?.map(decodePages)),
    ...present('bloomFilterOffset', meta.size(14)),
    ...present('bloomFilterLength', meta.intIfAny(15)),
    ...present('offsetIndexOffset', chunk.size(4)),
    ...present('offsetIndexLength', chunk.int(5)),
    ...present('columnIndexOffset', chunk.size(6)),
    ...present('columnIndexLength', chunk.int(7)),
  };
}

const encoding = (value: number) => known(ENCODINGS, value, 'encoding')!;

function decodePages(pages: Fields): PageEncodingCount {
  return {
    pageType: pages.required(pages.int(1), 'page type'),
    encoding: encoding(pages.required(pages.int(2), 'encoding')),
    count: pages.required(pages.int(3), 'count'),
  };
}

function decodeStatistics(statistics: Fields): ChunkStatistics {
  return {
    ...present('legacyMax', statistics.binary(1)),
    ...present('legacyMin', statistics.binary(2)),
    ...present('nullCount', statistics.size(3)),
    ...present('distinctCount', statistics.size(4)),
    ...present('maxValue', statistics.binary(5)),
    ...present('minValue', statistics.binary(6)),
    ...present('maxExact', statistics.bool(7)),
    ...present('minExact', statistics.bool(8)),
  };
}

/** `{ [key]: value }`, or nothing when the value is absent. */
function present<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };
}

/** The Thrift ColumnChunk that decodes to `chunk`. */
export function encodeColumnChunk(chunk: ColumnChunk): ThriftValue {
  const meta = struct({
    1: i32(PHYSICAL_TYPES.indexOf(chunk.type)),
    2: list(
      'i32',
      chunk.encodings.map((name) => i32(ENCODINGS.indexOf(name))),
    ),
    3: list('binary', chunk.path.map(text)),
    4: i32(CODECS.indexOf(chunk.codec)),
    5: i64(chunk.numValues),
    6: i64(chunk.totalUncompressedSize),
    7: i64(chunk.totalCompressedSize),
    9: i64(chunk.dataPageOffset),
    10: optional(chunk.indexPageOffset, i64),
    11: optional(chunk.dictionaryPageOffset, i64),
    12: optional(chunk.statistics, encodeStatistics),
    13: optional(chunk.encodingStats, (pages) => list('struct', pages.map(encodePages))),
    14: optional(chunk.bloomFilterOffset, i64),
    15: optional(chunk.bloomFilterLength, i32),
  });
  return struct({
    2: i64(chunkRange(chunk).offset),
    3: meta,
    4: optional(chunk.offsetIndexOffset, i64),
    5: optional(chunk.offsetIndexLength, i32),
    6: optional(chunk.columnIndexOffset, i64),
    7: optional(chunk.columnIndexLength, i32),
  });
}

const encodePages = (pages: PageEncodingCount): ThriftValue =>
  struct({ 1: i32(pages.pageType), 2: i32(ENCODINGS.indexOf(pages.encoding)), 3: i32(pages.count) });

const encodeStatistics = (statistics: ChunkStatistics): ThriftValue =>
  struct({
    1: optional(statistics.legacyMax, binary),
    2: optional(statistics.legacyMin, binary),
    3: optional(statistics.nullCount, i64),
    4: optional(statistics.distinctCount, i64),
    5: optional(statistics.maxValue, binary),
    6: optional(statistics.minValue, binary),
    7: optional(statistics.maxExact, bool),
    8: optional(statistics.minExact, bool),
  });
