import { LakeliftError } from '../errors/index.js';
import type { SourceStore } from './store.js';

/** Whether a source has a file or directory at a path. Throws what `stat` throws, NOT_FOUND excepted. */
export async function exists(source: Pick<SourceStore, 'stat'>, path: string): Promise<boolean> {
  try {
    await source.stat(path);
    return true;
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}
