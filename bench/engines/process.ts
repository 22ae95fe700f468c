import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LakeliftError } from '../../errors/index.js';
import type { Side } from '../pairs.js';
import type { Engine, EngineTable, QueryRun } from './engine.js';
import { cpuSeconds } from './process-tree.js';
import type { Hello, Reply, Request } from './protocol.js';

/** Characters of an engine's standard error that are kept for a message. */
const LAST_WORDS = 2000;

/**
 * Starts an engine process and waits for its first line. `timeoutMs` bounds the start and each request; an engine that is silent for
 * longer is killed. Throws IO when it cannot be started or ends by itself.
 */
export async function openProcess(command: readonly string[], timeoutMs: number): Promise<Engine> {
  const lines = new Lines(command, timeoutMs);
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
    if (answer === undefined || wallMs === undefined || cpuMs === undefined) {
      throw new LakeliftError('IO', `${this.name} answered a query without answer, wallMs and cpuMs`);
    }
    return { answer, cost: { wallMs, cpuMs }, ...(planMs === undefined ? {} : { planMs }) };
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

/** A child process that answers lines with lines. */
class Lines {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<string>;
  #words = '';

  constructor(
    private readonly command: readonly string[],
    private readonly timeoutMs: number,
  ) {
    const [program = '', ...args] = command;
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(`cannot be started: ${error.message}`));
      child.once('close', (code, signal) => resolve(`ended with ${signal ?? `exit code ${String(code)}`}`));
    });
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (this.#words = (this.#words + text).slice(-LAST_WORDS)));
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
      if (done !== true) return JSON.parse(value) as T;
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
    const timer = setTimeout(() => this.kill(), this.timeoutMs);
    await this.#ended;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
