import { LakeliftError } from '../../../errors/error.js';
import { encodeFooter, MAGIC } from '../footer.js';
import { withoutAnnotation } from '../annotation.js';
import { bareChunk } from '../bare-chunk.js';
import { isTwoLevel } from '../fit.js';
import { chunkRange, leafSpans } from '../metadata.js';
import type { ColumnChunk, ParquetFooter, SchemaNode } from '../metadata.js';
import type { ByteSource } from '../../byte-source.js';
import { checkChunk } from '../pages.js';
import { movedChunk } from '../stitch.js';

/**
 * One column of one row group as a Parquet file of its own, under a schema of bare physical types: what a general reader would make
 * of annotations (dropping microseconds, turning INT96 into nanoseconds that overflow) never gets between the bytes and their meaning.
 * Throws CORRUPT for damaged pages, REFUSED for more than 2 GiB of values.
 */
export async function physicalView(
  source: ByteSource,
  footer: ParquetFooter,
  rowGroup: number,
  column: number,
): Promise<Uint8Array> {
  const group = footer.rowGroups[rowGroup]!;
  const { start, end } = leafSpans(footer.schema)[column]!;
  requireDecodable(group.columns.slice(start, end));
  const chunks: ChunkBytes[] = [];
  for (const chunk of group.columns.slice(start, end)) {
    const bytes = await source.read(chunkRange(chunk));
    checkChunk(chunk, bytes);
    chunks.push({ chunk, bytes: [bytes] });
  }
  return viewOf(footer.schema.children[column]!, group.rowCount, chunks);
}

/** A chunk with the bytes its range names, in pieces, or a chunk made of some of its pages. */
export interface ChunkBytes {
  readonly chunk: ColumnChunk;
  readonly bytes: readonly Uint8Array[];
}

/** A Parquet file of one column, `node`, whose leaves have these chunks. */
export function viewOf(node: SchemaNode, rowCount: number, chunks: readonly ChunkBytes[]): Uint8Array {
  const columns: ColumnChunk[] = [];
  let offset = MAGIC.length;
  for (const { chunk } of chunks) {
    columns.push(movedChunk(physicalChunk(chunk), offset - chunkRange(chunk).offset));
    offset += chunk.totalCompressedSize;
  }
  const totalByteSize = columns.reduce((sum, chunk) => sum + chunk.totalUncompressedSize, 0);
  const view: ParquetFooter = {
    version: 1,
    schema: { name: 'schema', children: [physicalNode(node)] },
    rowGroups: [{ rowCount, columns, totalByteSize }],
    rowCount,
    keyValues: new Map(),
  };
  return Buffer.concat([MAGIC, ...chunks.flatMap(({ bytes }) => bytes), encodeFooter(view)]);
}

/** The decoder's memory is addressed by 32 bits, and so are Arrow's values. */
const MAX_DECODED = 2 ** 31 - 1;

function requireDecodable(chunks: readonly ColumnChunk[]): void {
  const size = chunks.reduce((sum, chunk) => sum + chunk.totalUncompressedSize, 0);
  if (size <= MAX_DECODED) return;
  throw new LakeliftError(
    'REFUSED',
    `the column has ${size} bytes in one row group, more than can be decoded at a time`,
    {
      next: 'rewrite the file with smaller row groups, or leave its table out with --tables',
    },
  );
}

/**
 * Physical types only: INT96 as the 12 bytes it is. The annotations of groups stay, they tell lists and maps from structs. Lists of two
 * levels get the third, which changes no level of a value, as it is required: the decoder fails on lists of such lists.
 */
function physicalNode(node: SchemaNode): SchemaNode {
  if (isTwoLevel(node)) {
    const element = physicalNode({ ...node.children[0]!, repetition: 'REQUIRED' });
    return { ...node, children: [{ name: 'list', repetition: 'REPEATED', children: [element] }] };
  }
  if (node.type === undefined) return { ...node, children: node.children.map(physicalNode) };
  const leaf = withoutAnnotation(node);
  return node.type === 'INT96' ? { ...leaf, type: 'FIXED_LEN_BYTE_ARRAY', typeLength: 12 } : leaf;
}

const physicalChunk = (chunk: ColumnChunk): ColumnChunk => ({
  ...bareChunk(chunk),
  type: chunk.type === 'INT96' ? 'FIXED_LEN_BYTE_ARRAY' : chunk.type,
});
