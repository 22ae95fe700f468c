import { LakeliftError } from '../errors/index.js';
import { sourceFile } from '../stores/index.js';
import type { SourceFileStat, SourceStore } from '../stores/index.js';

/** What a source file was when it was planned. */
type PlannedFile = Pick<SourceFileStat, 'path' | 'length' | 'mtime' | 'fileId'>;

/** Throws SOURCE_CHANGED unless the file still has the length, time and identity it was planned with. */
export async function requireUnchanged(source: SourceStore, planned: PlannedFile): Promise<void> {
  let now;
  try {
    now = await source.stat(planned.path);
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'NOT_FOUND')
      throw changed(sourceFile(planned.path), 'it is gone', error);
    throw error;
  }
  if (now.length !== planned.length)
    throw changed(sourceFile(planned.path), `${now.length} bytes instead of ${planned.length}`);
  if (now.mtime !== planned.mtime || now.fileId !== planned.fileId)
    throw changed(sourceFile(planned.path), 'it was written again');
}

/** Whether an error says that the source is not what was planned. */
export const isChange = (error: unknown): boolean => error instanceof LakeliftError && error.code === 'SOURCE_CHANGED';

/** SOURCE_CHANGED for a file. */
export function changed(file: string, what: string, cause?: unknown): LakeliftError {
  return new LakeliftError('SOURCE_CHANGED', `the source changed since it was planned: ${what}`, {
    file,
    next: 'run the same command again when nothing writes the table',
    ...(cause === undefined ? {} : { cause }),
  });
}
