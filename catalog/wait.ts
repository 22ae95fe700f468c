import { setTimeout as sleep } from 'node:timers/promises';

/** How long a lock is waited for, unless told. */
export const ACQUIRE_MS = 120_000;
/** The first and the longest pause between two looks. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [50, 1000];

/** How long something is waited for. */
export interface Patience {
  readonly forMs: number;
  readonly signal: AbortSignal | undefined;
  /** The error when the time is over. */
  readonly late: () => Error;
}

/** Looks until there is something, with pauses that grow. Throws `late()` when the time is over, what `signal` is raised with, what a look throws. */
export async function waitFor<T>(
  look: () => T | undefined | Promise<T | undefined>,
  { forMs, signal, late }: Patience,
): Promise<T> {
  const until = Date.now() + forMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw late();
    await sleep(pause, undefined, signal === undefined ? {} : { signal });
  }
}
