import { LakeliftError } from '../../errors/index.js';
import type { Engine, EngineTable } from '../engines/engine.js';
import { storedTable } from '../place.js';
import type { SuiteQuery } from '../suite.js';
import type { BenchTable } from '../tables.js';
import { startCountingProxy } from './counting-proxy.js';
import type { Requests } from './counting-proxy.js';

/** What one run of a query, by an engine that was just started, asks of the object store. */
export interface QueryRequests extends Requests {
  readonly query: string;
}

export interface RequestsInput {
  readonly tables: readonly BenchTable[];
  readonly queries: readonly SuiteQuery[];
  /** The lake's place: `s3://bucket/prefix`. */
  readonly target: string;
  /** Of the store, when it is not Amazon's. */
  readonly endpoint: string | undefined;
  /** The file of DuckDB's extension `httpfs`; without it, DuckDB fetches it. */
  readonly httpfs?: string;
  readonly open: () => Promise<Engine>;
  readonly signal?: AbortSignal;
}

/**
 * Counts the requests of each query to the store that holds the lake, which DuckDB reads through a proxy here. Throws REFUSED for a
 * lake that is in no store with an endpoint of its own, and what the engine throws.
 */
export async function measureRequests(input: RequestsInput): Promise<QueryRequests[]> {
  const { target, endpoint, tables, httpfs } = input;
  if (!target.startsWith('s3://') || endpoint === undefined) {
    throw new LakeliftError('REFUSED', 'requests are counted of a lake on s3:// with an endpoint of its own', {
      next: 'give --endpoint, or leave `requests` out of the suite',
    });
  }
  const proxy = await startCountingProxy(endpoint);
  try {
    const store = { address: proxy.address, ...(httpfs === undefined ? {} : { httpfs }) };
    const stored = tables.map((table) => ({ ...storedTable(table, target), store }));
    const found: QueryRequests[] = [];
    for (const query of input.queries) {
      input.signal?.throwIfAborted();
      found.push({ query: query.name, ...(await oneQuery(input, query, stored, () => proxy.take())) });
    }
    return found;
  } finally {
    await proxy.close();
  }
}

/** A new engine for each: one that ran before has kept footers and data. What it asks to know the tables is not the query's. */
async function oneQuery(
  { open }: RequestsInput,
  { sql }: SuiteQuery,
  tables: readonly EngineTable[],
  take: () => Requests,
): Promise<Requests> {
  const engine = await open();
  try {
    for (const table of tables) await engine.define('after', table);
    take();
    await engine.run('after', sql);
    return take();
  } finally {
    await engine.close();
  }
}
