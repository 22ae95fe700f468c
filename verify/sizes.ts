import type { PartitionPair } from './layout.js';

const MIB = 1024 ** 2;

/** Upper bounds of the size classes, in bytes; a last class has none. */
const BOUNDS: readonly number[] = [64 * 1024, MIB, 8 * MIB, 32 * MIB, 128 * MIB, 512 * MIB];

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
    bounds: BOUNDS,
    before: classes(pairs.flatMap(({ sources }) => sources.map(({ length }) => length))),
    after: classes(pairs.flatMap(({ live }) => live.map(({ fileSize }) => fileSize))),
  };
}

function classes(sizes: readonly number[]): number[] {
  const counts = new Array<number>(BOUNDS.length + 1).fill(0);
  for (const size of sizes) {
    const index = BOUNDS.findIndex((bound) => size <= bound);
    counts[index === -1 ? BOUNDS.length : index]! += 1;
  }
  return counts;
}
