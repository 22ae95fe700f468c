import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A DuckDB connection and an empty folder for the tests of one file. */
export function useDuck(): {
  folder: () => string;
  /** Rows of a query, every value as DuckDB prints it. */
  rows: (sql: string) => Promise<string[][]>;
  /** The bytes of a Parquet file with the query's rows. */
  parquet: (name: string, query: string, options?: string) => Promise<{ path: string; bytes: Uint8Array }>;
} {
  let connection: DuckDBConnection;
  let folder: string;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect();
    folder = await mkdtemp(join(tmpdir(), 'lakelift-formats-'));
  });
  afterAll(async () => {
    connection.closeSync();
    await rm(folder, { recursive: true });
  });
  const rows = async (sql: string) => {
    const result = await connection.runAndReadAll(sql);
    return result.getRows().map((row) => row.map((value) => String(value)));
  };
  return {
    folder: () => folder,
    rows,
    parquet: async (name, query, options = '') => {
      const path = join(folder, name);
      await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet${options === '' ? '' : `, ${options}`})`);
      return { path, bytes: await readFile(path) };
    },
  };
}
