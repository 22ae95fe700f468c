import pg from 'pg';
import { CONNECTIONS } from './driver.js';
import type { Driver, DriverOptions, Meaning, ServerTransaction } from './driver.js';
import type { Query } from './query.js';
import type { ServerUrl } from './server-url.js';

/** All digits of a double, also from servers before PostgreSQL 12. */
const BEGIN = 'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL extra_float_digits = 3';

const PARSERS: Readonly<Record<number, (text: string) => number>> = {
  [pg.types.builtins.BOOL]: (text) => (text === 't' ? 1 : 0),
  [pg.types.builtins.INT8]: Number,
};
const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) =>
    (PARSERS[id] ?? pg.types.getTypeParser(id, format)) as ReturnType<pg.CustomTypesConfig['getTypeParser']>,
};

/** Connections by `pg`, which looks for what the URL does not say in PGPASSWORD, ~/.pgpass and libpq's other variables. */
export function postgresPool(server: ServerUrl, { timeoutMs }: DriverOptions, more: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: server.secret,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    application_name: 'lakelift',
    ...more,
  });
  // An idle connection that breaks is replaced when it is needed; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** PostgreSQL. */
export function postgresDriver(server: ServerUrl, options: DriverOptions): Driver {
  const pool = postgresPool(server, options, { max: CONNECTIONS, types });
  return { begin: () => begin(pool), meaning: postgresMeaning, close: () => pool.end() };
}

async function begin(pool: pg.Pool): Promise<ServerTransaction> {
  const client = await pool.connect();
  try {
    await client.query(BEGIN);
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    query: async ({ sql, params }: Query) => {
      let count = 0;
      const text = sql.replaceAll(/IN \(\?\)|\?/g, (found) => `${found === '?' ? '' : '= ANY '}($${String(++count)})`);
      return (await client.query<object>(text, [...params])).rows;
    },
    end: async (broken) => {
      const ended = broken ? false : await client.query('ROLLBACK').then(Boolean, () => false);
      client.release(!ended);
    },
  };
}

/** What an error of the server or of `pg` means. Source: the appendix of PostgreSQL's manual on error codes. */
export function postgresMeaning(error: unknown): Meaning {
  if (!(error instanceof pg.DatabaseError)) {
    // Without a password, the library does not begin what the server asks for.
    return error instanceof Error && /password/i.test(error.message) ? 'login' : 'unreachable';
  }
  const code = error.code ?? '';
  if (code.startsWith('28')) return 'login';
  if (code === '3D000') return 'no database';
  if (code === '42501') return 'not allowed';
  return /^(08|53|57)/.test(code) ? 'unreachable' : 'statement';
}
