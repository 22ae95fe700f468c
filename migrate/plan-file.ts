import type { Field, FileStorage } from '../formats/index.js';
import { physicalSignature, planFile, readSourceFooter, rowFormat, storeByteSource } from '../formats/index.js';
import type { SourceFileStat, SourceStore } from '../stores/index.js';
import type { SourceFile } from './plan-types.js';

export interface ReadFile {
  readonly file: SourceFile;
  /** Files of one partition and equal signature can share one output. */
  readonly signature: string;
}

/**
 * Reads what planning needs of a file and picks its lane. Throws REFUSED and CORRUPT, naming column or offset, for a file that no lane
 * carries.
 */
export async function readSourceFile(
  source: SourceStore,
  stat: SourceFileStat,
  partition: number,
  storage: FileStorage,
  columns: readonly Field[],
): Promise<ReadFile> {
  const { path, length, mtime, fileId } = stat;
  const identity = { path, length, mtime, ...(fileId === undefined ? {} : { fileId }), partition };
  const bytes = storeByteSource(source, path, length);
  if (storage.format !== 'parquet') {
    const rowCount = await rowFormat(storage.format).check({ bytes, path, columns, storage });
    const rows = rowCount === undefined ? {} : { rowCount };
    const reason = 'its format is not Parquet';
    return { file: { ...identity, ...rows, lane: 'convert', reason, reencoded: [] }, signature: storage.format };
  }
  const footer = await readSourceFooter(bytes, storage);
  const { lane, reason, actions } = planFile(footer, columns);
  const reencoded = actions
    .filter(({ action }) => action === 'reencode')
    .map(({ column, reason: why }) => ({ column, reason: why ?? '' }));
  const file = { ...identity, rowCount: footer.rowCount, lane, ...(reason === undefined ? {} : { reason }), reencoded };
  return { file, signature: physicalSignature(footer, columns) };
}
