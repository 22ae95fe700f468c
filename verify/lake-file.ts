import {
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
import type { ByteSource, Field } from '../formats/index.js';
import { dataFileStorage, type LiveFile } from '../lake/index.js';
import type { TargetStore } from '../stores/index.js';
import { DeniedValues } from './bounds.js';
import type { Difference } from './model.js';
import { digestParquet } from './parquet-digest.js';

/** The digest of a file's rows, and which of its values its own statistics deny. */
interface FileDigest {
  readonly digest: RowDigest;
  readonly denied: readonly Difference[];
}

/** The digest of a target file's rows, and which of its values its own statistics deny. */
export async function digestLakeFile(
  store: TargetStore,
  live: LiveFile,
  columns: readonly Field[],
): Promise<FileDigest> {
  const bytes = await openWhole(storeByteSource(store, live.path, live.fileSize));
  return dataFileStorage(live).format === 'orc' ? digestOrc(bytes, live, columns) : digestLakeParquet(bytes, columns);
}

/** Each row group has statistics of its own. Memory: as `digestParquet`. */
async function digestLakeParquet(bytes: ByteSource, columns: readonly Field[]): Promise<FileDigest> {
  const footer = await readFooter(bytes);
  const checks = footer.rowGroups.map((group) => {
    const only = { ...footer, rowCount: group.rowCount, rowGroups: [group] };
    return new DeniedValues(fileStatistics(only, columns), exactBounds(footer, group, columns));
  });
  const digest = await digestParquet(bytes, footer, columns, (column, rowGroup) => {
    checks[rowGroup]!.add({ rowCount: footer.rowGroups[rowGroup]!.rowCount, columns: [column] });
  });
  return { digest, denied: checks.flatMap((check) => check.differences()) };
}

/** The whole file: the statistics of its stripes are not looked at. */
async function digestOrc(bytes: ByteSource, live: LiveFile, columns: readonly Field[]): Promise<FileDigest> {
  const check = new DeniedValues(orcStatistics(await readOrcTail(bytes), columns), new Map());
  const digest = new RowDigest();
  for await (const batch of rowFormat('orc').read({
    bytes,
    path: live.path,
    columns,
    storage: dataFileStorage(live),
  })) {
    digest.add(batch);
    check.add(batch);
  }
  return { digest, denied: check.differences() };
}
