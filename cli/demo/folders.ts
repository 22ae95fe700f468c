import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LakeliftError } from '../../errors/index.js';
import { makeFolder, unmadeFolder } from '../../stores/index.js';

/** In every folder a demo made, so that the next one knows that it may remove it. */
const MARK = '.lakelift-demo';

/**
 * Makes empty folders, in place of those an earlier demo made. Throws USAGE, and has removed nothing, when one is there that no demo made:
 * it may hold somebody's tables. Throws USAGE when one cannot be made.
 */
export async function makeDemoFolders(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (!existsSync(path) || existsSync(join(path, MARK))) continue;
    throw new LakeliftError('USAGE', 'the folder is there, and no demo has made it', {
      file: path,
      next: 'name another folder with --dir, or remove this one',
    });
  }
  for (const path of paths) {
    try {
      await rm(path, { recursive: true, force: true });
      makeFolder(path);
      await writeFile(join(path, MARK), '');
    } catch (cause) {
      throw unmadeFolder(path, 'name another folder with --dir', cause);
    }
  }
}
