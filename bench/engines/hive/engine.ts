import { userInfo } from 'node:os';
import { LakeliftError } from '../../../errors/index.js';
import type { Side } from '../../pairs.js';
import type { HiveSpec } from '../../suite-servers.js';
import { answerOf } from '../answer.js';
import type { Engine, EngineTable, QueryRun } from '../engine.js';
import { withBackticks } from '../starrocks.js';
import { dropTable, externalTable } from './external-table.js';
import { forSide, quoted, tableKey } from './names.js';
import { HiveSession } from './session.js';

/**
 * Connects to a server that runs already and speaks HiveServer2's Thrift protocol: Hive itself, the Spark Thrift Server or Kyuubi. Each side is a session. Name and
 * password come from HIVE_USER and HIVE_PASSWORD. Throws UNREACHABLE or AUTH when it cannot be asked, REFUSED when it does not know a catalog.
 */
export async function openHive(spec: HiveSpec, timeoutMs: number, signal?: AbortSignal): Promise<Engine> {
  const user = process.env['HIVE_USER'] ?? userInfo().username;
  const password = process.env['HIVE_PASSWORD'] ?? 'anonymous';
  const opened: HiveSession[] = [];
  const connect = async (side: Side): Promise<HiveSession> => {
    const session = await HiveSession.open({ url: spec.url, sasl: spec.sasl, user, password, timeoutMs });
    opened.push(session);
    const catalog = spec[side];
    if (catalog !== undefined) await session.run(`USE ${quoted(catalog)}`);
    return session;
  };
  try {
    const sides = { before: await connect('before'), after: await connect('after') };
    return new HiveEngine(await sides.before.product(), sides, spec.files, signal);
  } catch (cause) {
    for (const session of opened) await session.close();
    throw cause;
  }
}

class HiveEngine implements Engine {
  readonly name = 'hive';
  readonly #made: { readonly side: Side; readonly table: EngineTable }[] = [];
  readonly #known = { before: new Set<string>(), after: new Set<string>() };

  constructor(
    readonly version: string,
    private readonly sides: Readonly<Record<Side, HiveSession>>,
    private readonly files: string | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Catalogs of the user's know their tables; else an external table is made over the files. */
  async define(side: Side, table: EngineTable): Promise<void> {
    if (this.files === undefined) return;
    const statements = externalTable(side, table, this.files);
    this.#made.push({ side, table });
    for (const statement of statements) await this.sides[side].run(statement);
    this.#known[side].add(tableKey(table.database, table.table));
  }

  /** The protocol tells no processor time: it is 0. */
  async run(side: Side, sql: string): Promise<QueryRun> {
    const statement = withBackticks(forSide(side, sql, this.#known[side]));
    const start = performance.now();
    const rows = await this.sides[side].run(statement, this.signal);
    const wallMs = performance.now() - start;
    return { answer: answerOf(rows), cost: { wallMs, cpuMs: 0 } };
  }

  /** Drops the tables it made, never their files; what cannot be dropped as the server is gone stays. */
  async close(): Promise<void> {
    for (const { side, table } of this.#made.splice(0)) {
      for (const statement of dropTable(side, table)) {
        await this.sides[side].run(statement).catch((error: unknown) => {
          if (!(error instanceof LakeliftError)) throw error;
        });
      }
    }
    for (const session of Object.values(this.sides)) await session.close();
  }
}
