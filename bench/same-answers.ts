import { LakeliftError } from '../errors/index.js';
import type { Answer } from './engines/engine.js';
import type { Side } from './pairs.js';

/** The answers to one query: all of them have to be the same, on both sides and in every run. */
export class SameAnswers {
  readonly #known: Partial<Record<Side, Answer>> = {};

  /** Throws DIFFERENCES for an answer unlike those before it. */
  add(side: Side, answer: Answer): void {
    sameAs(
      this.#known[side],
      answer,
      'the answer changes from run to run on the same side: ORDER BY what LIMIT cuts, or leave out random values',
    );
    this.#known[side] = answer;
    sameAs(this.#known[side === 'before' ? 'after' : 'before'], answer, 'the two sides give different answers');
  }
}

function sameAs(known: Answer | undefined, found: Answer, message: string): void {
  if (known === undefined || known.digest === found.digest) return;
  const rows = known.rows === found.rows ? `${found.rows} rows each` : `${known.rows} and ${found.rows} rows`;
  throw new LakeliftError('DIFFERENCES', `${message} (${rows})`);
}
