import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Writes the table of docs/reliability.md from test/crash/results/*.json; `npm run docs:proof`. */
const script = fileURLToPath(new URL('../test/crash/table.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main();
