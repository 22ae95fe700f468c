import type { BenchTable } from './tables.js';

/** Files up to this size in bytes, and more than the bar before. */
export interface SizeBar {
  readonly upTo: number;
  readonly files: number;
}

/** The data files of one side of a table. */
export interface SideFiles {
  readonly count: number;
  readonly bytes: number;
  /** Files below an eighth of the target file size. */
  readonly small: number;
  /** Powers of four from 4 KiB on; only up to the largest file. */
  readonly sizes: readonly SizeBar[];
}

const FIRST_BAR = 4096;
const BAR_STEP = 4;
const SMALL_PART = 8;

/** Counts files by size; sizes in bytes. */
export function countFiles(sizes: readonly number[], targetFileSize: number): SideFiles {
  const bars: { upTo: number; files: number }[] = [];
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  for (let upTo = FIRST_BAR; sizes.length > 0; upTo *= BAR_STEP) {
    const above = upTo === FIRST_BAR ? -1 : upTo / BAR_STEP;
    bars.push({ upTo, files: sizes.filter((size) => size > above && size <= upTo).length });
    if (upTo >= largest) break;
  }
  return {
    count: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    small: sizes.filter((size) => size < targetFileSize / SMALL_PART).length,
    sizes: bars,
  };
}

/** The data files of a table: those listed in the source's directories, and those that the lake's manifests name. */
export function tableFiles(
  { before, after }: BenchTable,
  targetFileSize: number,
): { before: SideFiles; after: SideFiles } {
  return {
    before: countFiles(
      before.files.map(({ length }) => length),
      targetFileSize,
    ),
    after: countFiles(
      after.files.map(({ fileSize }) => fileSize),
      targetFileSize,
    ),
  };
}
