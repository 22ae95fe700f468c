import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs test/bench/freshness.ts, which starts HDFS and MinIO by the tests' own TypeScript; `npm run bench:freshness [-- output.json]`. */
const script = fileURLToPath(new URL('../test/bench/freshness.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main(resolve(process.argv[2] ?? 'bench-freshness.json'));
