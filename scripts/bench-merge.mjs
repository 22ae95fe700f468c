import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

/** Runs test/bench/merge.ts; `npm run bench:merge [-- output.json --keys 2000000 --rounds 5 --changes 200000]`. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keys: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '5' },
    changes: { type: 'string', default: '200000' },
  },
});
const script = fileURLToPath(new URL('../test/bench/merge.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main({
  output: resolve(positionals[0] ?? 'bench-merge.json'),
  keys: Number(values.keys),
  rounds: Number(values.rounds),
  changes: Number(values.changes),
});
