import { LakeliftError, placed } from '../errors/index.js';
import {
  openWhole,
  planFile,
  readFooter,
  rowFormat,
  storeByteSource,
  writeRows,
  writeTarget,
} from '../formats/index.js';
import type { Field, RowsInput, StitchInput, WrittenTarget } from '../formats/index.js';
import { dataFileStorage } from '../lake/index.js';
import type { AddedFile, LiveFile } from '../lake/index.js';
import { readAhead } from '../migrate/index.js';
import type { OnUpload } from '../migrate/index.js';
import type { TargetStore } from '../stores/index.js';
import { outputPath, putOutput } from './output.js';
import { dataColumns } from './plan.js';
import type { Merge } from './plan.js';

const READ_AHEAD = 16;

/**
 * Writes the file that takes the place of a merge's inputs: their column chunks as they are, under one footer; of ORC files their rows. Throws CORRUPT naming the
 * input that does not hold the rows its manifest states.
 */
export async function writeMerge(
  target: TargetStore,
  path: string,
  merge: Merge,
  onUpload: OnUpload,
): Promise<AddedFile> {
  const { schema, inputs } = merge;
  const columns = dataColumns(schema);
  const isParquet = dataFileStorage(inputs[0]!).format === 'parquet';
  async function* file(): AsyncGenerator<Uint8Array, WrittenTarget> {
    const written = yield* isParquet
      ? writeTarget(
          readAhead(inputs, READ_AHEAD, (input) => openInput(target, input, merge)),
          columns,
        )
      : writeRows(
          readAhead(inputs, READ_AHEAD, (input) => openRows(target, input, columns)),
          columns,
        );
    const rows = inputs.reduce((sum, { rowCount }) => sum + rowCount, 0);
    // Thrown inside the stream, so that the target never makes the file visible.
    if (written.rowCount !== rows) throw new LakeliftError('INTERNAL', `wrote ${written.rowCount} rows of ${rows}`);
    return written;
  }
  return putOutput(target, outputPath(path, merge), merge, file(), columns, onUpload);
}

async function openInput(target: TargetStore, input: LiveFile, { schema }: Merge): Promise<StitchInput> {
  const { path, fileSize, rowCount } = input;
  try {
    const source = await openWhole(storeByteSource(target, path, fileSize));
    const footer = await readFooter(source);
    if (footer.rowCount !== rowCount) {
      throw new LakeliftError('CORRUPT', `the file holds ${footer.rowCount} rows, its manifest states ${rowCount}`);
    }
    return { footer, actions: planFile(footer, dataColumns(schema)).actions, source, path };
  } catch (error) {
    throw placed(error, { file: path });
  }
}

/** The rows of an input of another format than Parquet. */
async function openRows(target: TargetStore, input: LiveFile, columns: readonly Field[]): Promise<RowsInput> {
  const { path, fileSize } = input;
  const bytes = await openWhole(storeByteSource(target, path, fileSize));
  const storage = dataFileStorage(input);
  return { path, batches: rowFormat(storage.format).read({ bytes, path, columns, storage }) };
}
