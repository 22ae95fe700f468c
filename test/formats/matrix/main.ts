import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damageMarkdown } from '../hostile/results.js';
import { DOCUMENT, withBlock } from './blocks.js';
import { matrixMarkdown } from './markdown.js';
import { migrateMatrix } from './outcomes.js';

/** Migrates the matrix, and writes what became of it and what scripts/fuzz.mjs kept of damaged copies into docs/formats.md. */
export async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-matrix-'));
  try {
    const outcomes = await migrateMatrix(folder);
    const document = await withBlock(await readFile(DOCUMENT, 'utf8'), 'matrix', matrixMarkdown(outcomes));
    await writeFile(DOCUMENT, await withBlock(document, 'damage', await damageMarkdown()));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
