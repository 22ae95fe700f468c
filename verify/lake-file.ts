import {
  decodeColumns,
  exactBounds,
  fileStatistics,
  openWhole,
  readFooter,
  RowDigest,
  storeByteSource,
} from '../formats/index.js';
import type { Field } from '../formats/index.js';
import type { TargetStore } from '../stores/index.js';
import { deniedValues } from './bounds.js';
import type { Difference } from './model.js';

/** The digest of a target file's rows, and which of its values its own statistics deny. Memory: one row group. */
export async function digestLakeFile(
  store: TargetStore,
  path: string,
  length: number,
  columns: readonly Field[],
): Promise<{ readonly digest: RowDigest; readonly denied: readonly Difference[] }> {
  const bytes = await openWhole(storeByteSource(store, path, length));
  const footer = await readFooter(bytes);
  const digest = new RowDigest();
  const denied: Difference[] = [];
  for (const group of footer.rowGroups) {
    const only = { ...footer, rowCount: group.rowCount, rowGroups: [group] };
    const stated = fileStatistics(only, columns);
    const exact = exactBounds(footer, group, columns);
    for await (const batch of decodeColumns(bytes, only, columns)) {
      digest.add(batch);
      denied.push(...deniedValues(stated, exact, batch));
    }
  }
  return { digest, denied };
}
