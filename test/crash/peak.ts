import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { python } from '../services/cache.js';
import { lakelift } from '../services/cli.js';
import { run } from '../services/processes.js';
import { folderLake } from './lakes.js';

const PRELOAD = fileURLToPath(new URL('./peak-preload.mjs', import.meta.url));

const LONG = fileURLToPath(new URL('../services/python/write_long.py', import.meta.url));

/** Columns of a row as DuckDB makes them of its number `i`: four short ones; a key and thirty of 32 random characters;
 * or a key and 1,024 characters, in one page of each row group of 122,880 rows. */
const SHAPES = {
  narrow: `i AS id, 'name ' || (i % 1000003) AS name, (i % 9973) / 8 AS share, DATE '2020-01-01' + (i % 1000)::INT AS d`,
  wide: `i AS id, ${Array.from({ length: 30 }, (_, salt) => `md5('${String(salt)} ' || i) AS c${String(salt)}`).join(', ')}`,
  large: `i AS id, ${Array.from({ length: 32 }, (_, salt) => `md5('${String(salt)} ' || i)`).join(' || ')} AS text`,
} as const;

/** Files of one row group, as write_long.py makes them. */
type LongShape = 'long' | 'repeated';

/** A table of so many Parquet files of so many rows each. */
export interface PeakTable {
  readonly shape: keyof typeof SHAPES | LongShape;
  readonly files: number;
  readonly rowsPerFile: number;
}

export interface Peak {
  /** What the command printed. */
  readonly stdout: string;
  /** The most memory the process of `verify --level 3` had resident, all threads together, MiB. */
  readonly mebibytes: number;
}

/** Makes the table below `folder`, migrates it into a folder and measures its verification at level 3. */
export async function peakOfVerification(folder: string, { shape, files, rowsPerFile }: PeakTable): Promise<Peak> {
  const warehouse = join(folder, 'warehouse');
  await mkdir(join(warehouse, 'w.db/t'), { recursive: true });
  const duck = await (await DuckDBInstance.create(':memory:')).connect();
  for (let file = 0; file < files; file++) {
    const [path, first] = [`${warehouse}/w.db/t/part-${String(file)}.parquet`, file * rowsPerFile];
    if (shape === 'long' || shape === 'repeated') {
      const args = [LONG, path, String(first), String(rowsPerFile), shape];
      await run(await python(), args, { log: join(folder, 'write.log') });
    } else {
      const rows = `SELECT ${SHAPES[shape]} FROM range(${String(first)}, ${String(first + rowsPerFile)}) t(i)`;
      await duck.run(`COPY (${rows}) TO '${path}' (FORMAT parquet)`);
    }
  }
  duck.closeSync();
  const lake = await folderLake();
  const place = ['--source', pathToFileURL(warehouse).href, '--metastore', 'infer', '--target', lake.url];
  const migrated = await lakelift(['migrate', ...place, '--state', lake.state, '--verify', '0']);
  if (migrated.code !== 0) throw new Error(migrated.stdout + migrated.stderr);
  const peak = join(folder, 'peak.txt');
  const measured = { NODE_OPTIONS: `--import=${PRELOAD}`, LAKELIFT_PEAK: peak };
  const { stdout } = await lakelift(['verify', ...place, '--state', lake.state, '--level', '3'], measured);
  await lake.close();
  return { stdout, mebibytes: Math.round(Number(await readFile(peak, 'utf8')) / 1024) };
}
