import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs test/bench/power.ts: how often a slowdown is found, and how often one is seen where none is; `npm run bench:power [-- nights.json [pairs]]`. */
const script = fileURLToPath(new URL('../test/bench/power.ts', import.meta.url));
const { module } = await runnerImport(script);
const pairs = process.argv[3];
await module.main(resolve(process.argv[2] ?? 'bench-nights.json'), ...(pairs === undefined ? [] : [Number(pairs)]));
