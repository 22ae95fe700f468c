import { LakeliftError } from '../../errors/error.js';
import { CREATED_BY } from './bounds.js';
import { encodeFooter, MAGIC } from './footer.js';
import { leavesOf } from './metadata.js';
import type { ColumnChunk, ParquetFooter, RowGroup, SchemaNode } from './metadata.js';
import { movedChunk } from './stitch.js';
import type { PlacedChunk } from './stitch.js';

/** A column of one row group: its node in the file's schema, and a chunk for each leaf of it. */
export interface PlacedColumn {
  readonly node: SchemaNode;
  readonly placed: readonly PlacedChunk[];
}

/** A row group to be written, its columns in the table's order. Without rows it only says what the schema is. */
export interface PlacedRowGroup {
  readonly rowCount: number;
  readonly columns: AsyncGenerator<PlacedColumn, void>;
}

export interface WrittenTarget {
  readonly footer: ParquetFooter;
  readonly rowCount: number;
}

/**
 * The bytes of one Parquet file of the given row groups, under a footer of its own. Memory: two columns of a row group, the next one
 * being made while one is written.
 */
export async function* assemble(groups: AsyncIterable<PlacedRowGroup>): AsyncGenerator<Uint8Array, WrittenTarget> {
  const rowGroups: RowGroup[] = [];
  let schema: readonly SchemaNode[] | undefined;
  let offset = MAGIC.length;
  yield MAGIC;
  for await (const { rowCount, columns } of groups) {
    const nodes: SchemaNode[] = [];
    const chunks: ColumnChunk[] = [];
    for await (const { node, placed } of oneAhead(columns)) {
      nodes.push(node);
      for (const { meta, bytes } of placed) {
        chunks.push(movedChunk(meta, offset));
        offset += bytes.length;
        yield bytes;
      }
    }
    schema ??= nodes;
    requireSameSchema(schema, nodes);
    if (rowCount > 0) rowGroups.push(rowGroupOf(rowCount, chunks));
  }
  const footer = footerOf(schema ?? [], rowGroups);
  yield encodeFooter(footer);
  return { footer, rowCount: footer.rowCount };
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
  throw new LakeliftError('INTERNAL', 'row groups of different physical form were put into one file');
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
