import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LakeliftError } from '../../errors/index.js';

/**
 * Makes a folder with its parents, one at a time: asked for all of them, Node tries for ever where none can be made (below /proc), and says
 * ENOENT of a read-only file system. Throws as `mkdirSync` does.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!isFolder(folder)) throw error;
  }
}

/** USAGE for a folder that was named and cannot be made; `next` says how to name another. */
export function unmadeFolder(folder: string, next: string, cause: unknown): LakeliftError {
  return new LakeliftError('USAGE', 'the folder cannot be made', { file: folder, next, cause });
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
