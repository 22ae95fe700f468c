import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putFile } from './webhdfs.js';

export interface WarehouseShape {
  readonly database: string;
  readonly files: number;
  readonly rowsPerFile: number;
}

const connected = DuckDBInstance.create(':memory:').then((instance) => instance.connect());

/** The bytes of one Parquet file of events, rows `first` to `first + rows`. */
export async function eventsFile(first: number, rows: number): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-events-'));
  try {
    const path = join(folder, 'events.parquet');
    const query = `SELECT i AS id, 'name ' || i AS "Name", (i / 100)::DECIMAL(9,2) AS amount, md5(i::VARCHAR) AS pad
      FROM range(${first}, ${first + rows}) t(i)`;
    await (await connected).run(`COPY (${query}) TO '${path}' (FORMAT parquet, COMPRESSION snappy)`);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Writes `<base>/<database>.db/events/p=N/part-M.parquet` into HDFS, four partitions of small files. */
export async function makeWarehouse(web: string, base: string, shape: WarehouseShape): Promise<void> {
  const numbers = Array.from({ length: shape.files }, (_, i) => i);
  const workers = Array.from({ length: 4 }, async () => {
    for (let i = numbers.pop(); i !== undefined; i = numbers.pop()) {
      const path = `${base}/${shape.database}.db/events/p=${i % 4}/part-${String(i).padStart(5, '0')}.parquet`;
      await putFile(web, path, await eventsFile(i * shape.rowsPerFile, shape.rowsPerFile));
    }
  });
  await Promise.all(workers);
}
