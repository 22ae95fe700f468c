import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs one of the long proofs of test/crash/ by its name: `node scripts/proof.mjs crash [arguments]`. */
// The services that a proof started end when the process exits, which a signal alone would not let it do.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

const [name, ...rest] = process.argv.slice(2);
const script = fileURLToPath(new URL(`../test/crash/${name}-proof.ts`, import.meta.url));
const { module } = await runnerImport(script);
await module.main(...rest);
