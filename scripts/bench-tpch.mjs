import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs test/bench/tpch.ts, which starts HDFS and MinIO by the tests' own TypeScript; `npm run bench:tpch [-- folder [scale [batches]]]`. */
const script = fileURLToPath(new URL('../test/bench/tpch.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main(resolve(process.argv[2] ?? 'bench-tpch'), process.argv[3] ?? '0.1', process.argv[4] ?? '24');
