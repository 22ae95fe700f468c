import { LakeliftError } from '../../errors/error.js';
import { decodeColumnChunk, encodeColumnChunk } from './column-chunk.js';
import { chunkRange, leavesOf } from './metadata.js';
import type { ParquetFooter, RowGroup, SchemaNode } from './metadata.js';
import type { ByteSource } from '../byte-source.js';
import { keyValue, schemaFromElements, schemaToElements } from './schema.js';
import { readStruct, writeStruct } from './thrift-compact.js';
import type { ThriftValue } from './thrift-compact.js';
import { corruptFooter, Fields, i32, i64, list, optional, struct, text } from './thrift-fields.js';

/** What most footers fit in; one read then serves the whole footer. */
const TAIL = 64 * 1024;
export const MAGIC = new TextEncoder().encode('PAR1');

/**
 * Reads a file's footer from its tail. Throws CORRUPT with the file offset for anything that is not a sound Parquet file,
 * REFUSED for encrypted ones. Every chunk of the result lies within the file.
 */
export async function readFooter(source: ByteSource): Promise<ParquetFooter> {
  const { length } = source;
  if (length < 12) throw new LakeliftError('CORRUPT', `${length} bytes are too few for a Parquet file`, { offset: 0 });
  let tail = await source.read({ offset: Math.max(0, length - TAIL), length: Math.min(TAIL, length) });
  const magic = new TextDecoder('latin1').decode(tail.subarray(-4));
  if (magic === 'PARE') throw encrypted();
  if (magic !== 'PAR1')
    throw new LakeliftError('CORRUPT', 'the file does not end as a Parquet file', { offset: length - 4 });
  const size = new DataView(tail.buffer, tail.byteOffset, tail.byteLength).getUint32(tail.length - 8, true);
  if (size > length - 12) {
    throw new LakeliftError('CORRUPT', `a footer of ${size} bytes does not fit the file`, { offset: length - 8 });
  }
  const start = length - 8 - size;
  if (size + 8 > tail.length) tail = await source.read({ offset: start, length: size + 8 });
  try {
    const footer = decodeFooter(tail.subarray(tail.length - 8 - size, tail.length - 8));
    checkRanges(footer, start);
    return footer;
  } catch (error) {
    if (!(error instanceof LakeliftError) || error.code !== 'CORRUPT') throw error;
    // Offsets known so far are relative to the footer.
    throw new LakeliftError('CORRUPT', error.message, { offset: start + (error.place.offset ?? 0) });
  }
}

function checkRanges(footer: ParquetFooter, end: number): void {
  for (const group of footer.rowGroups) {
    for (const chunk of group.columns) {
      const { offset, length } = chunkRange(chunk);
      const inside = offset >= 4 && offset + length <= end && chunk.dataPageOffset <= offset + length;
      if (!inside && chunk.numValues > 0) {
        throw corruptFooter(`the bytes of column ${chunk.path.join('.')} lie outside of the file`);
      }
    }
  }
}

/** Decodes a Thrift FileMetaData. Throws CORRUPT with the offset within `bytes` where one is known, REFUSED when encrypted. */
export function decodeFooter(bytes: Uint8Array): ParquetFooter {
  const file = new Fields(readStruct(bytes), 'FileMetaData');
  if (file.has(8)) throw encrypted();
  const schema = schemaFromElements(file.required(file.structs(2, 'SchemaElement'), 'schema'));
  const leaves = leavesOf(schema).map((leaf) => ({ path: leaf.path.slice(1), node: leaf.node }));
  const groups = file.required(file.structs(4, 'RowGroup'), 'row groups');
  const rowGroups = groups.map((group) => decodeRowGroup(group, leaves));
  const rowCount = file.required(file.size(3), 'row count');
  const counted = rowGroups.reduce((sum, group) => sum + group.rowCount, 0);
  if (counted !== rowCount) throw corruptFooter(`it says ${rowCount} rows, its row groups ${counted}`);
  const createdBy = file.text(6);
  const orders = file.structs(7, 'ColumnOrder');
  const keyValues = (file.structs(5, 'KeyValue') ?? []).map(
    (pair) => [pair.required(pair.text(1), 'key'), pair.text(2) ?? ''] as const,
  );
  return {
    version: file.int(1) ?? 1,
    schema,
    rowGroups,
    rowCount,
    ...(createdBy === undefined ? {} : { createdBy }),
    keyValues: new Map(keyValues),
    ...(orders === undefined ? {} : { typeOrdered: orders.map((order) => order.has(1)) }),
  };
}

function decodeRowGroup(group: Fields, leaves: readonly { path: string[]; node: SchemaNode }[]): RowGroup {
  const chunks = group.required(group.structs(1, 'ColumnChunk'), 'columns');
  if (chunks.length !== leaves.length) {
    throw corruptFooter(`a row group has ${chunks.length} columns, the schema ${leaves.length}`);
  }
  const columns = chunks.map((chunk, i) => decodeColumnChunk(chunk, leaves[i]!.path, leaves[i]!.node));
  return {
    rowCount: group.required(group.size(3), 'row count'),
    columns,
    totalByteSize: group.size(2) ?? columns.reduce((sum, column) => sum + column.totalUncompressedSize, 0),
  };
}

/** The end of a Parquet file: FileMetaData, its length and the magic. Written so that `decodeFooter` gives the same footer. */
export function encodeFooter(footer: ParquetFooter): Uint8Array {
  const orders = footer.typeOrdered?.map((typed) => struct(typed ? { 1: struct({}) } : {}));
  const metadata = writeStruct(
    struct({
      1: i32(footer.version),
      2: list('struct', schemaToElements(footer.schema)),
      3: i64(footer.rowCount),
      4: list('struct', footer.rowGroups.map(encodeRowGroup)),
      5: footer.keyValues.size === 0 ? undefined : list('struct', [...footer.keyValues].map(keyValue)),
      6: optional(footer.createdBy, text),
      7: orders === undefined ? undefined : list('struct', orders),
    }).fields,
  );
  const end = new Uint8Array(metadata.length + 8);
  end.set(metadata);
  new DataView(end.buffer).setUint32(metadata.length, metadata.length, true);
  end.set(MAGIC, metadata.length + 4);
  return end;
}

function encodeRowGroup(group: RowGroup, index: number): ThriftValue {
  const first = group.columns[0];
  return struct({
    1: list('struct', group.columns.map(encodeColumnChunk)),
    2: i64(group.totalByteSize),
    3: i64(group.rowCount),
    5: first === undefined ? undefined : i64(chunkRange(first).offset),
    6: i64(group.columns.reduce((sum, column) => sum + column.totalCompressedSize, 0)),
    // The ordinal is 16 bits wide and optional.
    7: index > 0x7fff ? undefined : { type: 'i16', value: index },
  });
}

function encrypted(): LakeliftError {
  return new LakeliftError('REFUSED', 'the Parquet file is encrypted', {
    next: 'write it without encryption, or leave its table out with --tables',
  });
}
