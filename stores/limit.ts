import { setTimeout as sleep } from 'node:timers/promises';

/** Lets at most `max` pieces of work run at the same time; the others wait in order. */
export class Limit {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly max: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.max) this.#running += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A waiting caller takes over this place: the count stays as it is.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** A rate that all threads of a process keep together: pure data that a worker thread can be handed. */
export interface SharedRate {
  /** Units a second: operations or bytes. */
  readonly perSecond: number;
  /** When the next unit may be used, in nanoseconds of the process's monotonic clock. */
  readonly next: SharedArrayBuffer;
}

/** A rate no one has used yet. */
export function sharedRate(perSecond: number): SharedRate {
  return { perSecond, next: new SharedArrayBuffer(8) };
}

/**
 * Keeps a shared rate: units are handed out one after the other over all its users, whichever thread they are in. What was not used
 * for up to `saveMs` may be caught up on. Without a rate nothing waits.
 */
export class Pace {
  readonly #next: BigInt64Array | undefined;
  readonly #nanosPerUnit: number;

  constructor(
    rate: SharedRate | undefined,
    private readonly saveMs = 0,
  ) {
    this.#next = rate === undefined ? undefined : new BigInt64Array(rate.next);
    this.#nanosPerUnit = rate === undefined ? 0 : 1e9 / rate.perSecond;
  }

  /** Resolves when the given units may be used. */
  async turn(units = 1): Promise<void> {
    if (this.#next === undefined) return;
    const cost = BigInt(Math.ceil(units * this.#nanosPerUnit));
    for (;;) {
      const now = process.hrtime.bigint();
      const next = Atomics.load(this.#next, 0);
      const earliest = now - BigInt(this.saveMs) * 1_000_000n;
      const start = next > earliest ? next : earliest;
      // Another thread may have taken this place meanwhile: then the next one is asked for.
      if (Atomics.compareExchange(this.#next, 0, next, start + cost) !== next) continue;
      if (start > now) await sleep(Number(start - now) / 1e6);
      return;
    }
  }
}
