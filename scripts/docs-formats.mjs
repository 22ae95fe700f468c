import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Writes the matrix of docs/formats.md from what becomes of the tables in test/formats/matrix: `npm run docs:formats`. */
const script = fileURLToPath(new URL('../test/formats/matrix/main.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main();
