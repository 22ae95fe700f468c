import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const EVENTS_PER_FILE = 400;
const HOURS = 24;

/**
 * Writes a small Hive warehouse as hourly batches leave it: `tv.events`, partitioned by day and hour into very many small files, and
 * `tv.channels`, one file. Mixed-case names, nulls, decimals, timestamps and lists as they occur. Returns the number of files.
 */
export async function makeWarehouse(connection: DuckDBConnection, folder: string, files: number): Promise<number> {
  const perHour = Math.max(1, Math.floor((files - 1) / HOURS));
  for (let hour = 0; hour < HOURS; hour++) {
    for (let file = 0; file < perHour; file++) {
      const name = `dt=2024-03-01/hr=${String(hour).padStart(2, '0')}/part-${String(file).padStart(5, '0')}.parquet`;
      await write(
        connection,
        join(folder, 'tv.db/events', name),
        events((hour * perHour + file) * EVENTS_PER_FILE, hour),
      );
    }
  }
  await write(connection, join(folder, 'tv.db/channels/part-00000.parquet'), CHANNELS);
  return HOURS * perHour + 1;
}

async function write(connection: DuckDBConnection, path: string, query: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await connection.run(`COPY (${query}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION snappy)`);
}

/** Deterministic: the same demo gives the same rows. */
const events = (first: number, hour: number): string => `
  SELECT i AS "EventId",
    'home-' || (hash(i) % 5000)::VARCHAR AS "HomeId",
    (hash(i + 7) % 40)::INTEGER AS channel,
    CASE WHEN i % 11 = 0 THEN NULL ELSE ['play', 'pause', 'zap', 'stop'][1 + (hash(i + 3) % 4)::INTEGER] END AS action,
    TIMESTAMP '2024-03-01 00:00:00' + INTERVAL (${hour}) HOUR + INTERVAL (i % 3600) SECOND AS "EventTime",
    ((hash(i + 5) % 100000)::DECIMAL(9,2) / 100)::DECIMAL(9,2) AS price,
    (hash(i + 9) % 1000)::DOUBLE / 10 AS signal,
    CASE WHEN i % 5 = 0 THEN NULL ELSE ['tag' || (i % 3)::VARCHAR, 'x'] END AS tags
  FROM range(${first}, ${first + EVENTS_PER_FILE}) t(i)`;

const CHANNELS = `
  SELECT i::INTEGER AS channel, 'Channel ' || i AS name, DATE '2000-01-01' + i::INTEGER AS since, i % 2 = 0 AS hd
  FROM range(40) t(i)`;
