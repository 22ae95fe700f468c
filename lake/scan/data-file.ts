import { LakeliftError, placed } from '../../errors/error.js';
import { columnOf, openWhole, pickRows, rowFormat, storeByteSource, valueAt } from '../../formats/index.js';
import type { DecodedBatch, Field, FileStorage, FormatName } from '../../formats/index.js';
import type { TargetStore } from '../../stores/index.js';
import type { LiveFile } from '../read.js';
import type { FileColumns } from './columns.js';
import type { RowSet } from './row-set.js';

const FORMATS: readonly FormatName[] = ['parquet', 'orc', 'avro'];

/**
 * The rows of a data file as the wanted columns, without those that are deleted, in the file's order. Memory: one batch of the format's
 * reader. Throws REFUSED for other formats, CORRUPT when the file does not hold the rows its manifest states; each names the file.
 */
export async function* readDataFile(
  store: TargetStore,
  file: LiveFile,
  wanted: readonly Field[],
  columns: FileColumns,
  deleted: RowSet | undefined,
): AsyncGenerator<DecodedBatch> {
  let rows = 0;
  try {
    const bytes = await openWhole(storeByteSource(store, file.path, file.fileSize));
    const input = { bytes, path: file.path, columns: columns.read, storage: dataFileStorage(file) };
    for await (const batch of rowFormat(input.storage.format).read(input)) {
      const kept = deleted === undefined ? undefined : keptRows(batch.rowCount, (row) => !deleted.has(rows + row));
      rows += batch.rowCount;
      if (kept?.length !== 0) yield arranged(kept === undefined ? batch : pickRows(batch, kept), wanted, columns);
    }
    if (rows !== file.rowCount) {
      throw new LakeliftError('CORRUPT', `the file holds ${rows} rows, its manifest states ${file.rowCount}`);
    }
  } catch (error) {
    throw placed(error, { file: file.path });
  }
}

/**
 * How a data file's rows are stored: its format is in its name (org.apache.paimon.utils.FileUtils, DataFilePathFactory). Throws REFUSED for
 * formats that are not read.
 */
export function dataFileStorage({ fileName, entry }: LiveFile): FileStorage {
  if (entry.writtenColumns !== undefined) {
    throw new LakeliftError('REFUSED', 'the file holds some of the columns only (data evolution)');
  }
  const extension = fileName.slice(fileName.lastIndexOf('.') + 1);
  const format = FORMATS.find((name) => name === extension);
  if (format === undefined) throw new LakeliftError('REFUSED', `data files of the format ${extension} are not read`);
  return { format, properties: {} };
}

/** The numbers of the rows that are wanted; undefined for all. */
export function keptRows(rowCount: number, isWanted: (row: number) => boolean): Uint32Array | undefined {
  const kept = new Uint32Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row++) if (isWanted(row)) kept[count++] = row;
  return count === rowCount ? undefined : kept.subarray(0, count);
}

function arranged(batch: DecodedBatch, wanted: readonly Field[], { sources }: FileColumns): DecodedBatch {
  const { rowCount } = batch;
  const columns = wanted.map((field, i) => {
    const source = sources[i]!;
    if ('constant' in source) return columnOf(field, rowCount, () => source.constant);
    const stored = batch.columns[source.index]!;
    const { cast } = source;
    if (cast === undefined) return { ...stored, name: field.name, type: field.type };
    const value = valueAt(stored);
    return columnOf(field, rowCount, (row) => {
      const found = value(row);
      return found === null ? null : cast(found);
    });
  });
  return { rowCount, columns };
}
