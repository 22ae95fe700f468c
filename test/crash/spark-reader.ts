import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPython } from '../services/spark.js';
import type { Lake } from './lakes.js';
import { TABLE_COLUMNS } from './warehouse.js';
import type { SmallWarehouse } from './warehouse.js';

/** The end state of one trial, to be read. */
export interface Kept {
  /** Which trial it was. */
  readonly name: string;
  readonly lake: Lake;
}

export interface SparkReading {
  readonly name: string;
  readonly violations: readonly string[];
}

/**
 * Spark with Paimon reads the tables of many lakes in one session, as starting it takes longer than a trial, and compares them with the
 * source, which it reads by itself: every row once. The lakes are closed.
 */
export async function readBySpark(warehouse: SmallWarehouse, kept: readonly Kept[]): Promise<SparkReading[]> {
  if (kept.length === 0) return [];
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-spark-'));
  try {
    const tables = Object.entries(TABLE_COLUMNS).map(
      ([name, columns]) => [`w.${name}`, [columns, join(warehouse.folder, 'w.db', name)]] as const,
    );
    const asked = { tables: Object.fromEntries(tables), lakes: kept.map(({ lake }) => lake.url) };
    await writeFile(join(folder, 'asked.json'), JSON.stringify(asked));
    const output = join(folder, 'answer.json');
    const answer = await runPython<{ wrong: string[][]; rows: Record<string, number> }>('read_lakes.py', output, [
      join(folder, 'asked.json'),
    ]);
    if (Object.values(answer.rows).includes(0)) throw new Error('Spark reads no row of the source');
    return kept.map(({ name }, index) => ({ name, violations: answer.wrong[index]! }));
  } finally {
    await Promise.all(kept.map(({ lake }) => lake.close()));
    await rm(folder, { recursive: true });
  }
}

/** What is wrong, with the trials' names. */
export const wrongOf = (readings: readonly SparkReading[]): string[] =>
  readings.flatMap(({ name, violations }) => violations.map((text) => `${name}: ${text}`));
