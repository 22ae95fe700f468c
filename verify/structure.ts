import {
  compareScalars,
  dataFileFacts,
  rowFormat,
  storeByteSource,
  type ColumnStatistics,
  type Field,
} from '../formats/index.js';
import { dataFileStorage } from '../lake/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import type { PartitionPair } from './layout.js';
import { mayMerge, type Difference, type LevelResult, type VerifyKey } from './model.js';
import { showScalar } from './scalar.js';
import { asDifference, eachOf } from './tolerate.js';

export interface StructureResult {
  readonly result: LevelResult;
  /** Rows according to the files of either side, read again; the source's are -1 when some file does not tell. */
  readonly rows: { readonly source: number; readonly target: number };
}

/**
 * Level 2: rows per partition agree between the files of both sides where the source's tell them (where rows may have become one by their
 * key, there are no more than in the source), and each target footer agrees with its manifest: the row
 * count, null counts exactly, minimum and maximum within the manifest's bounds (manifests may shorten long texts).
 */
export async function checkStructure(
  stores: { readonly source: SourceStore; readonly target: TargetStore },
  pairs: readonly PartitionPair[],
  columns: readonly Field[],
  key?: VerifyKey,
): Promise<StructureResult> {
  const differences: Difference[] = [];
  const total = { source: 0, target: 0 };
  let checked = 0;
  for (const pair of pairs) {
    const rows = { source: 0, target: 0 };
    let told = true;
    await eachOf(pair.sources, 8, async ({ path, length, storage }) => {
      checked += 1;
      await asDifference({ file: path, partition: pair.path }, differences, async () => {
        if (length === 0) return;
        const bytes = storeByteSource(stores.source, path, length);
        const rowCount = await rowFormat(storage.format).check({ bytes, path, columns, storage });
        if (rowCount === undefined) told = false;
        else rows.source += rowCount;
      });
    });
    await eachOf(pair.live, 8, async (live) => {
      checked += 1;
      const place = { partition: pair.path, file: live.path };
      await asDifference(place, differences, async () => {
        const bytes = storeByteSource(stores.target, live.path, live.fileSize);
        const { rowCount, statistics } = await dataFileFacts(dataFileStorage(live).format, bytes, columns);
        rows.target += rowCount;
        if (rowCount !== live.rowCount) {
          const values = { expected: String(live.rowCount), actual: String(rowCount) };
          differences.push({ message: 'the footer has another row count than the manifest', ...place, ...values });
        }
        for (const [column, found] of statistics) {
          const stated = live.statistics.get(column);
          if (stated !== undefined)
            differences.push(...compare(stated, found).map((d) => ({ ...d, ...place, column })));
        }
      });
    });
    const isRight = mayMerge(key) ? rows.target <= rows.source : rows.target === rows.source;
    if (told && !isRight) {
      const values = { expected: String(rows.source), actual: String(rows.target) };
      differences.push({
        message: 'source and target have different numbers of rows',
        partition: pair.path,
        ...values,
      });
    }
    total.source = told && total.source >= 0 ? total.source + rows.source : -1;
    total.target += rows.target;
  }
  return { result: { level: 2, name: 'structure', checked, differences }, rows: total };
}

function compare(stated: ColumnStatistics, found: ColumnStatistics): Difference[] {
  const differences: Difference[] = [];
  if (stated.nullCount !== undefined && found.nullCount !== undefined && stated.nullCount !== found.nullCount) {
    const values = { expected: String(stated.nullCount), actual: String(found.nullCount) };
    differences.push({ message: 'the footer has another null count than the manifest', ...values });
  }
  for (const [bound, wrong] of [
    ['min', 1],
    ['max', -1],
  ] as const) {
    const [a, b] = [stated[bound], found[bound]];
    if (a === undefined || b === undefined || compareScalars(a, b) !== wrong) continue;
    const values = { expected: showScalar(a), actual: showScalar(b) };
    differences.push({ message: `the footer's ${bound} lies outside the manifest's`, ...values });
  }
  return differences;
}
