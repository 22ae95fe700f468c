import { LakeliftError } from '../errors/index.js';
import { openWhole, planFile, readFooter, storeByteSource, writeTarget } from '../formats/index.js';
import type { StitchInput, WrittenTarget } from '../formats/index.js';
import type { AddedFile, LiveFile } from '../lake/index.js';
import { readAhead } from '../migrate/index.js';
import type { OnUpload } from '../migrate/index.js';
import type { TargetStore } from '../stores/index.js';
import { outputPath, putOutput } from './output.js';
import { dataColumns } from './plan.js';
import type { Merge } from './plan.js';

const READ_AHEAD = 16;

/**
 * Writes the file that takes the place of a merge's inputs: their column chunks as they are, under one footer. Throws CORRUPT naming the
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
  const opened = readAhead(inputs, READ_AHEAD, (input) => openInput(target, input, merge));
  async function* file(): AsyncGenerator<Uint8Array, WrittenTarget> {
    const written = yield* writeTarget(opened, columns);
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
    throw error instanceof LakeliftError ? error.at({ file: path }) : error;
  }
}
