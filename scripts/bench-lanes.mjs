import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** CPU seconds of the lanes beside pyarrow, polars, fastavro and DuckDB: `npm run bench:lanes [-- rows figures.json]`. */
const script = fileURLToPath(new URL('../test/bench/lanes/index.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main(...process.argv.slice(2));
