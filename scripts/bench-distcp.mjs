import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs test/bench/distcp.ts, which starts HDFS by the tests' own TypeScript; `npm run bench:distcp [-- output.json]`. */
const script = fileURLToPath(new URL('../test/bench/distcp.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main(resolve(process.argv[2] ?? 'bench-distcp.json'));
