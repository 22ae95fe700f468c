import { threadId } from 'node:worker_threads';
import { LakeliftError, placed } from '../errors/index.js';
import type { DataFileFacts, Field, FileStorage, Lane, StitchInput, WrittenTarget } from '../formats/index.js';
import {
  fileStatistics,
  openWhole,
  planFile,
  readSourceFooter,
  stitchOrc,
  storeByteSource,
  writeTarget,
} from '../formats/index.js';
import { sourceFile } from '../stores/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import { mapBounded, readAhead } from './bounded.js';
import { convertedBytes, rowsOf } from './convert-output.js';
import { isChange, requireUnchanged } from './changed.js';
import { copyOutput } from './copy-output.js';
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
  const writeFile = task.lane === 'copy' ? copyOutput : newFile;
  return [await writeFile(task, source, target, (uploadId) => onUpload(uploadId, task.path))];
}

export type Write = (
  task: OutputTask,
  source: SourceStore,
  target: TargetStore,
  onUpload: (uploadId: string) => void,
) => Promise<OutputResult>;

const newFile: Write = async (task, source, target, onUpload) => {
  const content = contentOf(task, source);
  let facts: DataFileFacts | undefined;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    facts = yield* content;
  }
  const put = await target.put(task.path, bytes(), { onUpload });
  if (facts === undefined) {
    throw new LakeliftError('INTERNAL', 'the target did not read the whole file', { file: task.path });
  }
  const { rowCount, statistics } = facts;
  return { ...put, rows: rowCount, statistics: encodeStatistics(statistics), sourceChecksum: 'none' };
};

/** The bytes of a new file, and what it says of itself. */
async function* contentOf(task: OutputTask, source: SourceStore): AsyncGenerator<Uint8Array, DataFileFacts> {
  const { storage, lane, columns } = task;
  if (storage.format === 'orc' && lane === 'stitch') return yield* stitchedOrc(task, source);
  const content = storage.format === 'parquet' ? stitchedBytes(task, source) : convertedBytes(task, source);
  const { footer, rowCount } = yield* content;
  return { rowCount, statistics: fileStatistics(footer, columns) };
}

async function* stitchedOrc(task: OutputTask, source: SourceStore): AsyncGenerator<Uint8Array, DataFileFacts> {
  const inputs = readAhead(task.inputs, READ_AHEAD, async ({ path, length }) => ({
    source: await openWhole(storeByteSource(source, path, length)),
    path: sourceFile(path),
  }));
  return requireRows(
    yield* stitchOrc(inputs, task.columns),
    task.inputs.reduce((sum, { rowCount }) => sum + rowCount!, 0),
    task,
  );
}

async function* stitchedBytes(task: OutputTask, source: SourceStore): AsyncGenerator<Uint8Array, WrittenTarget> {
  let expectedRows = 0;
  const inputs = readAhead(task.inputs, READ_AHEAD, async ({ path, length }): Promise<StitchInput> => {
    try {
      const bytes = await openWhole(storeByteSource(source, path, length));
      const footer = await readSourceFooter(bytes, task.storage);
      expectedRows += footer.rowCount;
      return { footer, actions: planFile(footer, task.columns).actions, source: bytes, path: sourceFile(path) };
    } catch (error) {
      throw placed(error, { file: sourceFile(path) });
    }
  });
  const written = yield* writeTarget(inputs, task.columns);
  return requireRows(written, expectedRows, task);
}

function requireRows<T extends { readonly rowCount: number }>(written: T, expected: number, task: OutputTask): T {
  if (written.rowCount === expected) return written;
  throw new LakeliftError('INTERNAL', `wrote ${written.rowCount} rows of ${expected}`, { file: task.path });
}
