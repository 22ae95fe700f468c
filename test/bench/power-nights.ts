import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openProcess } from '../../bench/engines/process.js';
import type { EngineTable } from '../../bench/engines/engine.js';
import { samplePairs } from '../../bench/pairs.js';
import type { Metric } from '../../bench/index.js';

const ENGINE = [process.execPath, fileURLToPath(new URL('../../dist/bench/engines/duckdb-main.js', import.meta.url))];
const QUERY = 'SELECT g, count(*), sum(v), max(t) FROM d.t GROUP BY g';
const SMALL_FILES = 100;
/** Enough that the rows take most of the time: the planted slowdown is in them. */
const ROWS = 400_000;

/** Tables of the same columns: many small files, and one file each of `ROWS` rows and of as many times more as was asked for. */
export interface Tables {
  readonly small: EngineTable;
  readonly merged: ReadonlyMap<number, EngineTable>;
}

/** Writes the tables below a folder. */
export async function makeTables(folder: string, factors: readonly number[]): Promise<Tables> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const write = async (name: string, from: number, to: number): Promise<string> => {
    const path = join(folder, name);
    const rows = `SELECT i % 97 AS g, hash(i) % 100000 / 7 AS v, 'text ' || hash(i) AS t FROM range(${from}, ${to}) r(i)`;
    await connection.run(`COPY (${rows}) TO '${path}' (FORMAT parquet)`);
    return path;
  };
  await mkdir(folder, { recursive: true });
  const each = ROWS / SMALL_FILES;
  const small: string[] = [];
  for (let i = 0; i < SMALL_FILES; i++) small.push(await write(`small-${i}.parquet`, i * each, (i + 1) * each));
  const merged = new Map<number, EngineTable>();
  for (const factor of factors)
    merged.set(factor, tableOf([await write(`merged-${factor}.parquet`, 0, Math.round(ROWS * factor))]));
  connection.closeSync();
  return { small: tableOf(small), merged };
}

function tableOf(files: readonly string[]): EngineTable {
  const columns = ['g', 'v', 't'].map((name) => ({ name }));
  return {
    database: 'd',
    table: 't',
    columns,
    partitionKeys: [],
    nullPartition: '',
    binaryIsText: false,
    format: 'parquet',
    files,
  };
}

/** One measurement: an engine started anew, and pairs of the small files and of the merged file whose rows are `factor` times as many. */
export async function realNight({ small, merged }: Tables, factor: number, count: number): Promise<Metric> {
  const engine = await openProcess(ENGINE, 600_000);
  try {
    await engine.define('before', small);
    await engine.define('after', merged.get(factor)!);
    const sampling = { min: count, max: count, warmups: 1 };
    const pairs = await samplePairs(async (side) => (await engine.run(side, QUERY)).cost, sampling);
    return { name: 'query/duckdb/q', pairs };
  } finally {
    await engine.close();
  }
}
