import { isUtf8 } from 'node:buffer';
import { RecordBatch, Schema, Struct, Field as ArrowField, Table, makeData, tableToIPC } from 'apache-arrow';
import { Compression, Table as WasmTable, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm';
import { LakeliftError } from '../../errors/error.js';
import type { Field } from '../types.js';
import { meaningOf } from './annotation.js';
import { bareChunk } from './bare-chunk.js';
import { decodeColumn } from './decode/columns.js';
import type { Value } from './decode/values.js';
import { arrowData } from './encode/arrow-data.js';
import { paimonNode } from './encode/schema.js';
import { readFooter } from './footer.js';
import { chunkRange, leavesOf } from './metadata.js';
import type { ByteSource, ChunkStatistics, ColumnChunk, ParquetFooter, SchemaNode } from './metadata.js';
import { memorySource } from './source.js';
import { movedChunk } from './stitch.js';
import type { PlacedChunk } from './stitch.js';

/** A column encoded anew: its node for the target's schema and its chunks, one per leaf. */
export interface EncodedColumn {
  readonly field: Field;
  readonly schema: SchemaNode;
  readonly chunks: readonly PlacedChunk[];
}

export interface ReencodeTask {
  readonly source: ByteSource;
  readonly footer: ParquetFooter;
  readonly rowGroup: number;
  readonly columns: readonly { readonly field: Field }[];
}

/**
 * Decodes columns of one row group and encodes them as Paimon stores their types, a column at a time. Throws CORRUPT for what cannot
 * be decoded, REFUSED for values the table's type cannot hold; both name the column.
 */
export async function reencodeRowGroup(task: ReencodeTask): Promise<EncodedColumn[]> {
  const encoded: EncodedColumn[] = [];
  for (const { field } of task.columns) {
    const values: Value[] = [];
    const decoded = await decodeColumn(task.source, task.footer, task.rowGroup, field);
    decoded.forEach((value) => values.push(value));
    encoded.push(await encodeColumn(field, values));
  }
  return encoded;
}

/** Encodes one column's values as a single row group. Throws REFUSED naming the column. */
export async function encodeColumn(field: Field, values: readonly Value[]): Promise<EncodedColumn> {
  const file = memorySource(writeFile(field, values));
  const footer = await readFooter(file);
  const chunks = footer.rowGroups[0]?.columns ?? [];
  if (footer.rowGroups.length !== 1 || footer.rowCount !== values.length) {
    throw new LakeliftError('INTERNAL', `${values.length} values became ${footer.rowCount}`, { column: field.name });
  }
  const schema = paimonNode(footer.schema.children[0]!, field.name, field.type);
  const leaves = leavesOf(schema);
  const placed = chunks.map(async (chunk, leaf): Promise<PlacedChunk> => {
    const range = chunkRange(chunk);
    const meta = grafted(chunk, leaves[leaf]!.path, leaves[leaf]!.node);
    return { meta: movedChunk(meta, -range.offset), bytes: await file.read(range) };
  });
  return { field, schema, chunks: await Promise.all(placed) };
}

function writeFile(field: Field, values: readonly Value[]): Uint8Array {
  const batch = recordBatch(field, values);
  const table = WasmTable.fromIPCStream(tableToIPC(new Table([batch]), 'stream'));
  const properties = new WriterPropertiesBuilder()
    .setCompression(Compression.ZSTD)
    .setMaxRowGroupSize(Math.max(values.length, 1))
    .build();
  return writeParquet(table, properties);
}

function recordBatch(field: Field, values: readonly Value[]): RecordBatch {
  try {
    const data = arrowData(values, field.type);
    const column = new ArrowField(field.name, data.type, true);
    const struct = makeData({ type: new Struct([column]), length: values.length, nullCount: 0, children: [data] });
    return new RecordBatch(new Schema([column]), struct);
  } catch (error) {
    throw error instanceof LakeliftError ? error.at({ column: field.name }) : error;
  }
}

/** The chunk as part of another file, with only those bounds that are right for the annotated type. */
function grafted(chunk: ColumnChunk, path: readonly string[], node: SchemaNode): ColumnChunk {
  const bare = bareChunk(chunk, path);
  return chunk.statistics === undefined ? bare : { ...bare, statistics: rightStatistics(chunk.statistics, node) };
}

/**
 * Written without annotations, fixed-length decimals were compared as unsigned bytes, and bounds of long texts cut within a character;
 * bounds of floats pass over NaN.
 */
function rightStatistics(statistics: ChunkStatistics, node: SchemaNode): ChunkStatistics {
  const { nullCount, minValue, maxValue, minExact, maxExact } = statistics;
  const nulls = nullCount === undefined ? {} : { nullCount };
  const wrong = node.type === 'FIXED_LEN_BYTE_ARRAY' || node.type === 'FLOAT' || node.type === 'DOUBLE';
  if (wrong || minValue === undefined || maxValue === undefined) return nulls;
  if (meaningOf(node).kind === 'STRING' && !(isUtf8(minValue) && isUtf8(maxValue))) return nulls;
  return {
    ...nulls,
    minValue,
    maxValue,
    ...(minExact === undefined ? {} : { minExact }),
    ...(maxExact === undefined ? {} : { maxExact }),
  };
}
