import type { Field, FileStorage, RowInput } from '../formats/index.js';
import {
  physicalSignature,
  planFile,
  readSourceFooter,
  rowFormat,
  storeByteSource,
  whyConverted,
} from '../formats/index.js';
import type { SourceFileStat, SourceStore } from '../stores/index.js';
import type { SourceFile } from './plan-types.js';

export interface ReadFile {
  readonly file: SourceFile;
  /** Files of one partition and equal signature can share one output. */
  readonly signature: string;
}

/**
 * Reads what planning needs of a file and picks its lane; ORC files of more than `copyOrcOver` bytes are copied where they can be. Throws
 * REFUSED and CORRUPT, naming column or offset, for a file that no lane carries.
 */
export async function readSourceFile(
  source: SourceStore,
  stat: SourceFileStat,
  partition: number,
  storage: FileStorage,
  columns: readonly Field[],
  copyOrcOver: number,
): Promise<ReadFile> {
  const { path, length, mtime, fileId } = stat;
  const identity = { path, length, mtime, ...(fileId === undefined ? {} : { fileId }), partition };
  const bytes = storeByteSource(source, path, length);
  if (storage.format !== 'parquet') return readRowFile(identity, { bytes, path, columns, storage }, copyOrcOver);
  const footer = await readSourceFooter(bytes, storage);
  const { lane, reason, actions } = planFile(footer, columns);
  const reencoded = actions
    .filter(({ action }) => action === 'reencode')
    .map(({ column, reason: why }) => ({ column, reason: why ?? '' }));
  const file = { ...identity, rowCount: footer.rowCount, lane, ...(reason === undefined ? {} : { reason }), reencoded };
  return { file, signature: physicalSignature(footer, columns) };
}

/** A file of another format than Parquet: it is read as rows, but for ORC files that are copied. */
async function readRowFile(
  identity: Omit<SourceFile, 'lane' | 'reencoded'>,
  input: RowInput,
  copyOrcOver: number,
): Promise<ReadFile> {
  const { format } = input.storage;
  const rowCount = await rowFormat(format).check(input);
  const file = { ...identity, ...(rowCount === undefined ? {} : { rowCount }), reencoded: [] };
  const reason = await reasonToConvert(input, copyOrcOver);
  if (reason !== undefined) return { file: { ...file, lane: 'convert', reason }, signature: format };
  return { file: { ...file, lane: 'copy', storedAs: 'orc' }, signature: `${format} as it is` };
}

async function reasonToConvert(input: RowInput, copyOrcOver: number): Promise<string | undefined> {
  if (input.storage.format !== 'orc') return 'its format is not Parquet';
  if (copyOrcOver === Infinity) return 'ORC files are to be converted';
  return input.bytes.length > copyOrcOver ? whyConverted(input) : 'a small ORC file, which is merged with others';
}
