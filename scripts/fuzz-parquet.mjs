import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Reads damaged copies of all Parquet files under a folder: `node scripts/fuzz-parquet.mjs FOLDER`. */
const script = fileURLToPath(new URL('../test/bench/fuzz-parquet.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main(resolve(process.argv[2]));
