import { isUtf8 } from 'node:buffer';
import { Field as ArrowField, makeData, RecordBatch, Schema, Struct, Table, tableToIPC } from 'apache-arrow';
import type { Data, DataType as ArrowType } from 'apache-arrow';
import { Compression, Table as WasmTable, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm';
import { LakeliftError, placed } from '../../../errors/error.js';
import type { Field } from '../../types.js';
import { meaningOf } from '../annotation.js';
import { bareChunk } from '../bare-chunk.js';
import { readFooter } from '../footer.js';
import { chunkRange, leavesOf } from '../metadata.js';
import type { ChunkStatistics, ColumnChunk, SchemaNode } from '../metadata.js';
import { memorySource } from '../../byte-source.js';
import { movedChunk } from '../stitch.js';
import type { PlacedChunk } from '../stitch.js';
import { arrowData } from './arrow-data.js';
import type { ValueList } from './flat-data.js';
import { repeats } from './repeats.js';
import { paimonNode } from './schema.js';

/** A column encoded anew: its node for the target's schema and its chunks, one per leaf. */
export interface EncodedColumn {
  readonly field: Field;
  readonly schema: SchemaNode;
  readonly chunks: readonly PlacedChunk[];
}

/** Values of one column in the physical form Paimon stores its type in. */
export type ColumnData = Data<ArrowType>;

/** Values as `encodeData` takes them. Throws REFUSED, naming the column, for values the type cannot hold. */
export function columnData({ name, type }: Field, values: ValueList): ColumnData {
  try {
    return arrowData(values, type);
  } catch (error) {
    throw placed(error, { column: name });
  }
}

/** Encodes one column's values as a single row group. Throws REFUSED naming the column. */
export async function encodeColumn(field: Field, values: ValueList): Promise<EncodedColumn> {
  return encodeData(field, [columnData(field, values)]);
}

/** Encodes one column, whose values come in one or more parts, as a single row group; without values, as a schema only. */
export async function encodeData(field: Field, parts: readonly ColumnData[]): Promise<EncodedColumn> {
  const count = parts.reduce((sum, part) => sum + part.length, 0);
  const file = memorySource(writeFile(field, parts, count));
  const footer = await readFooter(file);
  if (footer.rowGroups.length > 1 || footer.rowCount !== count) {
    throw new LakeliftError('INTERNAL', `${count} values became ${footer.rowCount}`, { column: field.name });
  }
  const schema = paimonNode(footer.schema.children[0]!, field.name, field.type);
  const leaves = leavesOf(schema);
  const placed = (footer.rowGroups[0]?.columns ?? []).map(async (chunk, leaf): Promise<PlacedChunk> => {
    const range = chunkRange(chunk);
    const meta = grafted(chunk, leaves[leaf]!.path, leaves[leaf]!.node);
    return { meta: movedChunk(meta, -range.offset), bytes: await file.read(range) };
  });
  return { field, schema, chunks: await Promise.all(placed) };
}

function writeFile(field: Field, parts: readonly ColumnData[], count: number): Uint8Array {
  const column = new ArrowField(field.name, parts[0]!.type, true);
  const struct = new Struct([column]);
  const batches = parts.map((part) => {
    const data = makeData({ type: struct, length: part.length, nullCount: 0, children: [part] });
    return new RecordBatch(new Schema([column]), data);
  });
  const table = WasmTable.fromIPCStream(tableToIPC(new Table(batches), 'stream'));
  const properties = new WriterPropertiesBuilder()
    .setCompression(Compression.ZSTD)
    .setDictionaryEnabled(repeats(parts))
    .setMaxRowGroupSize(Math.max(count, 1))
    .build();
  return writeParquet(table, properties);
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
