import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { LakeliftError } from '../../errors/index.js';

/** Takes away page cache, directory entries and inodes (Linux, Documentation/admin-guide/sysctl/vm.rst). */
const DROP_CACHES = '/proc/sys/vm/drop_caches';

/** Empties this machine's cache of files, after what is to be written has been. Throws REFUSED where this user or system may not. */
export async function dropPageCache(): Promise<void> {
  try {
    // What was not written yet stays in the cache.
    await promisify(execFile)('sync');
    await writeFile(DROP_CACHES, '3');
  } catch (cause) {
    throw new LakeliftError('REFUSED', 'the page cache cannot be emptied: it takes Linux and root', {
      file: DROP_CACHES,
      next: 'leave out jobs.drop-page-cache',
      cause,
    });
  }
}
