import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The database and the table that a benchmark makes and fills itself. */
export const EVENTS = { database: 'lakelift_bench', table: 'events' } as const;
const HOURS = 4;

/** Files of events as an hourly load leaves them: rows are numbered in the order of the files. */
export class EventFiles {
  #rows = 0;
  #files = 0;

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly folder: string,
  ) {}

  static async open(): Promise<EventFiles> {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    return new EventFiles(connection, await mkdtemp(join(tmpdir(), 'lakelift-bench-events-')));
  }

  /** Rows of all files so far. */
  get rows(): number {
    return this.#rows;
  }

  /** The next file: its path within the source, in one of four partitions in turn, and its bytes. */
  async next(rows: number): Promise<{ readonly path: string; readonly data: Uint8Array }> {
    const file = join(this.folder, 'next.parquet');
    const [from, to] = [this.#rows, this.#rows + rows];
    const query = `SELECT i AS id, (hash(i) % 10)::INTEGER AS kind, (hash(i, 1) % 100000 / 100)::DECIMAL(9,2) AS amount,
      md5(i::VARCHAR) AS note FROM range(${from}, ${to}) t(i)`;
    await this.connection.run(
      `COPY (${query}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION snappy)`,
    );
    const number = String(this.#files).padStart(6, '0');
    const hour = String(this.#files % HOURS).padStart(2, '0');
    this.#rows = to;
    this.#files += 1;
    const path = `${EVENTS.database}.db/${EVENTS.table}/hour=${hour}/part-${number}.parquet`;
    return { path, data: await readFile(file) };
  }

  async close(): Promise<void> {
    this.connection.closeSync();
    await rm(this.folder, { recursive: true, force: true });
  }
}
