import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOCUMENT, withMatrix } from './markdown.js';
import { migrateMatrix } from './outcomes.js';

/** Migrates the matrix and writes what became of it into docs/formats.md. */
export async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-matrix-'));
  try {
    const outcomes = await migrateMatrix(folder);
    await writeFile(DOCUMENT, await withMatrix(await readFile(DOCUMENT, 'utf8'), outcomes));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
