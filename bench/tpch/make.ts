import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LakeliftError } from '../../errors/index.js';
import { makeFolder } from '../../stores/index.js';
import { workloadTables } from './tables.js';
import type { WorkloadTable } from './tables.js';

/** A table as it was written. */
export interface MadeTable {
  readonly table: string;
  readonly rows: number;
  readonly files: number;
}

const DATABASE = 'tpch';

/**
 * Writes the workload's tables as a Hive folder, `<folder>/tpch.db/<table>/[key=value/]files`: lineitem in the bad shape of `batches`
 * small files a month. Throws USAGE for a folder that has one already, or cannot be made.
 */
export async function makeWorkload(
  folder: string,
  { scale, batches }: { readonly scale: number; readonly batches: number },
  done: (made: MadeTable) => void,
): Promise<void> {
  const database = join(folder, `${DATABASE}.db`);
  if ((await readdir(database).catch(() => [])).length > 0) {
    const next = 'remove it or name another --source-dir';
    throw new LakeliftError('USAGE', 'the folder has a workload already', { file: database, next });
  }
  makeDatabase(database);
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    // One thread writes one file a partition; several would each write their own.
    await connection.run('SET threads = 1');
    for (const table of workloadTables(scale, batches)) {
      const path = join(database, table.name);
      makeFolder(path);
      const rows = Number((await connection.runAndReadAll(copyOf(table, path))).getRows()[0]?.[0]);
      if (table.fileBy !== undefined) await flatten(path);
      const files = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.parquet')).length;
      done({ table: `${DATABASE}.${table.name}`, rows, files });
    }
  } finally {
    connection.closeSync();
  }
}

function makeDatabase(path: string): void {
  try {
    makeFolder(path);
  } catch (cause) {
    const next = 'name another --source-dir';
    throw new LakeliftError('USAGE', 'the folder cannot be made', { file: path, next, cause });
  }
}

/** In the order of the partitions, so that each is written at once and closed. */
function copyOf({ query, partitionBy, fileBy }: WorkloadTable, path: string): string {
  const to = path.replaceAll("'", "''");
  const options = 'FORMAT parquet, COMPRESSION snappy';
  if (partitionBy === undefined) return `COPY (${query}) TO '${to}/part-00000.parquet' (${options})`;
  const keys = [partitionBy, ...(fileBy === undefined ? [] : [fileBy])].join(', ');
  const more = `PARTITION_BY (${keys}), FILENAME_PATTERN 'part-{i}', OVERWRITE_OR_IGNORE`;
  return `COPY (SELECT * FROM (${query}) ORDER BY ${keys}) TO '${to}' (${options}, ${more})`;
}

/** `month/batch=00007/part-0.parquet` becomes `month/part-00007.parquet`: a batch is a file, no partition. */
async function flatten(table: string): Promise<void> {
  for (const partition of await readdir(table)) {
    for (const batch of await readdir(join(table, partition))) {
      const from = join(table, partition, batch);
      const [file] = await readdir(from);
      await rename(join(from, file!), join(table, partition, `part-${batch.replace(/^.*=/, '')}.parquet`));
      await rm(from, { recursive: true });
    }
  }
}
