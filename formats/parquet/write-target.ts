import { LakeliftError } from '../../errors/error.js';
import type { Field } from '../types.js';
import { CREATED_BY } from './bounds.js';
import { encodeFooter, MAGIC } from './footer.js';
import { leavesOf } from './metadata.js';
import type { ByteSource, ColumnChunk, ParquetFooter, RowGroup, SchemaNode } from './metadata.js';
import { keptNodes } from './plan.js';
import type { ColumnAction } from './plan.js';
import { keptChunks, movedChunk } from './stitch.js';
import type { PlacedChunk } from './stitch.js';
import { reencodeRowGroup } from './transcode.js';

/** One source file of an output, with what `planFile` decided for it. */
export interface StitchInput {
  readonly footer: ParquetFooter;
  readonly actions: readonly ColumnAction[];
  readonly source: ByteSource;
  /** For messages. */
  readonly path: string;
}

export interface WrittenTarget {
  readonly footer: ParquetFooter;
  readonly rowCount: number;
}

/**
 * The bytes of one Parquet file that holds the row groups of all inputs, in their order: kept column chunks byte for byte, the others
 * encoded anew, under a footer with the table's names and types; columns the files lack are null. Inputs must share one
 * `physicalSignature`. Memory: two column chunks, or one row group where columns are encoded anew. Throws CORRUPT, REFUSED and what
 * the sources throw, naming the file.
 */
export async function* writeTarget(
  inputs: Iterable<StitchInput> | AsyncIterable<StitchInput>,
  columns: readonly Field[],
): AsyncGenerator<Uint8Array, WrittenTarget> {
  const rowGroups: RowGroup[] = [];
  let schema: readonly SchemaNode[] | undefined;
  let offset = MAGIC.length;
  yield MAGIC;
  for await (const input of inputs) {
    try {
      const kept = keptNodes(input.footer, columns);
      for (const index of input.footer.rowGroups.keys()) {
        if (input.footer.rowGroups[index]!.rowCount === 0) continue;
        const columnsOf = chunksOfRowGroup(input, index, columns, kept);
        const nodes: SchemaNode[] = [];
        const chunks: ColumnChunk[] = [];
        for await (const { node, placed } of oneAhead(columnsOf)) {
          nodes.push(node);
          for (const { meta, bytes } of placed) {
            chunks.push(movedChunk(meta, offset));
            offset += bytes.length;
            yield bytes;
          }
        }
        schema ??= nodes;
        requireSameSchema(schema, nodes);
        rowGroups.push(rowGroupOf(input.footer.rowGroups[index]!.rowCount, chunks));
      }
    } catch (error) {
      throw error instanceof LakeliftError ? error.at({ file: input.path }) : error;
    }
  }
  const footer = footerOf(schema ?? [], rowGroups);
  yield encodeFooter(footer);
  return { footer, rowCount: footer.rowCount };
}

interface PlacedColumn {
  readonly node: SchemaNode;
  readonly placed: readonly PlacedChunk[];
}

/** The chunks of one row group, a column at a time in the table's order. */
async function* chunksOfRowGroup(
  input: StitchInput,
  rowGroup: number,
  columns: readonly Field[],
  kept: ReadonlyMap<string, SchemaNode>,
): AsyncGenerator<PlacedColumn> {
  const { footer, source } = input;
  const anew = input.actions.flatMap(({ action }, i) => (action === 'reencode' ? [{ field: columns[i]! }] : []));
  const encoded = anew.length === 0 ? [] : await reencodeRowGroup({ source, footer, rowGroup, columns: anew });
  const encodedBy = new Map(encoded.map((column) => [column.field.name, column]));
  for (const { column, sourceIndex } of input.actions) {
    const other = encodedBy.get(column);
    if (other !== undefined) yield { node: other.schema, placed: other.chunks };
    else {
      const node = kept.get(column)!;
      yield { node, placed: await keptChunks(footer, rowGroup, sourceIndex!, node, source) };
    }
  }
}

/** Yields what `items` yields, with the next one already under way: the source is read while the target is written. */
async function* oneAhead<T>(items: AsyncGenerator<T, void>): AsyncGenerator<T> {
  let next = items.next();
  for (;;) {
    const { done, value } = await next;
    if (done === true) return;
    next = items.next();
    // Thrown when its turn comes; until then it must not count as unhandled.
    next.catch(() => undefined);
    yield value;
  }
}

function requireSameSchema(first: readonly SchemaNode[], next: readonly SchemaNode[]): void {
  if (JSON.stringify(first) === JSON.stringify(next)) return;
  throw new LakeliftError('INTERNAL', 'files of different physical form were put into one output');
}

function rowGroupOf(rowCount: number, columns: readonly ColumnChunk[]): RowGroup {
  return { rowCount, columns, totalByteSize: columns.reduce((sum, chunk) => sum + chunk.totalUncompressedSize, 0) };
}

function footerOf(columns: readonly SchemaNode[], rowGroups: readonly RowGroup[]): ParquetFooter {
  // The root's name is Paimon's, see ParquetSchemaConverter.PAIMON_SCHEMA.
  const schema: SchemaNode = { name: 'paimon_schema', children: columns };
  return {
    version: 1,
    schema,
    rowGroups,
    rowCount: rowGroups.reduce((sum, group) => sum + group.rowCount, 0),
    createdBy: CREATED_BY,
    keyValues: new Map(),
    typeOrdered: leavesOf(schema).map(() => true),
  };
}
