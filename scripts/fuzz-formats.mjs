import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Reads damaged copies of all files of test/formats/matrix and test/formats/corpus but Parquet's: `node scripts/fuzz-formats.mjs`. */
const script = fileURLToPath(new URL('../test/bench/fuzz-formats.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main();
