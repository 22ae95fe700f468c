import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The source of every trial: database `w` with `copied` (whole files), `merged` (partitions of small files). */
export interface SmallWarehouse {
  readonly folder: string;
  /** Rows of each table, with its partition columns, as queries of DuckDB. */
  readonly tables: Readonly<Record<string, string>>;
  rows(sql: string): Promise<string[][]>;
  /** Writes the rows of one file anew, as another file without compression. */
  copyUncompressed(from: string, to: string): Promise<void>;
  close(): void;
}

/** The columns of each table, its partition columns among them. */
export const TABLE_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  copied: ['id', 'name', 'share', 'pad'],
  merged: ['id', 'name', 'share', 'pad', 'day'],
};

/** For `largeRows`: a file that goes to S3 in several parts. */
export const LARGE_ROWS = 7_000;

const COLUMNS = `i AS id, CASE WHEN i % 5 = 0 THEN NULL ELSE 'n' || i END AS name, (i / 8)::DOUBLE AS share, md5(i::VARCHAR) AS pad`;

/** Writes the warehouse below `folder`. With `largeRows`, `copied` has one more file, of 1,280 bytes a row that compression leaves as they are. */
export async function makeSmallWarehouse(folder: string, largeRows = 0): Promise<SmallWarehouse> {
  const duck = await (await DuckDBInstance.create(':memory:')).connect();
  const write = async (path: string, columns: string, from: number, to: number): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await duck.run(`COPY (SELECT ${columns} FROM range(${from}, ${to}) t(i)) TO '${folder}/${path}' (FORMAT parquet)`);
  };
  for (const part of [0, 1]) await write(`w.db/copied/part-${part}.parquet`, COLUMNS, part * 200, part * 200 + 200);
  if (largeRows > 0) {
    const noise = Array.from({ length: 20 }, (_, salt) => `sha256('${salt} ' || i)`).join(' || ');
    await write('w.db/copied/part-9.parquet', COLUMNS.replace('md5(i::VARCHAR)', noise), 10_000, 10_000 + largeRows);
  }
  // Mixed case: the names are Hive's in the lake, so that these files get a new footer.
  const renamed = COLUMNS.replace('AS name', 'AS "Name"').replace('AS share', 'AS "Share"');
  for (const [part, day] of [0, 0, 0, 1, 1, 1].entries()) {
    await write(`w.db/merged/day=${day}/part-${part}.parquet`, renamed, part * 100, part * 100 + 100);
  }
  const list = 'id, name, share, pad';
  return {
    folder,
    tables: {
      copied: `SELECT ${list} FROM read_parquet('${folder}/w.db/copied/*.parquet')`,
      merged: `SELECT ${list}, day::VARCHAR AS day FROM read_parquet('${folder}/w.db/merged/*/*.parquet', hive_partitioning = true)`,
    },
    rows: (sql) => rowsOf(duck, sql),
    copyUncompressed: async (from, to) => {
      await mkdir(dirname(join(folder, to)), { recursive: true });
      await duck.run(`COPY (FROM '${folder}/${from}') TO '${folder}/${to}' (FORMAT parquet, COMPRESSION uncompressed)`);
    },
    close: () => duck.closeSync(),
  };
}

async function rowsOf(duck: DuckDBConnection, sql: string): Promise<string[][]> {
  const result = await duck.runAndReadAll(sql);
  return result.getRows().map((row) => row.map((value) => String(value)));
}

/** Every file below a folder with its modification time, inode and a hash of its bytes. */
export async function fingerprint(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mtimeMs, ino } = await stat(path);
    found.push(
      `${path} ${mtimeMs} ${ino} ${createHash('sha256')
        .update(await readFile(path))
        .digest('hex')}`,
    );
  }
  return found.sort();
}
