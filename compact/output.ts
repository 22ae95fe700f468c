import { LakeliftError } from '../errors/index.js';
import { fileStatistics } from '../formats/index.js';
import type { Field, WrittenTarget } from '../formats/index.js';
import { dataFilePath } from '../lake/index.js';
import type { AddedFile } from '../lake/index.js';
import type { OnUpload } from '../migrate/index.js';
import type { TargetStore } from '../stores/index.js';
import type { Merge } from './plan.js';

/** Store path of a merge's output. */
export function outputPath(path: string, { schema, inputs, fileName, keyed }: Merge): string {
  return dataFilePath(schema, path, inputs[0]!.partition, fileName, keyed?.bucket);
}

/**
 * Stores the file a merge writes at `path`, and returns it as its manifest entry has it: with the statistics of `fields`, and as old as
 * the youngest of its inputs.
 */
export async function putOutput(
  target: TargetStore,
  path: string,
  merge: Merge,
  write: AsyncGenerator<Uint8Array, WrittenTarget>,
  fields: readonly Field[],
  onUpload: OnUpload,
): Promise<AddedFile> {
  const { schema, inputs, fileName } = merge;
  let written: WrittenTarget | undefined;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    written = yield* write;
  }
  const { length } = await target.put(path, bytes(), { onUpload: (id) => onUpload(id, path) });
  if (written === undefined) throw new LakeliftError('INTERNAL', 'the target did not read the whole file');
  return {
    schema,
    partition: inputs[0]!.partition,
    fileName,
    fileSize: length,
    rowCount: written.rowCount,
    statistics: fileStatistics(written.footer, fields),
    creationTime: Math.max(...inputs.map(({ creationTime }) => creationTime)),
  };
}
