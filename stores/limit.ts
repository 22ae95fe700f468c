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

/** Spreads starts evenly: no more than `perSecond`, without a limit when undefined. */
export class Pace {
  #next = 0;

  constructor(private readonly perSecond: number | undefined) {}

  /** Resolves when the next operation may start. */
  async turn(): Promise<void> {
    if (this.perSecond === undefined) return;
    const now = performance.now();
    const start = Math.max(now, this.#next);
    this.#next = start + 1000 / this.perSecond;
    if (start > now) await sleep(start - now);
  }
}
