import { planFile, readSourceFooter, sameType, storeByteSource } from '../formats/index.js';
import type { DataType, Field } from '../formats/index.js';
import { mapBounded } from './bounded.js';
import type { PlanContext } from './context.js';
import type { ScannedFile } from './keep.js';
import { FOOTERS_AT_ONCE } from './read-files.js';
import type { SourceFile, TablePlan } from './plan-types.js';

/**
 * Paths of files whose rows may read differently by the columns now than by those of an earlier plan; none without one. A Parquet file does so when it has a
 * column that came in, and any when a column has another type (but for an INT that became BIGINT, a FLOAT that became DOUBLE); a column that is
 * gone is gone in all. Files of other formats count as outdated by every change. So does one whose footer cannot be read: what is planned anew
 * tells the reason.
 */
export async function outdatedFiles(
  { source }: PlanContext,
  earlier: TablePlan | undefined,
  columns: readonly Field[],
  scanned: readonly ScannedFile[],
): Promise<ReadonlySet<string>> {
  if (earlier === undefined || sameColumns(earlier.columns, columns)) return new Set();
  const before = new Map(earlier.columns.map((field) => [field.name, field]));
  const added = columns.filter(({ name }) => !before.has(name));
  const isRetyped = columns.some(({ name, type }) => before.has(name) && !readsAlike(before.get(name)!.type, type));
  const lengths = new Map(scanned.map(({ stat }) => [stat.path, stat.length]));
  const hasAdded = async ({ path, partition }: SourceFile): Promise<boolean> => {
    const storage = earlier.storages[earlier.partitions[partition]!.storage]!;
    const length = lengths.get(path);
    if (isRetyped || length === undefined || storage.format !== 'parquet') return true;
    if (added.length === 0) return false;
    const footer = await readSourceFooter(storeByteSource(source, path, length), storage);
    return planFile(footer, added).actions.some(({ sourceIndex }) => sourceIndex !== undefined);
  };
  const found = await mapBounded(earlier.files, FOOTERS_AT_ONCE, async (file) =>
    (await hasAdded(file).catch(() => true)) ? [file.path] : [],
  );
  return new Set(found.flat());
}

/** Whether two lists have the same names and types in the same order; comments are ignored. */
export function sameColumns(a: readonly Field[], b: readonly Field[]): boolean {
  return a.length === b.length && a.every(({ name, type }, i) => name === b[i]!.name && sameType(type, b[i]!.type));
}

/** Whether whatever a Parquet file holds for the one type reads as the same value by the other. */
function readsAlike(before: DataType, now: DataType): boolean {
  if (before.kind === 'INT' && now.kind === 'BIGINT') return true;
  if (before.kind === 'FLOAT' && now.kind === 'DOUBLE') return true;
  return sameType(before, now);
}
