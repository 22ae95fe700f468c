import type { TargetStore } from '../stores/index.js';
import type { Journal } from './journal.js';

/** Is told of a multipart upload to a store path before its first part is sent. */
export type OnUpload = (uploadId: string, path: string) => void;

/**
 * Runs `write`, which writes the files at `paths`, with its uploads journaled before their first part is sent. Afterwards, uploads of the
 * paths that a killed run left open are aborted. The caller has them forgotten once the files themselves are journaled.
 */
export async function withUploads<T>(
  journal: Journal,
  target: TargetStore,
  paths: readonly string[],
  write: (onUpload: OnUpload) => Promise<T>,
): Promise<T> {
  const own = new Set<string>();
  const result = await write((uploadId, path) => {
    own.add(uploadId);
    journal.saveUpload(target.url, path, uploadId);
  });
  for (const open of journal.uploads(target.url)) {
    // The uploads just completed are no longer open.
    if (paths.includes(open.path) && !own.has(open.uploadId)) await target.abortUpload(open);
  }
  return result;
}
