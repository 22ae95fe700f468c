import { afterAll, afterEach } from 'vitest';
import { saveResult } from './results.js';

/** Keeps the tests of this file as a proof, each of them one trial, when `npm run proof:faults` asks for it. */
export function keepTests(name: string, what: string): void {
  let tried = 0;
  const wrong: string[] = [];
  afterEach(({ task }) => {
    tried += 1;
    if (task.result?.state !== 'pass') wrong.push(task.name);
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_PROOFS'] !== undefined) await saveResult(name, [{ what, tried, wrong }]);
  });
}
