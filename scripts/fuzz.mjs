import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/**
 * Reads damaged copies of files: `node scripts/fuzz.mjs parquet|orc [FOLDER]` of all below a folder, `node scripts/fuzz.mjs rows` of the matrix and
 * the corpus but Parquet's. Without a folder, of those in test/formats; what came of them is kept in test/formats/hostile/results.
 */
const script = fileURLToPath(new URL('../test/bench/fuzz-files.ts', import.meta.url));
const { module } = await runnerImport(script);
const [kind, folder] = process.argv.slice(2);
await module.main(kind, folder && resolve(folder));
