import {
  decodeColumns,
  exactBounds,
  fileStatistics,
  openWhole,
  orcStatistics,
  readFooter,
  readOrcTail,
  rowFormat,
  RowDigest,
  storeByteSource,
} from '../formats/index.js';
import type { ByteSource, DecodedBatch, Field } from '../formats/index.js';
import { dataFileStorage, type LiveFile } from '../lake/index.js';
import type { TargetStore } from '../stores/index.js';
import { DeniedValues } from './bounds.js';
import type { Difference } from './model.js';

/** The rows of a file that have statistics of their own. */
interface Part {
  readonly denied: DeniedValues;
  readonly batches: AsyncIterable<DecodedBatch>;
}

/** The digest of a target file's rows, and which of its values its own statistics deny. Memory: one row group. */
export async function digestLakeFile(
  store: TargetStore,
  live: LiveFile,
  columns: readonly Field[],
): Promise<{ readonly digest: RowDigest; readonly denied: readonly Difference[] }> {
  const bytes = await openWhole(storeByteSource(store, live.path, live.fileSize));
  const parts = dataFileStorage(live).format === 'orc' ? orcParts(bytes, live, columns) : parquetParts(bytes, columns);
  const digest = new RowDigest();
  const differences: Difference[] = [];
  for await (const { denied, batches } of parts) {
    for await (const batch of batches) {
      digest.add(batch);
      denied.add(batch);
    }
    differences.push(...denied.differences());
  }
  return { digest, denied: differences };
}

/** Row groups. */
async function* parquetParts(bytes: ByteSource, columns: readonly Field[]): AsyncGenerator<Part> {
  const footer = await readFooter(bytes);
  for (const group of footer.rowGroups) {
    const only = { ...footer, rowCount: group.rowCount, rowGroups: [group] };
    const denied = new DeniedValues(fileStatistics(only, columns), exactBounds(footer, group, columns));
    yield { denied, batches: decodeColumns(bytes, only, columns) };
  }
}

/** The whole file: the statistics of its stripes are not looked at. */
async function* orcParts(bytes: ByteSource, live: LiveFile, columns: readonly Field[]): AsyncGenerator<Part> {
  const denied = new DeniedValues(orcStatistics(await readOrcTail(bytes), columns), new Map());
  const input = { bytes, path: live.path, columns, storage: dataFileStorage(live) };
  yield { denied, batches: rowFormat('orc').read(input) };
}
