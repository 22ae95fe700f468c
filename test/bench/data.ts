import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putFile } from '../services/webhdfs.js';

export interface DataSet {
  readonly name: string;
  readonly files: number;
  /** Bytes of all files. */
  readonly bytes: number;
}

/** Writes `/bench/bench.db/<name>` into HDFS: `files` Parquet files of `rows` rows each, whose hashes hardly compress. */
export async function makeDataSet(web: string, name: string, files: number, rows: number): Promise<DataSet> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-'));
  const path = join(folder, 'part.parquet');
  const uploads = new Set<Promise<void>>();
  let bytes = 0;
  try {
    for (let file = 0; file < files; file++) {
      // Large files are all alike: only their bytes matter to a copy.
      if (file === 0 || rows < 10_000) {
        const query = `SELECT i AS id, md5(i::VARCHAR) AS a, hash(i) % 1000000 AS b, (i % 100000 / 100)::DECIMAL(9,2) AS c,
          'city ' || hash(i) % 500 AS d FROM range(${file * rows}, ${(file + 1) * rows}) t(i)`;
        const typed = `SELECT id, a, b::BIGINT AS b, c, d FROM (${query})`;
        await connection.run(`COPY (${typed}) TO '${path}' (FORMAT parquet, COMPRESSION snappy)`);
      }
      const content = await readFile(path);
      const upload = putFile(web, `bench/bench.db/${name}/part-${String(file).padStart(5, '0')}.parquet`, content);
      uploads.add(upload);
      void upload.then(() => uploads.delete(upload));
      if (uploads.size >= 8) await Promise.race(uploads);
      bytes += content.length;
    }
    await Promise.all(uploads);
  } finally {
    connection.closeSync();
    await rm(folder, { recursive: true });
  }
  return { name, files, bytes };
}
