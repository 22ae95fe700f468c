import type { DuckDBConnection } from '@duckdb/node-api';

/** One side of a comparison: the SQL of a relation that holds the table. */
export interface QuerySide {
  readonly relation: string;
}

export interface QueryComparison {
  readonly title: string;
  /** Medians over the runs, milliseconds of wall time. */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly runs: number;
  /** Both sides gave the same rows. */
  readonly equal: boolean;
}

/**
 * Times one query on both sides with DuckDB, the sides taking turns so that neither profits from a warmer machine; the first pair of
 * runs is not counted. `$table` in the query stands for the relation.
 */
export async function compareQueries(
  connection: DuckDBConnection,
  query: { readonly title: string; readonly sql: string },
  before: QuerySide,
  after: QuerySide,
  runs: number,
): Promise<QueryComparison> {
  const times: { before: number[]; after: number[] } = { before: [], after: [] };
  let equal = true;
  for (let run = 0; run <= runs; run++) {
    const first = await timed(connection, query.sql.replaceAll('$table', before.relation));
    const second = await timed(connection, query.sql.replaceAll('$table', after.relation));
    equal &&= first.rows === second.rows;
    if (run === 0) continue;
    times.before.push(first.ms);
    times.after.push(second.ms);
  }
  return { title: query.title, beforeMs: median(times.before), afterMs: median(times.after), runs, equal };
}

async function timed(connection: DuckDBConnection, sql: string): Promise<{ ms: number; rows: string }> {
  const start = performance.now();
  const reader = await connection.runAndReadAll(sql);
  const ms = performance.now() - start;
  return { ms, rows: JSON.stringify(reader.getRowsJson()) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
