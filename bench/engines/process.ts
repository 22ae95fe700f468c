import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LakeliftError } from '../../errors/index.js';
import type { Side } from '../pairs.js';
import type { Engine, EngineTable, QueryRun } from './engine.js';
import { cpuSeconds } from './process-tree.js';
import type { Hello, Reply, Request } from './protocol.js';

/** Characters of an engine's standard error that are kept for a message, and of a line that is none of the protocol's. */
const LAST_WORDS = 2000;
const WRONG_LINE = 200;
/** Milliseconds an engine may take to end once its input has; it is killed then. */
const CLOSING_MS = 30_000;

/**
 * Starts an engine process and waits for its first line. `timeoutMs` bounds the start and each request; an engine that is silent for
 * longer is killed, and so is one that writes anything but the protocol, or runs when the signal is aborted. Throws IO for these, and
 * when it cannot be started or ends by itself.
 */
export async function openProcess(
  command: readonly string[],
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Engine> {
  const lines = new Lines(command, timeoutMs, signal);
  const hello = await lines.next<Partial<Hello>>();
  if (typeof hello.engine !== 'string' || typeof hello.version !== 'string') {
    lines.kill();
    throw new LakeliftError('IO', `${command[0] ?? ''} did not say which engine it is`, {
      next: 'docs/bench.md shows the first line',
    });
  }
  return new ProcessEngine(hello.engine, hello.version, lines);
}

class ProcessEngine implements Engine {
  constructor(
    readonly name: string,
    readonly version: string,
    private readonly lines: Lines,
  ) {}

  async define(side: Side, table: EngineTable): Promise<void> {
    await this.ask({ op: 'define', side, table });
  }

  async run(side: Side, sql: string): Promise<QueryRun> {
    const { answer, wallMs, cpuMs, planMs } = await this.ask({ op: 'run', side, sql });
    const { rows, digest } = answer ?? {};
    // Two digests that are missing would be equal answers, and a time of 0 has no ratio.
    if (!isAmount(rows) || typeof digest !== 'string' || !isAmount(wallMs) || wallMs === 0 || !isAmount(cpuMs)) {
      throw new LakeliftError(
        'IO',
        `${this.name} did not answer a query with answer.rows, answer.digest, wallMs above 0 and cpuMs`,
        { next: 'docs/bench.md shows the answer to run' },
      );
    }
    return { answer: { rows, digest }, cost: { wallMs, cpuMs }, ...(isAmount(planMs) ? { planMs } : {}) };
  }

  spentMs(): number | undefined {
    const seconds = this.lines.pid === undefined ? undefined : cpuSeconds(this.lines.pid);
    return seconds === undefined ? undefined : seconds * 1000;
  }

  async close(): Promise<void> {
    await this.lines.end();
  }

  private async ask(request: Request): Promise<Extract<Reply, { ok: true }>> {
    const reply = await this.lines.ask<Reply>(request);
    if (!reply.ok) throw new LakeliftError('REFUSED', reply.error);
    return reply;
  }
}

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** A child process that answers lines with lines. */
class Lines {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<string>;
  #words = '';

  constructor(
    private readonly command: readonly string[],
    private readonly timeoutMs: number,
    signal?: AbortSignal,
  ) {
    const [program = '', ...args] = command;
    // A group of its own: it is killed with all it has started, and Ctrl-C is for this program alone, which ends it then.
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const kill = (): void => this.kill();
    signal?.addEventListener('abort', kill);
    process.on('exit', kill);
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(`cannot be started: ${error.message}`));
      child.once('close', (code, signal) => resolve(`ended with ${signal ?? `exit code ${String(code)}`}`));
    });
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (this.#words = (this.#words + text).slice(-LAST_WORDS)));
    void this.#ended.then(() => {
      signal?.removeEventListener('abort', kill);
      process.off('exit', kill);
    });
    // A process that is gone is reported by `ended`; what is written to it is lost then.
    child.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async ask<T>(request: object): Promise<T> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    return this.next<T>();
  }

  async next<T>(): Promise<T> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.kill();
    }, this.timeoutMs);
    try {
      const { done, value } = await this.#lines.next();
      if (done !== true) return this.object<T>(value);
      const how = late ? `did not answer within ${this.timeoutMs / 1000} s and was stopped` : await this.#ended;
      throw new LakeliftError(
        'IO',
        `the engine ${this.command[0] ?? ''} ${how}${this.#words === '' ? '' : `: ${this.#words.trim()}`}`,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  async end(): Promise<void> {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.kill(), Math.min(this.timeoutMs, CLOSING_MS));
    await this.#ended;
    clearTimeout(timer);
  }

  /** What a command such as `sh -c` has started would keep its pipes open, and this program waiting for them. */
  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  private object<T>(line: string): T {
    const found = parsed(line);
    if (typeof found === 'object' && found !== null) return found as T;
    this.kill();
    throw new LakeliftError(
      'IO',
      `the engine ${this.command[0] ?? ''} wrote a line that is no JSON object: ${line.slice(0, WRONG_LINE)}`,
      { next: 'let it write all but its answers to its standard error' },
    );
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
