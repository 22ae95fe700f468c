import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/**
 * Runs test/bench/power.ts: how often a slowdown is found, and how often one is seen where none is; `npm run bench:power [-- nights.json
 * [pairs]]`. `npm run bench:power -- --jobs bench.db` runs test/bench/power-jobs.ts: the same of the jobs in a history.
 */
const load = async (name) =>
  (await runnerImport(fileURLToPath(new URL(`../test/bench/${name}`, import.meta.url)))).module;
const [first = 'bench-nights.json', second] = process.argv.slice(2);
if (first === '--jobs') (await load('power-jobs.ts')).main(resolve(second ?? 'bench.db'));
else await (await load('power.ts')).main(resolve(first), ...(second === undefined ? [] : [Number(second)]));
