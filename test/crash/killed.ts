import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCli } from '../services/cli.js';
import type { CliResult } from '../services/cli.js';

/**
 * Where a process is ended: around its n-th operation that others can see (`sent`: a call to a Hive Metastore is, unanswered), or when so many bytes were written. Or a worker thread at its
 * n-th operation or later: it ends by itself, or takes all memory it may have. Or all files that may be open are, from there on.
 */
export type CrashPoint =
  | { readonly at: number; readonly when: 'before' | 'after' | 'sent' }
  | { readonly byte: number }
  | { readonly at: number; readonly thread: 'ends' | 'memory' }
  | { readonly at: number; readonly files: true };

export interface Counts {
  readonly operations: number;
  readonly bytes: number;
}

const PRELOAD = fileURLToPath(new URL('./preload.mjs', import.meta.url));

/** The environment in which a process ends at the point. */
export function crashAt(point: CrashPoint, nodeOptions = ''): Readonly<Record<string, string>> {
  return { LAKELIFT_CRASH: JSON.stringify(point), NODE_OPTIONS: `--import=${PRELOAD} ${nodeOptions}` };
}

/** Runs the built command line and kills it, as `kill -9` does, at the point; it ends by itself when it does not come that far. */
export async function runUntil(
  point: CrashPoint,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  return startCli(args, { ...env, ...crashAt(point, env['NODE_OPTIONS']) }).ended;
}

/** Runs the built command line to its end and counts the points at which it could be killed. */
export async function countPoints(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-counts-'));
  try {
    const counts = join(folder, 'counts.json');
    const counting = { LAKELIFT_CRASH_COUNTS: counts, NODE_OPTIONS: `--import=${PRELOAD}` };
    const { code, stdout, stderr } = await startCli(args, { ...env, ...counting }).ended;
    if (code !== 0) throw new Error(`the run to count ended with ${String(code)}: ${stdout}${stderr}`);
    return JSON.parse(await readFile(counts, 'utf8')) as Counts;
  } finally {
    await rm(folder, { recursive: true });
  }
}
