import { LakeliftError } from '../../errors/index.js';
import type { Side } from '../pairs.js';
import type { TrinoSpec } from '../suite-servers.js';
import { answerOf } from './answer.js';
import { quoteName, quoteText } from './duckdb-relation.js';
import type { Engine, EngineTable, QueryRun } from './engine.js';
import { folderOf, notGiven, STORED_AS, typeIn } from './external.js';
import { TrinoHttp } from './trino-http.js';
import type { TrinoResult } from './trino-http.js';

/** SQL types that Trino calls otherwise; the precision of timestamps is Paimon's and Hive's usual one. */
const TYPES: Readonly<Record<string, string>> = { FLOAT: 'REAL', BLOB: 'VARBINARY', TIMESTAMP: 'TIMESTAMP(6)' };

/**
 * Connects to a Trino that runs already; each side is one of its catalogs. Name and password come from TRINO_USER and
 * TRINO_PASSWORD. Throws IO or AUTH when it cannot be asked.
 */
export async function openTrino(spec: TrinoSpec, timeoutMs: number, signal?: AbortSignal): Promise<Engine> {
  const user = process.env['TRINO_USER'] ?? 'lakelift';
  const password = process.env['TRINO_PASSWORD'];
  const connect = (side: Side): TrinoHttp =>
    new TrinoHttp({
      ...{ url: spec.url, user, catalog: spec[side], timeoutMs },
      ...(password === undefined ? {} : { password }),
      session: spec.files === undefined ? [] : [`${spec[side]}.timestamp_precision=MICROSECONDS`],
    });
  const sides = { before: connect('before'), after: connect('after') };
  const version = String((await sides.before.run('SELECT node_version FROM system.runtime.nodes')).rows[0]?.[0]);
  return new TrinoEngine(version, sides, spec.files, signal);
}

class TrinoEngine implements Engine {
  readonly name = 'trino';
  readonly #made: { readonly side: Side; readonly table: string }[] = [];

  constructor(
    readonly version: string,
    private readonly sides: Readonly<Record<Side, TrinoHttp>>,
    private readonly files: string | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** A catalog of the user's knows its tables; else an external table of the Hive connector is made over the files. */
  async define(side: Side, table: EngineTable): Promise<void> {
    if (this.files === undefined) return;
    const server = this.sides[side];
    const name = `${quoteName(table.database)}.${quoteName(table.table)}`;
    const sql = externalTable(name, table, this.files);
    await server.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(table.database)}`);
    await server.run(sql);
    this.#made.push({ side, table: name });
    if (table.partitionKeys.length > 0) {
      const names = [table.database, table.table].map(quoteText).join(', ');
      await server.run(`CALL system.sync_partition_metadata(${names}, 'ADD')`);
    }
    // Tables are made without a node; what is measured afterwards must not wait for one, nor fail for want of one.
    await server.runOnceItHasNodes(`SELECT 1 FROM ${name} LIMIT 1`, this.signal);
  }

  async run(side: Side, sql: string): Promise<QueryRun> {
    const start = performance.now();
    const { rows, stats } = await this.sides[side].run(sql, this.signal);
    const wallMs = performance.now() - start;
    const { cpuTimeMillis: cpuMs, planningTimeMillis } = stats;
    return {
      answer: answerOf(rows),
      cost: { wallMs, cpuMs },
      ...(planningTimeMillis === undefined ? {} : { planMs: planningTimeMillis }),
    };
  }

  /** Drops the tables it made, never their files; what cannot be dropped as the server is gone stays. */
  async close(): Promise<void> {
    for (const { side, table } of this.#made.splice(0)) {
      await this.sides[side].run(`DROP TABLE IF EXISTS ${table}`).catch((error: unknown): TrinoResult | undefined => {
        if (error instanceof LakeliftError) return undefined;
        throw error;
      });
    }
  }
}

function externalTable(name: string, table: EngineTable, files: string): string {
  const { columns, partitionKeys, format } = table;
  const folder = folderOf('Trino', table, files);
  const all = [...columns, ...partitionKeys].map((column) => {
    const type = typeIn(TYPES, column);
    if (type === undefined)
      throw notGiven('Trino', table, `its Hive connector has no type for the column ${column.name}`);
    return `${quoteName(column.name)} ${type}`;
  });
  const keys = partitionKeys.map((key) => quoteText(key.name));
  const properties = [
    `external_location = ${quoteText(folder)}`,
    `format = '${STORED_AS[format]}'`,
    ...(keys.length === 0 ? [] : [`partitioned_by = ARRAY[${keys.join(', ')}]`]),
  ];
  return `CREATE TABLE ${name} (${all.join(', ')}) WITH (${properties.join(', ')})`;
}
