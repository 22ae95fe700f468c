import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

/**
 * Runs test/bench/freshness, which starts HDFS, MinIO and Spark by the tests' own TypeScript; `npm run bench:freshness [-- output.json
 * --files 120 --every 5 --interval 1s --trigger 5 --kills 3]`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '120' },
    every: { type: 'string', default: '5' },
    interval: { type: 'string', default: '1s' },
    trigger: { type: 'string', default: '5' },
    kills: { type: 'string', default: '3' },
  },
});
const script = fileURLToPath(new URL('../test/bench/freshness/main.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main({
  output: resolve(positionals[0] ?? 'bench-freshness.json'),
  files: Number(values.files),
  every: Number(values.every),
  interval: values.interval,
  trigger: Number(values.trigger),
  kills: Number(values.kills),
});
