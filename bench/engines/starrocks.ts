import type { Connection, ConnectionOptions } from 'mysql2/promise';
import { LakeliftError } from '../../errors/index.js';
import type { Side } from '../pairs.js';
import type { StarRocksSpec } from '../suite-servers.js';
import { answerOf } from './answer.js';
import type { Engine, QueryRun } from './engine.js';

const DEFAULT_PORT = 9030;

/**
 * Connects to a StarRocks that runs already, over MySQL's protocol; each side is a connection whose tables are those of a catalog. Name and
 * password come from STARROCKS_USER and STARROCKS_PASSWORD. Throws AUTH when it does not let this user in, IO when it cannot be reached,
 * REFUSED when it does not know a catalog.
 */
export async function openStarRocks(spec: StarRocksSpec, timeoutMs: number, signal?: AbortSignal): Promise<Engine> {
  // Loaded here, not at the start of every command.
  const { createConnection } = await import('mysql2/promise');
  const open = (): Promise<Connection> => createConnection(connectionOptions(spec, timeoutMs));
  const opened: Connection[] = [];
  const connect = async (side: Side): Promise<Connection> => {
    const connection = await open();
    opened.push(connection);
    // What the server says between two queries: the next one fails by itself.
    connection.on('error', () => undefined);
    const catalog = spec[side];
    if (catalog !== undefined) await connection.query(`SET CATALOG \`${catalog.replaceAll('`', '``')}\``);
    return connection;
  };
  try {
    const sides = { before: await connect('before'), after: await connect('after') };
    const [rows] = await sides.before.query('SELECT version()');
    const version = String(Object.values((rows as Record<string, unknown>[])[0] ?? {})[0]);
    return new StarRocks(version, sides, timeoutMs, open, signal);
  } catch (cause) {
    for (const connection of opened) connection.destroy();
    throw failure(cause, spec.url);
  }
}

function connectionOptions(spec: StarRocksSpec, timeoutMs: number): ConnectionOptions {
  const { protocol, hostname, port } = new URL(spec.url);
  const password = process.env['STARROCKS_PASSWORD'];
  return {
    host: hostname,
    port: port === '' ? DEFAULT_PORT : Number(port),
    user: process.env['STARROCKS_USER'] ?? 'root',
    ...(password === undefined ? {} : { password }),
    ...(protocol === 'mysqls:' ? { ssl: { verifyIdentity: true } } : {}),
    connectTimeout: Math.min(timeoutMs, 30_000),
    // All digits of large numbers, and times as the server writes them.
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    rowsAsArray: true,
  };
}

class StarRocks implements Engine {
  readonly name = 'starrocks';

  constructor(
    readonly version: string,
    private readonly sides: Readonly<Record<Side, Connection>>,
    private readonly timeoutMs: number,
    private readonly open: () => Promise<Connection>,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Its catalogs know the tables. */
  async define(): Promise<void> {}

  /** The protocol tells no processor time: it is 0. */
  async run(side: Side, sql: string): Promise<QueryRun> {
    this.signal?.throwIfAborted();
    const connection = this.sides[side];
    const statement = withBackticks(sql);
    const start = performance.now();
    try {
      const answer = connection.query({ sql: statement, timeout: this.timeoutMs, rowsAsArray: true });
      const [rows] = await unlessAborted(answer, this.signal);
      const wallMs = performance.now() - start;
      return { answer: answerOf(rows as unknown[][]), cost: { wallMs, cpuMs: 0 } };
    } catch (cause) {
      const isLate = (cause as { code?: unknown }).code === 'PROTOCOL_SEQUENCE_TIMEOUT';
      if (isLate || this.signal?.aborted === true)
        await this.kill(connection.threadId, statement).catch(() => undefined);
      this.signal?.throwIfAborted();
      throw failure(cause, undefined);
    }
  }

  /** By another connection. Behind a load balancer that may be one of another server, where the number is somebody else's: the statement tells. */
  private async kill(id: number | null, statement: string): Promise<void> {
    const other = await this.open();
    try {
      const [running] = await other.query({ sql: 'SHOW FULL PROCESSLIST', rowsAsArray: false });
      const isOurs = (row: Record<string, unknown>): boolean =>
        Number(row['Id']) === id && String(row['Info']).trim() === statement.trim();
      if ((running as Record<string, unknown>[]).some(isOurs)) await other.query(`KILL QUERY ${id}`);
    } finally {
      other.destroy();
    }
  }

  async close(): Promise<void> {
    for (const connection of Object.values(this.sides)) connection.destroy();
  }
}

/** As `work`, but rejects with the signal's reason as soon as it is aborted. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop);
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** MySQL's protocol has its own words for most errors; `errno` is only there for those that the server sent. */
function failure(cause: unknown, url: string | undefined): LakeliftError {
  const { code, errno, sqlState, message, fatal } = cause as Error & Record<string, unknown>;
  const where = url === undefined ? 'StarRocks' : `StarRocks at ${new URL(url).host}`;
  const words = `${where}: ${message} (${[code, errno, sqlState].filter((one) => one !== undefined).join(', ')})`;
  if (code === 'ER_ACCESS_DENIED_ERROR') {
    return new LakeliftError('AUTH', words, { next: 'set STARROCKS_USER and STARROCKS_PASSWORD', cause });
  }
  const said = sqlState !== undefined && fatal !== true;
  return new LakeliftError(said ? 'REFUSED' : 'IO', words, { cause });
}

/** Names in double quotes would be texts to it. */
export function withBackticks(sql: string): string {
  return sql.replace(
    /'(?:[^'\\]|\\.|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|`[^`]*`|"((?:[^"]|"")*)"/g,
    (token, name?: string) => (name === undefined ? token : `\`${name.replaceAll('""', '"').replaceAll('`', '``')}\``),
  );
}
