import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Reads the same ORC files by pyarrow and by lakelift: `node scripts/bench-orc.mjs`. */
const script = fileURLToPath(new URL('../test/bench/orc.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main(...process.argv.slice(2));
