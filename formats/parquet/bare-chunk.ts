import type { ColumnChunk } from './metadata.js';

/**
 * A chunk under another path with only what its own bytes bear out: without statistics, page indexes and bloom filters, whose offsets
 * and order belong to the file it came from.
 */
export function bareChunk(chunk: ColumnChunk, path: readonly string[] = chunk.path): ColumnChunk {
  const { type, encodings, codec, numValues, totalUncompressedSize, totalCompressedSize, encodingStats } = chunk;
  const { dataPageOffset, dictionaryPageOffset } = chunk;
  return {
    path,
    type,
    encodings,
    codec,
    numValues,
    totalUncompressedSize,
    totalCompressedSize,
    dataPageOffset,
    // Old writers state 0 where there is no dictionary.
    ...(dictionaryPageOffset === undefined || dictionaryPageOffset === 0 ? {} : { dictionaryPageOffset }),
    ...(encodingStats === undefined ? {} : { encodingStats }),
  };
}
