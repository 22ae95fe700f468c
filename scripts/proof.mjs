import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs one of the long proofs of test/crash/ by its name: `node scripts/proof.mjs crash [arguments]`. */
const [name, ...rest] = process.argv.slice(2);
const script = fileURLToPath(new URL(`../test/crash/${name}-proof.ts`, import.meta.url));
const { module } = await runnerImport(script);
await module.main(...rest);
