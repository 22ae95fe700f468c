import type { PartitionPair } from './layout.js';

const MIB = 1024 ** 2;

/** Upper bounds of the size classes, in bytes; a last class has none. */
export const SIZE_BOUNDS: readonly number[] = [64 * 1024, MIB, 8 * MIB, 32 * MIB, 128 * MIB, 512 * MIB];

/** How many files are how large on either side. */
export interface SizeHistogram {
  /** Bytes: the upper bounds, included, of all classes but the last. */
  readonly bounds: readonly number[];
  /** Files of the source by class: one number more than there are bounds. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The sizes of a table's files: of the source as planned, of the target as its manifests state them. */
export function sizeHistogram(pairs: readonly PartitionPair[]): SizeHistogram {
  return {
    bounds: SIZE_BOUNDS,
    before: sizeClasses(pairs.flatMap(({ sources }) => sources.map(({ length }) => length))),
    after: sizeClasses(pairs.flatMap(({ live }) => live.map(({ fileSize }) => fileSize))),
  };
}

/** How many of the sizes (bytes) are in each class: one number more than there are bounds. */
export function sizeClasses(sizes: readonly number[]): number[] {
  const counts = new Array<number>(SIZE_BOUNDS.length + 1).fill(0);
  for (const size of sizes) {
    const index = SIZE_BOUNDS.findIndex((bound) => size <= bound);
    counts[index === -1 ? SIZE_BOUNDS.length : index]! += 1;
  }
  return counts;
}
