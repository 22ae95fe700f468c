import { existsSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LakeliftError } from '../../errors/index.js';
import { formatBytes } from '../size.js';

/** Bytes: a journal of a million files fits. */
const LEAST_FREE = 1024 ** 3;

/** Whether the journal's folder, or the nearest one that exists above it, can be written and has room. */
export async function probeState(statePath: string): Promise<string> {
  let folder = dirname(statePath);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    await rm(await mkdtemp(join(folder, '.lakelift-doctor-')), { recursive: true });
  } catch (cause) {
    throw new LakeliftError('PREFLIGHT', 'the folder of the journal cannot be written', {
      file: folder,
      next: 'name another place with --state',
      cause,
    });
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < LEAST_FREE) {
    throw new LakeliftError('PREFLIGHT', `${formatBytes(free)} are free in ${folder}`, {
      next: 'make room for the journal, or name another place with --state',
    });
  }
  return `${statePath} can be written, ${formatBytes(free)} are free`;
}
