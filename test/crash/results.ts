import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** LAKELIFT_PROOFS moves it, so that a long proof can run beside other work. */
const FOLDER = process.env['LAKELIFT_PROOFS'] ?? fileURLToPath(new URL('./results/', import.meta.url));

/** What was tried of one kind of fault. */
export interface ProofCount {
  /** The fault, as the table in docs/reliability.md names it. */
  readonly what: string;
  readonly tried: number;
  /** How many there are to be tried, where that is known; fewer were tried when the proof was stopped. */
  readonly of?: number;
  /** How many ended how, where there is more than one way that is right. */
  readonly outcomes?: Readonly<Record<string, number>>;
  /** One sentence each: what was lost, doubled, left behind or not noticed. */
  readonly wrong: readonly string[];
}

/** One proof as it is kept: results/<name>.json. */
export interface ProofResult {
  /** The commit that was tried. */
  readonly commit: string;
  /** Version of Node.js. */
  readonly node: string;
  /** Day of the last trial, YYYY-MM-DD in UTC. */
  readonly date: string;
  readonly counts: readonly ProofCount[];
}

/** The commit that is checked out. */
export function currentCommit(): string {
  return execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], { encoding: 'utf8' }).trim();
}

/** Keeps what a proof found as JSON; `npm run docs:proof` makes the table of docs/reliability.md of it. */
export async function saveResult(name: string, counts: readonly ProofCount[]): Promise<void> {
  const date = new Date().toISOString().slice(0, 10);
  const result: ProofResult = { commit: currentCommit(), node: process.version, date, counts };
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}
