import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

/**
 * Runs test/bench/freshness.ts, which starts HDFS and MinIO by the tests' own TypeScript; `npm run bench:freshness [-- output.json
 * --files 120 --every 5 --intervals 1s,10s --kills 3]`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '120' },
    every: { type: 'string', default: '5' },
    intervals: { type: 'string', default: '1s' },
    kills: { type: 'string', default: '3' },
  },
});
const script = fileURLToPath(new URL('../test/bench/freshness.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main({
  output: resolve(positionals[0] ?? 'bench-freshness.json'),
  files: Number(values.files),
  every: Number(values.every),
  intervals: values.intervals.split(','),
  kills: Number(values.kills),
});
