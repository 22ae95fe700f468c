import { readFileSync } from 'node:fs';

/**
 * Prints `N passed, N failed` for a log of vitest as the last line of a CI run, with what was skipped before it. Ends with 1 when
 * no test passed or any failed, so that a run that never came to its tests cannot look green.
 */
const log = readFileSync(process.argv[2], 'utf8').replace(/\u001b\[[0-9;]*m/g, '');
const lines = [...log.matchAll(/^\s*Tests\s+(.*)\(\d+\)\s*$/gm)].map((match) => match[1]);
const sum = (what) =>
  lines.reduce((total, line) => total + Number(new RegExp(`(\\d+) ${what}`).exec(line)?.[1] ?? 0), 0);
const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
