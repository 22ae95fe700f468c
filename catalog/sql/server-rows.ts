import { LakeliftError } from '../../errors/error.js';
import type { Driver, Meaning, ServerTransaction } from './driver.js';
import type { MetastoreRows, RowsNow } from './metastore.js';
import { readBy, rows } from './query.js';
import type { Query, Reading } from './query.js';
import { requireTables } from './schema.js';
import { parseServerUrl } from './server-url.js';

const NEXT_DATABASE = "name the Metastore's database, as javax.jdo.option.ConnectionURL of its hive-site.xml does";

/** The tables this user may read: where PostgreSQL looks for unqualified names, and in the database MySQL was told to use. */
const TABLES = {
  postgres:
    'SELECT table_name AS "name" FROM information_schema.tables WHERE table_schema = ANY (current_schemas(false))',
  mysql: 'SELECT upper(table_name) AS "name" FROM information_schema.tables WHERE table_schema = database()',
};

/** The rows of a metastore in a database server, read in transactions that write nothing and see one state of the database. */
export class ServerRows implements MetastoreRows {
  private constructor(
    /** The URL without a password. */
    readonly shown: string,
    private readonly driver: Driver,
  ) {}

  /**
   * Connects to `postgres://…` or `mysql://…`. Throws USAGE for a bad URL, a missing database or one that holds no metastore, AUTH for a
   * wrong password or missing rights, UNREACHABLE.
   */
  static async open(url: string, options: { readonly timeoutMs?: number }): Promise<ServerRows> {
    const server = parseServerUrl(url);
    const settings = { timeoutMs: options.timeoutMs ?? 60_000 };
    // Loaded only when a server is named: no other run needs them.
    const driver =
      server.kind === 'postgres'
        ? (await import('./postgres.js')).postgresDriver(server, settings)
        : (await import('./mysql.js')).mysqlDriver(server, settings);
    const opened = new ServerRows(server.shown, driver);
    try {
      const now = await opened.begin();
      const found = await now.read(rows<{ name: string }>(TABLES[server.kind]));
      await now.end();
      requireTables(new Set(found.map(({ name }) => name)), server.shown, NEXT_DATABASE);
      return opened;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  async begin(): Promise<RowsNow> {
    let broken = false;
    const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        const meaning = this.driver.meaning(error);
        broken ||= meaning === 'unreachable';
        throw this.#named(meaning, error);
      }
    };
    const transaction: ServerTransaction = await guarded(() => this.driver.begin());
    const ask = (query: Query): Promise<readonly unknown[]> => guarded(() => transaction.query(query));
    return {
      read: <T>(reading: Reading<T>) => readBy(reading, ask),
      end: () => transaction.end(broken),
    };
  }

  close(): Promise<void> {
    return this.driver.close();
  }

  #named(meaning: Meaning, cause: unknown): LakeliftError {
    const [code, what, next] = MEANINGS[meaning];
    return new LakeliftError(code, `${what}: ${reasonOf(cause)}`, { file: this.shown, next, cause });
  }
}

const MEANINGS = {
  login: [
    'AUTH',
    "the metastore's database refuses the login",
    'check user and password; docs/catalog.md says where a password is looked for',
  ],
  'not allowed': ['AUTH', "the metastore's database does not let this user read", 'grant SELECT on its tables'],
  'no database': ['USAGE', 'no such database', NEXT_DATABASE],
  statement: ['IO', "the metastore's database does not answer a query", "see the database server's log"],
  unreachable: ['UNREACHABLE', "the metastore's database gives no answer", 'check host, port and TLS settings'],
} as const;

/** Errors of several addresses of a host have a code and no message. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { message, code } = cause as NodeJS.ErrnoException;
  return message === '' ? (code ?? cause.name) : message;
}
