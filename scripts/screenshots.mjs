import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/**
 * Runs the demo and takes a picture of its report for docs/, and one of a page of benchmarks, such as `npm run bench:workload` writes, where it is
 * given: `npm run docs:screenshots [-- bench.html]`.
 */
const script = fileURLToPath(new URL('../test/fetched/screenshots.ts', import.meta.url));
const { module } = await runnerImport(script);
const [page] = process.argv.slice(2);
await module.main(page === undefined ? undefined : resolve(page));
