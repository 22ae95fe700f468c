import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs test/bench/metastore.ts, which starts a real Hive Metastore; `npm run bench:metastore [-- output.json]`. */
const script = fileURLToPath(new URL('../test/bench/metastore.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main(resolve(process.argv[2] ?? 'bench-metastore.json'));
