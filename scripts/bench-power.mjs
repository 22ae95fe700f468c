import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs test/bench/power.ts: how often a slowdown is found, and how often one is seen where none is; `npm run bench:power`. */
const script = fileURLToPath(new URL('../test/bench/power.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main();
