import { userInfo } from 'node:os';
import { createPool } from 'mysql2/promise';
import type { Pool, PoolOptions, TypeCastField } from 'mysql2/promise';
import { CONNECTIONS } from './driver.js';
import type { Driver, DriverOptions, Meaning, ServerTransaction } from './driver.js';
import { mysqlPassword } from './mysql-password.js';
import type { Query } from './query.js';
import type { ServerUrl } from './server-url.js';

/** Double quotes for names and `||` for joining, as the queries have them; one state of the database for all that is read. */
const BEGIN = [
  "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'",
  'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
  'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY',
];

/** Connections by `mysql2`; what stands after `?` in the URL are settings of that library, such as `ssl`. */
export function mysqlPool(server: ServerUrl, { timeoutMs }: DriverOptions, more: PoolOptions): Pool {
  const password = server.hasPassword ? undefined : mysqlPassword();
  return createPool({
    uri: server.secret,
    user: server.user ?? userInfo().username,
    ...(password === undefined ? {} : { password }),
    connectTimeout: timeoutMs,
    ...more,
  });
}

/** MySQL and MariaDB. */
export function mysqlDriver(server: ServerUrl, options: DriverOptions): Driver {
  const pool = mysqlPool(server, options, {
    connectionLimit: CONNECTIONS,
    charset: 'utf8mb4',
    supportBigNumbers: true,
    typeCast,
  });
  return { begin: () => begin(pool, options.timeoutMs), meaning: mysqlMeaning, close: () => pool.end() };
}

/** Flags come as bits. */
function typeCast(field: TypeCastField, next: () => unknown): unknown {
  return field.type === 'BIT' ? (field.buffer()?.[0] ?? null) : next();
}

async function begin(pool: Pool, timeout: number): Promise<ServerTransaction> {
  const connection = await pool.getConnection();
  try {
    for (const sql of BEGIN) await connection.query({ sql, timeout });
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return {
    query: async ({ sql, params }: Query) => {
      // An empty list is one in which nothing is.
      const values = params.map((value) => (typeof value === 'object' && value.length === 0 ? [null] : value));
      try {
        const [found] = await connection.query({ sql, values, timeout });
        return found as object[];
      } catch (error) {
        // A name with characters that the columns' character set lacks is the name of nothing.
        if (codeOf(error) === 'ER_CANT_AGGREGATE_2COLLATIONS') return [];
        throw error;
      }
    },
    end: async (broken) => {
      const ended = broken ? false : await connection.query({ sql: 'ROLLBACK', timeout }).then(Boolean, () => false);
      if (ended) connection.release();
      else connection.destroy();
    },
  };
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code);

/** What an error of the server or of `mysql2` means. Source: MySQL's server error message reference. */
export function mysqlMeaning(error: unknown): Meaning {
  const code = codeOf(error);
  if (['ER_ACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR'].includes(code) || code.startsWith('AUTH_'))
    return 'login';
  if (code === 'ER_BAD_DB_ERROR') return 'no database';
  if (/^ER_(DB|TABLE|COLUMN)ACCESS_DENIED_ERROR$/.test(code)) return 'not allowed';
  return (error as { sqlState?: unknown }).sqlState !== undefined && !/^ER_(CON_COUNT|SERVER_SHUTDOWN)/.test(code)
    ? 'statement'
    : 'unreachable';
}
