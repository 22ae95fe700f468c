import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs the demo and takes a picture of its report for docs/: `npm run docs:screenshots`. */
const script = fileURLToPath(new URL('../test/fetched/screenshots.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main();
