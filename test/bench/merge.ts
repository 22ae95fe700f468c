import { cp, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisMachine } from '../../bench/machine.js';
import { DuckDBInstance } from '@duckdb/node-api';
import { MAIN } from '../services/cli.js';
import { runPython } from '../services/spark.js';
import { measured, median } from './measure.js';
import type { Cost } from './measure.js';

const TABLE = 'kv.users';
const REPEATS = 3;

/** What is merged: a table of so many keys, which so many rounds have changed so many of. */
export interface MergeOptions {
  /** Takes all figures as JSON. */
  readonly output: string;
  readonly keys: number;
  readonly rounds: number;
  readonly changes: number;
}

interface SparkMerge {
  readonly cost: Cost;
  /** Data files before and after. */
  readonly files: readonly [number, number];
  /** Rows and the sum of their hashes, as Spark reads what each of them made. */
  readonly spark: readonly [number, string];
  readonly lakelift: readonly [number, string];
}

/**
 * Full compactions of the same primary-key table by Spark and by lakelift, in turn: time, CPU seconds and most memory held; Spark's start is left
 * out, lakelift's is in. Throws when the two tables have other rows afterwards.
 */
export async function main(options: MergeOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-merge-'));
  try {
    const lake = await makeLake(folder, options);
    const found: { lakelift: Cost; spark: Cost }[] = [];
    for (let round = 0; round < REPEATS; round++) found.push(await compare(folder, lake));
    const middle = (of: 'lakelift' | 'spark'): Cost => ({
      wall: median(found.map((one) => one[of].wall)),
      cpu: median(found.map((one) => one[of].cpu)),
      rssMb: median(found.map((one) => one[of].rssMb)),
    });
    const medians = { lakelift: middle('lakelift'), spark: middle('spark') };
    for (const [name, { wall, cpu, rssMb }] of Object.entries(medians)) {
      console.log(`${name}: ${wall.toFixed(1)} s, ${cpu.toFixed(1)} CPU s, ${rssMb.toFixed(0)} MiB`);
    }
    const load = loadavg()[0];
    await writeFile(
      options.output,
      `${JSON.stringify({ machine: thisMachine(), load, ...options, medians, found }, null, 2)}\n`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A lake in a folder with the table: a file a bucket of the first rows, and one for each round's changes. */
async function makeLake(folder: string, { keys, rounds, changes }: MergeOptions): Promise<string> {
  const [source, lake] = [join(folder, 'warehouse'), join(folder, 'lake')];
  const users = join(source, 'kv.db/users');
  await mkdir(users, { recursive: true });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const sides = ['--source', `file://${source}`, '--metastore', 'infer', '--target', `file://${lake}`];
  const key = ['--primary-key', `${TABLE}=id`, '--bucket', '4', '--sequence-field', 'ts'];
  for (let round = 0; round <= rounds; round++) {
    const id = round === 0 ? 'n' : `hash(n * 31 + ${round}) % ${keys}`;
    const path = join(users, `part-${round}.parquet`);
    await connection.run(`COPY (SELECT (${id})::BIGINT AS id, 'user ' || n || ' of ' || md5(n::VARCHAR) AS name,
      (n / 8)::DECIMAL(12, 3) AS amount, TIMESTAMP '2024-01-01' + INTERVAL (n) SECOND AS seen, ${round} * 10000000::BIGINT + n AS ts
      FROM range(${round === 0 ? keys : changes}) t(n)) TO '${path}' (FORMAT parquet)`);
    // Files of a folder count as being written for ten seconds.
    const past = Date.now() / 1000 - 3600 + round;
    await utimes(path, past, past);
    await measured(process.execPath, [MAIN, 'sync', ...sides, ...key, '--state', join(folder, 'state.db'), '--once']);
  }
  connection.closeSync();
  return lake;
}

async function compare(folder: string, lake: string): Promise<{ lakelift: Cost; spark: Cost }> {
  const copies = ['lakelift', 'spark'].map((name) => join(folder, `by-${name}`)) as [string, string];
  for (const copy of copies) {
    await rm(copy, { recursive: true, force: true });
    await cp(lake, copy, { recursive: true });
  }
  const state = join(folder, 'compact.db');
  await rm(state, { force: true });
  const compact = [MAIN, 'compact', '--target', `file://${copies[0]}`, '--state', state];
  const lakelift = await measured(process.execPath, compact);
  const args = [TABLE, copies[1], copies[0]];
  const merged = await runPython<SparkMerge>('bench_merge.py', join(folder, 'spark.json'), args);
  if (merged.files[0] <= merged.files[1])
    throw new Error(`Spark compacted nothing: ${merged.files.join(' -> ')} files`);
  if (merged.spark.join() !== merged.lakelift.join()) throw new Error('the two tables have other rows');
  return { lakelift, spark: merged.cost };
}
