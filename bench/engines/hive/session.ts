import { setTimeout as sleep } from 'node:timers/promises';
import { thrift } from '../../../catalog/index.js';
import { LakeliftError } from '../../../errors/index.js';
import { INFO, METHODS, PROTOCOL_V7, STATE, SUCCESS_WITH_INFO } from './methods.js';
import type { Operation, Session, Status } from './methods.js';
import { rowsOf } from './rows.js';

/** Rows asked for at once; a server may send fewer. */
const FETCH_ROWS = 10_000;
/** How late a server may be with an answer to a statement that is out of time, so that it can be cancelled. */
const LATE_MS = 30_000;
/** Servers answer a question for the state of a query late, when it ends or after some seconds; one that does not is not asked all the time. */
const ASK_AGAIN_MS = 20;
const UNFINISHED: readonly (number | undefined)[] = [STATE.initialized, STATE.running, STATE.pending];

export interface SessionOptions {
  /** `thrift://host:port`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Whether the server wants a login by SASL PLAIN; else its `hive.server2.authentication` is NOSASL. */
  readonly sasl: boolean;
  /** Milliseconds that a statement may take. */
  readonly timeoutMs: number;
}

/** A session of a server that speaks HiveServer2's protocol: one statement at a time. */
export class HiveSession {
  private constructor(
    private readonly connection: thrift.ThriftConnection,
    private readonly session: Session,
    private readonly timeoutMs: number,
  ) {}

  /** Throws UNREACHABLE, AUTH, or REFUSED with the server's words. */
  static async open({ url, user, password, sasl, timeoutMs }: SessionOptions): Promise<HiveSession> {
    const kind: thrift.ServerKind = {
      name: 'HiveServer2',
      nextSilent:
        'check that the port is that of Thrift over TCP, without TLS; with hive.server2.authentication=NOSASL write sasl: false',
      nextLogin: 'set HIVE_USER and HIVE_PASSWORD; Kerberos is not supported',
      ...(sasl ? { login: { user, password } } : {}),
    };
    const [endpoint] = thrift.parseThriftUris(url);
    const connection = await thrift.ThriftConnection.open(endpoint!, timeoutMs + LATE_MS, kind);
    try {
      const request = { protocol: PROTOCOL_V7, user, password, settings: {} };
      const { status, session } = await connection.call(METHODS.openSession, { req: request });
      check(status);
      return new HiveSession(connection, present(session, 'session'), timeoutMs);
    } catch (cause) {
      connection.close();
      throw worded(cause);
    }
  }

  /** What the server calls itself, and its version. */
  async product(): Promise<string> {
    const parts: string[] = [];
    for (const type of [INFO.name, INFO.version]) {
      const { status, value } = await this.connection.call(METHODS.getInfo, { req: { session: this.session, type } });
      check(status);
      parts.push(value?.text ?? '');
    }
    return parts.join(' ').trim();
  }

  /**
   * All rows of a statement. Throws REFUSED with the server's words, UNREACHABLE, IO when it takes longer than `timeoutMs`, and the reason of
   * the signal; the statement is cancelled then.
   */
  async run(statement: string, signal?: AbortSignal): Promise<unknown[][]> {
    try {
      const { status, operation } = await this.connection.call(METHODS.execute, {
        req: { session: this.session, statement, async: true },
      });
      check(status);
      const running = present(operation, 'operation');
      try {
        await this.finished(running, signal);
        return running.hasResult === true ? await this.fetched(running, signal) : [];
      } finally {
        await this.connection.call(METHODS.closeOperation, { req: { operation: running } }).catch(() => undefined);
      }
    } catch (cause) {
      throw worded(cause);
    }
  }

  async close(): Promise<void> {
    await this.connection.call(METHODS.closeSession, { req: { session: this.session } }).catch(() => undefined);
    this.connection.close();
  }

  private async finished(operation: Operation, signal: AbortSignal | undefined): Promise<void> {
    const deadline = performance.now() + this.timeoutMs;
    for (;;) {
      const { status, state, message } = await this.connection.call(METHODS.operationStatus, { req: { operation } });
      check(status);
      if (state === STATE.finished) return;
      if (!UNFINISHED.includes(state)) throw refusal(message ?? `it ended in the state ${String(state)}`);
      const isLate = performance.now() > deadline;
      if (isLate || signal?.aborted === true) {
        await this.connection.call(METHODS.cancel, { req: { operation } }).catch(() => undefined);
        signal?.throwIfAborted();
        throw new LakeliftError('IO', `HiveServer2 did not finish a statement within ${this.timeoutMs / 1000} s`);
      }
      await sleep(ASK_AGAIN_MS);
    }
  }

  /** Until an answer has no rows: servers differ in what they say of there being more. */
  private async fetched(operation: Operation, signal: AbortSignal | undefined): Promise<unknown[][]> {
    const all: unknown[][] = [];
    for (;;) {
      signal?.throwIfAborted();
      const { status, rows } = await this.connection.call(METHODS.fetch, {
        req: { operation, orientation: 0, rows: FETCH_ROWS },
      });
      check(status);
      const found = rowsOf(rows?.columns ?? []);
      if (found.length === 0) return all;
      for (const row of found) all.push(row);
    }
  }
}

function check(status: Status | undefined): void {
  if (status?.code === undefined) throw new LakeliftError('CORRUPT', 'HiveServer2 answered without a status');
  if (status.code > SUCCESS_WITH_INFO) throw refusal(status.message ?? status.infos?.[0] ?? `status ${status.code}`);
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new LakeliftError('CORRUPT', `HiveServer2 answered without a ${what}`);
  return value;
}

/** Servers put the whole trace of Java into their words: what is said first is kept. */
function refusal(words: string): LakeliftError {
  return new LakeliftError('REFUSED', `HiveServer2: ${words.split(/\n\s*(?:at |;)|\n\n/)[0]!.slice(0, 2000)}`);
}

function worded(cause: unknown): unknown {
  return cause instanceof thrift.RemoteException ? refusal(cause.message) : cause;
}
