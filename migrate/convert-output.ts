import { LakeliftError } from '../errors/index.js';
import type { RowsInput, WrittenTarget } from '../formats/index.js';
import { openWhole, rowFormat, storeByteSource, writeRows } from '../formats/index.js';
import { sourceFile } from '../stores/index.js';
import type { SourceStore } from '../stores/index.js';
import { readAhead } from './bounded.js';
import type { OutputTask, TaskInput } from './output.js';

/** Small inputs are read whole, this many of them ahead. */
const READ_AHEAD = 16;

/** The bytes of an output whose inputs are not Parquet: their rows, encoded as Paimon stores them. Throws as `rowsOf` does. */
export function convertedBytes(task: OutputTask, source: SourceStore): AsyncGenerator<Uint8Array, WrittenTarget> {
  return writeRows(rowsOf(task, source), task.columns);
}

/** The rows of a task's inputs, in their order. Throws CORRUPT when an input has another number of rows than it says of itself. */
export async function* rowsOf(
  task: Pick<OutputTask, 'inputs' | 'columns' | 'storage'>,
  source: SourceStore,
): AsyncGenerator<RowsInput> {
  const open = async (input: TaskInput): Promise<RowsInput> => {
    const bytes = await openWhole(storeByteSource(source, input.path, input.length));
    const file = { bytes, path: input.path, columns: task.columns, storage: task.storage };
    const format = rowFormat(task.storage.format);
    return { path: sourceFile(input.path), batches: counted(format.read(file), input) };
  };
  yield* readAhead(task.inputs, READ_AHEAD, open);
}

async function* counted(batches: RowsInput['batches'], { rowCount }: TaskInput): RowsInput['batches'] & AsyncGenerator {
  let rows = 0;
  for await (const batch of batches) {
    rows += batch.rowCount;
    yield batch;
  }
  if (rowCount === undefined || rows === rowCount) return;
  throw new LakeliftError('CORRUPT', `the file has ${rows} rows, it says ${rowCount} of itself`, {
    next: 'restore the file from a copy, or leave its table out with --tables',
  });
}
