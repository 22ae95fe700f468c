import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LakeliftError } from '../../errors/index.js';
import { makeFolder, unmadeFolder } from '../../stores/index.js';
import { tpcds } from './tpcds.js';
import { tpch } from './tpch.js';
import type { WorkloadTable } from './workload.js';

/** A table as it was written. */
export interface MadeTable {
  readonly table: string;
  readonly rows: number;
  readonly files: number;
}

const WORKLOADS = { tpch, tpcds };

export type WorkloadName = keyof typeof WORKLOADS;

/** What is made: rows at a scale, and small files in each partition; the workload's own number without one. */
export interface WorkloadShape {
  readonly workload: WorkloadName;
  readonly scale: number;
  readonly batches?: number;
}

/**
 * Writes the workload's tables as a Hive folder, `<folder>/<workload>.db/<table>/[key=value/]files`, the largest in bad shape: `batches`
 * small files in each partition. Answers with the number of batches. Throws USAGE for a folder that has the workload already, or cannot be made.
 */
export async function makeWorkload(
  folder: string,
  { workload, scale, batches }: WorkloadShape,
  done: (made: MadeTable) => void,
): Promise<number> {
  const known = WORKLOADS[workload];
  const each = batches ?? known.batches;
  const database = join(folder, `${known.name}.db`);
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
    for (const table of known.tables(scale, each)) {
      const path = join(database, table.name);
      makeFolder(path);
      const rows = Number((await connection.runAndReadAll(copyOf(table, path))).getRows()[0]?.[0]);
      if (table.fileBy !== undefined) await flatten(path, `${table.fileBy}=`);
      const files = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.parquet')).length;
      done({ table: `${known.name}.${table.name}`, rows, files });
    }
  } finally {
    connection.closeSync();
  }
  return each;
}

function makeDatabase(path: string): void {
  try {
    makeFolder(path);
  } catch (cause) {
    throw unmadeFolder(path, 'name another --source-dir', cause);
  }
}

/** In the order of the partitions, so that each is written at once and closed. */
function copyOf({ query, partitionBy, fileBy }: WorkloadTable, path: string): string {
  const to = path.replaceAll("'", "''");
  const options = 'FORMAT parquet, COMPRESSION snappy';
  if (partitionBy === undefined) return `COPY (${query}) TO '${to}/part-00000.parquet' (${options})`;
  const keys = [...partitionBy, ...(fileBy === undefined ? [] : [fileBy])].join(', ');
  const more = `PARTITION_BY (${keys}), FILENAME_PATTERN 'part-{i}', OVERWRITE_OR_IGNORE`;
  return `COPY (SELECT * FROM (${query}) ORDER BY ${keys}) TO '${to}' (${options}, ${more})`;
}

/** `month/batch=00007/part-0.parquet` becomes `month/part-00007.parquet`, at any depth: a batch is a file, no partition. */
async function flatten(folder: string, prefix: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const inner = join(folder, name);
    if (!name.startsWith(prefix)) {
      await flatten(inner, prefix);
      continue;
    }
    const files = await readdir(inner);
    for (const [index, file] of files.entries()) {
      const part = index === 0 ? '' : `-${index}`;
      await rename(join(inner, file), join(folder, `part-${name.slice(prefix.length)}${part}.parquet`));
    }
    await rm(inner, { recursive: true });
  }
}
