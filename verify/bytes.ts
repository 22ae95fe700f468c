import { HdfsChecksumHasher, type SourceStore, type TargetStore } from '../stores/index.js';
import type { PartitionPair } from './layout.js';
import type { Difference, LevelResult, RecordedFile } from './model.js';
import { asDifference, eachOf } from './tolerate.js';

/** Level 1 with what could not be compared. */
export interface BytesResult {
  readonly result: LevelResult;
  /** Live files without a CRC32C recorded when they were written. */
  readonly unrecorded: number;
  /** Source files for which the store keeps no checksum. */
  readonly unchecked: number;
}

/**
 * Level 1: the CRC32C the target holds is the one recorded when the file was written, and the checksum HDFS keeps is the one of the
 * bytes HDFS serves (all source bytes are read).
 */
export async function checkBytes(
  stores: { readonly source: SourceStore; readonly target: TargetStore },
  pairs: readonly PartitionPair[],
  recorded: ReadonlyMap<string, RecordedFile>,
): Promise<BytesResult> {
  const differences: Difference[] = [];
  let checked = 0;
  let unrecorded = 0;
  let unchecked = 0;
  for (const pair of pairs) {
    await eachOf(pair.live, 8, async ({ path: file }) => {
      const expected = recorded.get(file)?.crc32c;
      if (expected === undefined) {
        unrecorded += 1;
        return;
      }
      checked += 1;
      await asDifference({ file, partition: pair.path }, differences, async () => {
        const actual = await stores.target.crc32c(file);
        if (actual === expected) return;
        differences.push({
          message: 'CRC32C differs from the bytes written',
          partition: pair.path,
          file,
          expected,
          actual,
        });
      });
    });
    await eachOf(pair.sources, 4, async ({ path: file }) => {
      await asDifference({ file, partition: pair.path }, differences, async () => {
        const sum = await stores.source.checksum(file);
        if (sum === undefined) {
          unchecked += 1;
          return;
        }
        checked += 1;
        const hasher = new HdfsChecksumHasher(sum.algorithm, sum.blockSize);
        for await (const chunk of stores.source.read(file)) hasher.update(chunk);
        const actual = hasher.digest();
        if (actual === sum.bytes) return;
        const values = { expected: sum.bytes, actual };
        differences.push({
          message: 'HDFS served bytes that differ from its checksum',
          partition: pair.path,
          file,
          ...values,
        });
      });
    });
  }
  return { result: { level: 1, name: 'bytes', checked, differences }, unrecorded, unchecked };
}
