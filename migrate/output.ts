import { threadId } from 'node:worker_threads';
import { LakeliftError } from '../errors/index.js';
import type {
  ColumnStatistics,
  Field,
  FileStorage,
  Lane,
  ParquetFooter,
  StitchInput,
  WrittenTarget,
} from '../formats/index.js';
import {
  fileStatistics,
  FileWalker,
  openWhole,
  planFile,
  readFooter,
  readSourceFooter,
  storeByteSource,
  writeTarget,
} from '../formats/index.js';
import { HdfsChecksumHasher } from '../stores/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import { mapBounded, readAhead } from './bounded.js';
import { convertedBytes, rowsOf } from './convert-output.js';
import type { JournaledTiming } from './journal.js';
import { writeBuckets } from './keyed/output.js';
import type { KeyedTask } from './keyed/output.js';
import { encodeStatistics } from './statistics-json.js';
import type { OnUpload } from './uploads.js';

/** Requests to the source in flight for one output: small files cost a round trip each, not bandwidth. */
const READ_AHEAD = 16;

export interface TaskInput {
  readonly path: string;
  readonly length: number;
  readonly mtime: number;
  readonly fileId?: string;
  /** As planned; absent when it was not known. */
  readonly rowCount?: number;
}

/** One output file to write; pure data. */
export interface OutputTask {
  /** Store path in the target. */
  readonly path: string;
  readonly lane: Lane;
  readonly inputs: readonly TaskInput[];
  readonly columns: readonly Field[];
  /** Of all inputs. */
  readonly storage: FileStorage;
}

export interface OutputResult {
  readonly length: number;
  readonly crc32c: string;
  readonly rows: number;
  /** As `encodeStatistics` writes it. */
  readonly statistics: string;
  readonly sourceChecksum: 'verified' | 'none';
  /** Of primary-key tables, as `encodeKeyed` writes it. */
  readonly keyed?: string;
}

/** What one worker does at a time. */
export type WriteTask = OutputTask | KeyedTask;

/** With when it was written, and by which thread. */
export interface TimedOutputResult extends OutputResult {
  readonly timing: JournaledTiming;
}

/**
 * Writes the outputs of a task, one or those of a partition's buckets: bytes pass once from source to target. Throws SOURCE_CHANGED when
 * an input is not, before or after, what was planned; CHECKSUM when the bytes read are not those the source's own file checksum stands for.
 */
export async function writeOutput(
  task: WriteTask,
  source: SourceStore,
  target: TargetStore,
  onUpload: OnUpload,
): Promise<TimedOutputResult[]> {
  const startedAt = Date.now();
  const requireSame = () => mapBounded(task.inputs, READ_AHEAD, (input) => requireUnchanged(source, input));
  await requireSame();
  const results = await write(task, source, target, onUpload).catch(async (error: unknown) => {
    // A file that is gone or written anew under the reader fails in many ways; why it did is what counts.
    await requireSame().catch((reason: unknown) => {
      throw isChange(reason) ? reason : error;
    });
    throw error;
  });
  await requireSame();
  const timing = { worker: threadId, startedAt, endedAt: Date.now() };
  return results.map((result) => ({ ...result, timing }));
}

async function write(
  task: WriteTask,
  source: SourceStore,
  target: TargetStore,
  onUpload: OnUpload,
): Promise<OutputResult[]> {
  if ('outputs' in task) return writeBuckets(task, rowsOf(task, source), target, onUpload);
  const writeFile = task.lane === 'copy' ? copyFile : newFile;
  return [await writeFile(task, source, target, (uploadId) => onUpload(uploadId, task.path))];
}

type Write = (
  task: OutputTask,
  source: SourceStore,
  target: TargetStore,
  onUpload: (uploadId: string) => void,
) => Promise<OutputResult>;

const copyFile: Write = async (task, source, target, onUpload) => {
  const input = task.inputs[0]!;
  const footer = await readFooter(storeByteSource(source, input.path, input.length));
  const expected = await source.checksum(input.path);
  const hasher = expected && new HdfsChecksumHasher(expected.algorithm, expected.blockSize);
  const walker = new FileWalker(footer);
  let length = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source.read(input.path)) {
        length += chunk.length;
        hasher?.update(chunk);
        walker.update(chunk);
        yield chunk;
      }
      // Thrown inside the stream, so that the target never makes the file visible.
      if (length !== input.length) throw changed(input.path, `${length} bytes instead of ${input.length}`);
      walker.finish();
      if (expected && hasher && hasher.digest() !== expected.bytes) {
        throw new LakeliftError('CHECKSUM', `the bytes read do not match the file's ${expected.algorithm}`, {
          file: input.path,
          next: 'run again; if it persists, check the file with hdfs fsck',
        });
      }
    } catch (error) {
      throw inFile(error, input.path);
    }
  }
  const put = await target.put(task.path, bytes(), { onUpload });
  const sourceChecksum = expected === undefined ? 'none' : 'verified';
  return { ...put, rows: footer.rowCount, statistics: statisticsOf(footer, task.columns), sourceChecksum };
};

const newFile: Write = async (task, source, target, onUpload) => {
  const content = task.storage.format === 'parquet' ? stitchedBytes(task, source) : convertedBytes(task, source);
  let written: WrittenTarget | undefined;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    written = yield* content;
  }
  const put = await target.put(task.path, bytes(), { onUpload });
  if (written === undefined) {
    throw new LakeliftError('INTERNAL', 'the target did not read the whole file', { file: task.path });
  }
  const { footer, rowCount } = written;
  return { ...put, rows: rowCount, statistics: statisticsOf(footer, task.columns), sourceChecksum: 'none' };
};

async function* stitchedBytes(task: OutputTask, source: SourceStore): AsyncGenerator<Uint8Array, WrittenTarget> {
  let expectedRows = 0;
  const inputs = readAhead(task.inputs, READ_AHEAD, async ({ path, length }): Promise<StitchInput> => {
    try {
      const bytes = await openWhole(storeByteSource(source, path, length));
      const footer = await readSourceFooter(bytes, task.storage);
      expectedRows += footer.rowCount;
      return { footer, actions: planFile(footer, task.columns).actions, source: bytes, path };
    } catch (error) {
      throw inFile(error, path);
    }
  });
  const written = yield* writeTarget(inputs, task.columns);
  if (written.rowCount === expectedRows) return written;
  throw new LakeliftError('INTERNAL', `wrote ${written.rowCount} rows of ${expectedRows}`, { file: task.path });
}

/** A damaged page knows its offset, not its file. */
function inFile(error: unknown, file: string): unknown {
  return error instanceof LakeliftError ? error.at({ file }) : error;
}

function statisticsOf(footer: ParquetFooter, columns: readonly Field[]): string {
  const statistics: Map<string, ColumnStatistics> = fileStatistics(footer, columns);
  return encodeStatistics(statistics);
}

/** Throws SOURCE_CHANGED unless the file still has the length, time and identity it was planned with. */
export async function requireUnchanged(source: SourceStore, planned: TaskInput): Promise<void> {
  let now;
  try {
    now = await source.stat(planned.path);
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'NOT_FOUND') throw changed(planned.path, 'it is gone', error);
    throw error;
  }
  if (now.length !== planned.length) throw changed(planned.path, `${now.length} bytes instead of ${planned.length}`);
  if (now.mtime !== planned.mtime || now.fileId !== planned.fileId) throw changed(planned.path, 'it was written again');
}

const isChange = (error: unknown): boolean => error instanceof LakeliftError && error.code === 'SOURCE_CHANGED';

/** SOURCE_CHANGED for a file. */
export function changed(file: string, what: string, cause?: unknown): LakeliftError {
  return new LakeliftError('SOURCE_CHANGED', `the source changed since it was planned: ${what}`, {
    file,
    next: 'run the same command again when nothing writes the table',
    ...(cause === undefined ? {} : { cause }),
  });
}
