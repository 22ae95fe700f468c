import { setTimeout as sleep } from 'node:timers/promises';
import { LakeliftError } from '../../errors/index.js';

/** What a client needs to know of a query's end: its rows, and what the server says it took. */
export interface TrinoResult {
  /** Integers of ten digits and more are texts, as JavaScript's numbers are not exact. */
  readonly rows: readonly unknown[][];
  readonly stats: { readonly cpuTimeMillis: number; readonly planningTimeMillis?: number };
}

export interface TrinoOptions {
  readonly url: string;
  readonly user: string;
  readonly password?: string;
  readonly catalog: string;
  /** Session properties, `name=value`. */
  readonly session: readonly string[];
  /** Milliseconds that a query may take. */
  readonly timeoutMs: number;
}

interface Page extends Partial<TrinoResult> {
  readonly nextUri?: string;
  readonly data?: unknown[][];
  readonly error?: { readonly message: string; readonly errorName: string; readonly errorType: string };
}

/** Statuses that mean "ask again" (Trino's client protocol, trino.io/docs/current/develop/client-protocol.html). */
const BUSY = new Set([429, 502, 503, 504]);
const BUSY_WAIT_MS = 100;
const BUSY_TRIES = 50;

/** Trino's error while no node serves a catalog: in the first seconds of a server, or while its workers start anew. */
const NO_NODES = 'NO_NODES_AVAILABLE';
const NO_NODES_WAIT_MS = 1000;
const NO_NODES_TRIES = 60;

/** A client of Trino's HTTP protocol: a statement is posted, then page after page is asked for. */
export class TrinoHttp {
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** Throws USAGE for a password that would go over the network in the clear. */
  constructor(private readonly options: TrinoOptions) {
    const { url, user, password, catalog, session } = options;
    const { protocol, origin } = new URL(url);
    if (password !== undefined && protocol !== 'https:') {
      throw new LakeliftError('USAGE', `a password for Trino goes over https only, not to ${origin}`, {
        next: 'give the server an https:// address, or unset TRINO_PASSWORD',
      });
    }
    this.#origin = origin;
    this.#headers = {
      'X-Trino-User': user,
      'X-Trino-Source': 'lakelift',
      'X-Trino-Catalog': catalog,
      'X-Trino-Time-Zone': 'UTC',
      ...(session.length === 0 ? {} : { 'X-Trino-Session': session.join(',') }),
      ...(password === undefined
        ? {}
        : { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }),
    };
  }

  /**
   * Runs a statement to its last row. Throws REFUSED with Trino's own words and the name of its error, AUTH when it does not let this
   * user in, IO when it cannot be reached, ends meanwhile, or takes longer than `timeoutMs`, and
   * the reason of the signal; the query is cancelled then.
   */
  async run(sql: string, signal?: AbortSignal): Promise<TrinoResult> {
    const time = AbortSignal.timeout(this.options.timeoutMs);
    const either = signal === undefined ? time : AbortSignal.any([time, signal]);
    const rows: unknown[][] = [];
    // Not interrupted: the answer, which comes at once, has the address to cancel the query at.
    let page = await this.ask(new URL('/v1/statement', this.#origin), { method: 'POST', body: sql, signal: time });
    for (;;) {
      if (page.error !== undefined) throw refusal(page.error);
      rows.push(...(page.data ?? []));
      if (page.nextUri === undefined) break;
      const next = new URL(page.nextUri);
      try {
        page = await this.ask(next, { signal: either });
      } catch (error) {
        await this.cancel(next);
        signal?.throwIfAborted();
        throw error;
      }
    }
    return { rows, stats: page.stats ?? { cpuTimeMillis: 0 } };
  }

  /** As `run`, and again every second for a minute while the server has no node to run it. */
  async runOnceItHasNodes(sql: string, signal?: AbortSignal): Promise<TrinoResult> {
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      try {
        return await this.run(sql, signal);
      } catch (error) {
        const noNodes = error instanceof LakeliftError && error.message.includes(NO_NODES);
        if (!noNodes || attempt === NO_NODES_TRIES) throw error;
        await sleep(NO_NODES_WAIT_MS);
      }
    }
  }

  private async ask(url: URL, init: RequestInit): Promise<Page> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.fetch(url, init);
      const text = await response.text().catch((cause: unknown) => {
        throw this.gone(cause);
      });
      if (response.ok) return JSON.parse(exactNumbers(text)) as Page;
      if (!BUSY.has(response.status) || attempt === BUSY_TRIES) throw this.rejected(response.status, text);
      await sleep(BUSY_WAIT_MS, undefined, { signal: init.signal! }).catch((cause: unknown) => {
        throw this.gone(cause);
      });
    }
  }

  /** The name and the password are for the server of the suite: pages that it says are elsewhere are not asked for. */
  private async fetch(url: URL, init: RequestInit): Promise<Response> {
    if (url.origin !== this.#origin) {
      throw new LakeliftError('IO', `Trino at ${this.#origin} sends its clients on to ${url.origin}`, {
        next: 'let the suite name the address that Trino gives its clients (http-server.process-forwarded behind a proxy)',
      });
    }
    try {
      return await fetch(url, { ...init, headers: this.#headers, redirect: 'error' });
    } catch (cause) {
      throw this.gone(cause);
    }
  }

  private async cancel(next: URL): Promise<void> {
    // It ends by itself after five minutes when even this fails.
    await this.fetch(next, { method: 'DELETE', signal: AbortSignal.timeout(5000) }).catch(() => undefined);
  }

  private rejected(status: number, text: string): LakeliftError {
    const said = text.replace(/\s+/g, ' ').slice(0, 200);
    const code = status === 401 || status === 403 ? 'AUTH' : 'IO';
    return new LakeliftError(code, `Trino at ${this.#origin} answered ${status}: ${said}`, {
      ...(code === 'AUTH' ? { next: 'set TRINO_USER and TRINO_PASSWORD' } : {}),
    });
  }

  private gone(cause: unknown): LakeliftError {
    if (cause instanceof Error && cause.name === 'TimeoutError') {
      return new LakeliftError('IO', `Trino did not finish a query within ${this.options.timeoutMs / 1000} s`, {
        cause,
      });
    }
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    const reason = inner instanceof Error ? inner.message : String(inner);
    return new LakeliftError('IO', `Trino at ${this.#origin} cannot be reached: ${reason}`, { cause });
  }
}

/** Server-side failures are no refusals: the next query may meet a server that is well again. */
function refusal({ message, errorName, errorType }: NonNullable<Page['error']>): LakeliftError {
  return new LakeliftError('REFUSED', `Trino: ${message} (${errorName}, ${errorType})`);
}

/** JSON whose integers of ten digits and more are texts: JavaScript's numbers would not keep all digits of a BIGINT. */
export function exactNumbers(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?(?<![\d.eE+])\d{10,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
}
