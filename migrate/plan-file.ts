import type { Field, FileStorage, RowInput } from '../formats/index.js';
import {
  orcStand,
  physicalSignature,
  planFile,
  readSourceFooter,
  rowFormat,
  storeByteSource,
} from '../formats/index.js';
import type { SourceFileStat, SourceStore } from '../stores/index.js';
import type { SourceFile } from './plan-types.js';

export interface ReadFile {
  readonly file: SourceFile;
  /** Files of one partition and equal signature can share one output. */
  readonly signature: string;
}

/** Which ORC files stay ORC where they can; in bytes, Infinity for none. */
export interface OrcSizes {
  /** Those of at least this, beside others that they are merged with. */
  readonly mergeFrom: number;
  /** Those of more than this, alone as well. */
  readonly aloneOver: number;
}

/**
 * Reads what planning needs of a file and picks its lane. Throws
 * REFUSED and CORRUPT, naming column or offset, for a file that no lane carries.
 */
export async function readSourceFile(
  source: SourceStore,
  stat: SourceFileStat,
  partition: number,
  storage: FileStorage,
  columns: readonly Field[],
  orc: OrcSizes,
): Promise<ReadFile> {
  const { path, length, mtime, fileId } = stat;
  const identity = { path, length, mtime, ...(fileId === undefined ? {} : { fileId }), partition };
  const bytes = storeByteSource(source, path, length);
  if (storage.format !== 'parquet') return readRowFile(identity, { bytes, path, columns, storage }, orc);
  const footer = await readSourceFooter(bytes, storage);
  const { lane, reason, actions } = planFile(footer, columns);
  const reencoded = actions
    .filter(({ action }) => action === 'reencode')
    .map(({ column, reason: why }) => ({ column, reason: why ?? '' }));
  const file = { ...identity, rowCount: footer.rowCount, lane, ...(reason === undefined ? {} : { reason }), reencoded };
  return { file, signature: physicalSignature(footer, columns) };
}

/** A file of another format than Parquet: it is read as rows, but for ORC files that are kept. */
async function readRowFile(
  identity: Omit<SourceFile, 'lane' | 'reencoded'>,
  input: RowInput,
  orc: OrcSizes,
): Promise<ReadFile> {
  const { format } = input.storage;
  const rowCount = await rowFormat(format).check(input);
  const file = { ...identity, ...(rowCount === undefined ? {} : { rowCount }), reencoded: [] };
  const stand = await standOf(input, orc);
  if ('decoded' in stand) return { file: { ...file, lane: 'convert', reason: stand.decoded }, signature: format };
  return { file: { ...file, lane: 'copy', storedAs: 'orc' }, signature: `${format} ${stand.form}` };
}

async function standOf(
  input: RowInput,
  { mergeFrom, aloneOver }: OrcSizes,
): Promise<{ readonly decoded: string } | { readonly form: string }> {
  const { length } = input.bytes;
  if (input.storage.format !== 'orc') return { decoded: 'its format is not Parquet' };
  if (mergeFrom === Infinity) return { decoded: 'ORC files are to be converted' };
  if (length < mergeFrom) return { decoded: 'an ORC file too small for its stripes to be read one by one' };
  const stand = await orcStand(input);
  if (!('alone' in stand)) return stand;
  return length > aloneOver
    ? { form: input.path }
    : { decoded: `a small ORC file that cannot be merged: ${stand.alone}` };
}
