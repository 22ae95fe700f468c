import { planFile, readSourceFooter, sameType, storeByteSource } from '../formats/index.js';
import type { Field } from '../formats/index.js';
import { mapBounded } from './bounded.js';
import type { PlanContext } from './context.js';
import type { ScannedFile } from './keep.js';
import type { SourceFile, TablePlan } from './plan-types.js';

/**
 * Paths of files whose rows read differently by the columns now than by those of an earlier plan. A Parquet file does so when it has a
 * column that came in, and any does when a column has another type; a column that is gone is gone in all. Files of other formats count as
 * outdated by every change. So does one whose footer cannot be read: what is planned anew tells the reason.
 */
export async function outdatedFiles(
  { source, footerConcurrency = 16 }: PlanContext,
  earlier: TablePlan,
  columns: readonly Field[],
  scanned: readonly ScannedFile[],
): Promise<ReadonlySet<string>> {
  const before = new Map(earlier.columns.map((field) => [field.name, field]));
  const added = columns.filter(({ name }) => !before.has(name));
  const isKept = ({ name, type }: Field): boolean => before.has(name) && sameType(before.get(name)!.type, type);
  const isRetyped = columns.some((field) => before.has(field.name) && !isKept(field));
  const isSame = added.length === 0 && !isRetyped && sameOrder(earlier.columns, columns);
  if (isSame) return new Set();
  const lengths = new Map(scanned.map(({ stat }) => [stat.path, stat.length]));
  const hasAdded = async ({ path, partition }: SourceFile): Promise<boolean> => {
    const storage = earlier.storages[earlier.partitions[partition]!.storage]!;
    const length = lengths.get(path);
    if (isRetyped || length === undefined || storage.format !== 'parquet') return true;
    if (added.length === 0) return false;
    const footer = await readSourceFooter(storeByteSource(source, path, length), storage);
    return planFile(footer, added).actions.some(({ sourceIndex }) => sourceIndex !== undefined);
  };
  const found = await mapBounded(earlier.files, footerConcurrency, async (file) =>
    (await hasAdded(file).catch(() => true)) ? [file.path] : [],
  );
  return new Set(found.flat());
}

const sameOrder = (a: readonly Field[], b: readonly Field[]): boolean =>
  a.length === b.length && a.every(({ name }, index) => name === b[index]!.name);
