import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpusMarkdown, expectedTables, migrateCorpus } from '../corpus/corpus.js';
import { damageMarkdown } from '../hostile/results.js';
import { parquetMarkdown } from '../parquet/corpus.js';
import { DOCUMENT, withBlock } from './blocks.js';
import { matrixMarkdown } from './markdown.js';
import { migrateMatrix } from './outcomes.js';

/** Migrates the matrix and the corpus, and writes what became of them and what scripts/fuzz.mjs kept of damaged copies into docs/formats.md. */
export async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-matrix-'));
  try {
    const outcomes = await migrateMatrix(folder);
    const corpus = await migrateCorpus(join(folder, 'corpus'));
    const blocks = {
      matrix: matrixMarkdown(outcomes),
      damage: await damageMarkdown(),
      parquet: await parquetMarkdown(),
      corpus: corpusMarkdown(await expectedTables(), corpus),
    };
    let document = await readFile(DOCUMENT, 'utf8');
    for (const [name, markdown] of Object.entries(blocks)) document = await withBlock(document, name, markdown);
    await writeFile(DOCUMENT, document);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
