import { sizeClasses } from '../verify/index.js';
import type { BenchTable } from './tables.js';

/** The data files of one side of a table. */
export interface SideFiles {
  readonly count: number;
  readonly bytes: number;
  /** Files below an eighth of the target file size. */
  readonly small: number;
  /** Files of each class of `SIZE_BOUNDS`, and of those above the last. */
  readonly sizes: readonly number[];
}

const SMALL_PART = 8;

/** Sizes in bytes. */
function countFiles(sizes: readonly number[], targetFileSize: number): SideFiles {
  return {
    count: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    small: sizes.filter((size) => size < targetFileSize / SMALL_PART).length,
    sizes: sizeClasses(sizes),
  };
}

/** The data files of tables: those listed in the source's directories, and those that the lake's manifests name. */
export function filesOf(
  tables: readonly BenchTable[],
  targetFileSize: number,
): { before: SideFiles; after: SideFiles } {
  const before = tables.flatMap((table) => table.before.files.map(({ length }) => length));
  const after = tables.flatMap((table) => table.after.files.map(({ fileSize }) => fileSize));
  return { before: countFiles(before, targetFileSize), after: countFiles(after, targetFileSize) };
}
