import {
  openWhole,
  rowFormat,
  storeByteSource,
  type DecodedBatch,
  type Field,
  type FileStorage,
} from '../formats/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';

/** A file of either side, with what reading its rows needs. */
export interface RowFile {
  readonly store: Pick<SourceStore | TargetStore, 'read'>;
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  readonly storage: FileStorage;
}

/** The rows of a file, conformed to the table's columns, in the file's order. A file of 0 bytes, as Hive leaves them, has none. */
export async function* fileRows(file: RowFile, columns: readonly Field[]): AsyncGenerator<DecodedBatch> {
  const { store, path, length, storage } = file;
  if (length === 0) return;
  const bytes = await openWhole(storeByteSource(store, path, length));
  const input = { bytes, path, storage, columns };
  yield* rowFormat(storage.format).read(input);
}
