import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs test/bench/snapshot-diff.ts, which starts a real HDFS; `npm run bench:snapshots [-- output.json]`. */
const script = fileURLToPath(new URL('../test/bench/snapshot-diff.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main(resolve(process.argv[2] ?? 'bench-snapshots.json'));
