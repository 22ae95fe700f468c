import { bareChunk } from './bare-chunk.js';
import { trustedBounds } from './bounds.js';
import { chunkRange, leafSpans, leavesOf } from './metadata.js';
import type { ChunkStatistics, ColumnChunk, ParquetFooter, SchemaNode } from './metadata.js';
import type { ByteSource } from '../byte-source.js';
import { checkChunk } from './pages.js';

/** A chunk's bytes, and its metadata with offsets counted from the first of them. */
export interface PlacedChunk {
  readonly meta: ColumnChunk;
  readonly bytes: Uint8Array;
}

/**
 * The chunks of one top-level column of a row group, read from the source and checked page by page, described as leaves of `node`
 * (the column's node in the target's schema). Statistics stay where they can be trusted; page indexes and bloom filters, which hold
 * offsets into the old file, are left behind. Throws CORRUPT with the offset in the source file.
 */
export async function keptChunks(
  footer: ParquetFooter,
  rowGroup: number,
  sourceIndex: number,
  node: SchemaNode,
  source: ByteSource,
): Promise<PlacedChunk[]> {
  const span = leafSpans(footer.schema)[sourceIndex]!;
  const leaves = leavesOf(node);
  const placed: PlacedChunk[] = [];
  for (let leaf = span.start; leaf < span.end; leaf++) {
    const chunk = footer.rowGroups[rowGroup]!.columns[leaf]!;
    const range = chunkRange(chunk);
    const bytes = await source.read(range);
    checkChunk(chunk, bytes);
    const statistics = statisticsToKeep(footer, leaf, chunk);
    const bare = bareChunk(chunk, leaves[leaf - span.start]!.path);
    const meta = statistics === undefined ? bare : { ...bare, statistics };
    placed.push({ meta: movedChunk(meta, -range.offset), bytes });
  }
  return placed;
}

function statisticsToKeep(footer: ParquetFooter, leaf: number, chunk: ColumnChunk): ChunkStatistics | undefined {
  const { nullCount, distinctCount, minExact, maxExact } = chunk.statistics ?? {};
  const bounds = trustedBounds(footer, leaf, chunk);
  const kept: ChunkStatistics = {
    ...(nullCount === undefined ? {} : { nullCount }),
    ...(distinctCount === undefined ? {} : { distinctCount }),
    ...(bounds === undefined ? {} : { minValue: bounds.min, maxValue: bounds.max }),
    ...(bounds === undefined || minExact === undefined ? {} : { minExact }),
    ...(bounds === undefined || maxExact === undefined ? {} : { maxExact }),
  };
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** The chunk's metadata after its bytes moved by `distance` bytes. */
export function movedChunk(chunk: ColumnChunk, distance: number): ColumnChunk {
  const { dictionaryPageOffset } = chunk;
  return {
    ...chunk,
    dataPageOffset: chunk.dataPageOffset + distance,
    ...(dictionaryPageOffset === undefined ? {} : { dictionaryPageOffset: dictionaryPageOffset + distance }),
  };
}
