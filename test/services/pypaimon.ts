import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { python } from './cache.js';

const SCRIPT = fileURLToPath(new URL('./python/paimon_rows.py', import.meta.url));

/** A pypaimon that is asked for the rows of many tables, one after another, so that it is loaded once. */
export class PypaimonReader {
  readonly #answers: AsyncIterator<string>;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  static async start(): Promise<PypaimonReader> {
    const child = spawn(await python(), [SCRIPT], { env: { ...process.env, TZ: 'UTC' } });
    // What it warns of is not read, and must not fill the pipe.
    child.stderr.resume();
    return new PypaimonReader(child);
  }

  /** All rows of a table of the folder `warehouse`; undefined when it sees none. Throws what it could not do. */
  rows(warehouse: string, table: string, columns: readonly string[]): Promise<unknown[][] | undefined> {
    const asked = this.#turn.then(async () => {
      this.child.stdin.write(`${JSON.stringify({ options: { warehouse }, table, columns })}\n`);
      const { value, done } = await this.#answers.next();
      if (done === true) throw new Error('pypaimon has ended');
      const answer = JSON.parse(value) as { rows?: unknown[][] | null; error?: string };
      if (answer.error !== undefined) throw new Error(`pypaimon: ${answer.error}`);
      return answer.rows ?? undefined;
    });
    this.#turn = asked.catch(() => undefined);
    return asked;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdin.end();
    await ended;
  }
}
