import type { TargetStore } from '../stores/index.js';
import type { Journal } from './journal.js';

/**
 * Runs `write`, which writes the file at `path`, with its uploads journaled before their first part is sent. Afterwards, uploads of the
 * path that a killed run left open are aborted. The caller has them forgotten once the file itself is journaled.
 */
export async function withUploads<T>(
  journal: Journal,
  target: TargetStore,
  path: string,
  write: (onUpload: (uploadId: string) => void) => Promise<T>,
): Promise<T> {
  const own = new Set<string>();
  const result = await write((uploadId) => {
    own.add(uploadId);
    journal.saveUpload(target.url, path, uploadId);
  });
  for (const open of journal.uploads(target.url)) {
    // The upload just completed is no longer open.
    if (open.path === path && !own.has(open.uploadId)) await target.abortUpload(open);
  }
  return result;
}
