import { LakeliftError, placed } from '../errors/index.js';
import { dataFileFacts, FileWalker, fileStatistics, readFooter, storeByteSource } from '../formats/index.js';
import type { ByteSource, DataFileFacts, Field, FormatName } from '../formats/index.js';
import { HdfsChecksumHasher, sourceFile } from '../stores/index.js';
import { changed } from './changed.js';
import type { Write } from './output.js';
import { encodeStatistics } from './statistics-json.js';

/**
 * Copies a file as it is, Parquet or ORC, with the statistics it has of itself. Throws CHECKSUM inside of the stream when the bytes are not
 * those of the source's own file checksum, CORRUPT for damage that a walk over a Parquet file's pages finds: the target then never appears.
 */
export const copyOutput: Write = async ({ inputs, storage, columns, path }, source, target, onUpload) => {
  const input = inputs[0]!;
  const original = storeByteSource(source, input.path, input.length);
  const { rowCount, statistics, walker } = await describe(storage.format, original, columns);
  const expected = await source.checksum(input.path);
  const hasher = expected && new HdfsChecksumHasher(expected.algorithm, expected.blockSize);
  let length = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source.read(input.path)) {
        length += chunk.length;
        hasher?.update(chunk);
        walker?.update(chunk);
        yield chunk;
      }
      // Thrown inside the stream, so that the target never makes the file visible.
      if (length !== input.length) throw changed(sourceFile(input.path), `${length} bytes instead of ${input.length}`);
      walker?.finish();
      if (expected && hasher && hasher.digest() !== expected.bytes) {
        throw new LakeliftError('CHECKSUM', `the bytes read do not match the file's ${expected.algorithm}`, {
          file: sourceFile(input.path),
          next: 'run again; if it persists, check the file with hdfs fsck',
        });
      }
    } catch (error) {
      // A damaged page knows its offset, not its file.
      throw placed(error, { file: sourceFile(input.path) });
    }
  }
  const put = await target.put(path, bytes(), { onUpload });
  const sourceChecksum = expected === undefined ? 'none' : 'verified';
  return { ...put, rows: rowCount, statistics: encodeStatistics(statistics), sourceChecksum };
};

async function describe(
  format: FormatName,
  file: ByteSource,
  columns: readonly Field[],
): Promise<DataFileFacts & { readonly walker?: FileWalker }> {
  if (format !== 'parquet') return dataFileFacts(format, file, columns);
  const footer = await readFooter(file);
  return { rowCount: footer.rowCount, statistics: fileStatistics(footer, columns), walker: new FileWalker(footer) };
}
