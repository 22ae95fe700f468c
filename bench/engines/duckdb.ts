import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { LakeliftError } from '../../errors/index.js';
import { costOf } from '../pairs.js';
import type { Side } from '../pairs.js';
import { answerOf } from './answer.js';
import { quoteName, quoteText, relationOf, shapesOf } from './duckdb-relation.js';
import type { Engine, EngineTable, QueryRun } from './engine.js';

/** Catalog names that no database of a user is likely to have: a name `a.b` must mean database and table. */
const CATALOG: Readonly<Record<Side, string>> = { before: 'lakelift_before', after: 'lakelift_after' };

/** Starts DuckDB within this process; each side is a catalog of views with a connection of its own. */
export async function openDuckDb(): Promise<Engine> {
  // Loaded here, not at the start of every command: 30 MiB.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connect = async (side: Side): Promise<DuckDBConnection> => {
    const connection = await instance.connect();
    await connection.run(`ATTACH ':memory:' AS ${CATALOG[side]}`);
    await connection.run(`USE ${CATALOG[side]}`);
    return connection;
  };
  const sides = { before: await connect('before'), after: await connect('after') };
  const version = String((await sides.before.runAndReadAll('SELECT version()')).getRows()[0]?.[0]);
  return new DuckDb(version, instance, sides);
}

class DuckDb implements Engine {
  readonly name = 'duckdb';

  constructor(
    readonly version: string,
    private readonly instance: DuckDBInstance,
    private readonly sides: Readonly<Record<Side, DuckDBConnection>>,
  ) {}

  async define(side: Side, table: EngineTable): Promise<void> {
    const connection = this.sides[side];
    const name = `${quoteName(table.database)}.${quoteName(table.table)}`;
    if (table.format !== 'parquet') {
      throw new LakeliftError(
        'REFUSED',
        `DuckDB reads no ${table.format} files; ClickHouse does, and Spark reads ORC`,
        {
          table: `${table.database}.${table.table}`,
        },
      );
    }
    try {
      if (table.store !== undefined) await useStore(connection, table.store);
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(table.database)}`);
      const byName = table.files.length > 0 && (await this.shapes(connection, table.files)) > 1;
      await connection.run(`CREATE VIEW ${name} AS ${relationOf(table, byName)}`);
    } catch (cause) {
      throw refused(`DuckDB cannot read the table ${side} the migration`, cause).at({
        table: `${table.database}.${table.table}`,
      });
    }
  }

  async run(side: Side, sql: string): Promise<QueryRun> {
    try {
      const { result, cost } = await costOf(() => this.sides[side].runAndReadAll(sql));
      return { answer: answerOf(result.getRowsJson()), cost };
    } catch (cause) {
      throw refused(`DuckDB cannot run the query ${side} the migration`, cause);
    }
  }

  async close(): Promise<void> {
    for (const connection of Object.values(this.sides)) connection.closeSync();
    this.instance.closeSync();
  }

  private async shapes(connection: DuckDBConnection, files: readonly string[]): Promise<number> {
    return Number((await connection.runAndReadAll(shapesOf(files))).getRows()[0]?.[0]);
  }
}

/** Lets DuckDB read `s3://` addresses at a store, with the keys of the environment. */
async function useStore(
  connection: DuckDBConnection,
  { address, httpfs }: NonNullable<EngineTable['store']>,
): Promise<void> {
  if (httpfs === undefined) await connection.run('INSTALL httpfs');
  await connection.run(`LOAD ${httpfs === undefined ? 'httpfs' : quoteText(httpfs)}`);
  const { env } = process;
  const secret = {
    KEY_ID: env['AWS_ACCESS_KEY_ID'] ?? '',
    SECRET: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    SESSION_TOKEN: env['AWS_SESSION_TOKEN'] ?? '',
    REGION: env['AWS_REGION'] ?? 'us-east-1',
    ENDPOINT: address,
    URL_STYLE: 'path',
  };
  // What was read to know the tables would not be asked for again.
  await connection.run('SET enable_external_file_cache = false');
  const options = Object.entries(secret).map(([name, value]) => `${name} ${quoteText(value)}`);
  await connection.run(`CREATE OR REPLACE SECRET lake (TYPE s3, ${options.join(', ')}, USE_SSL false)`);
}

function refused(what: string, cause: unknown): LakeliftError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LakeliftError('REFUSED', `${what}: ${reason}`, { cause });
}
