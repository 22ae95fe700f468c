import { setTimeout as sleep } from 'node:timers/promises';
import type { LakeliftError } from '../errors/index.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** A failure that may pass: `reason` is what the user is told when it does not. */
export class Transient extends Error {
  constructor(
    readonly reason: LakeliftError,
    /** Host of the DataNode that failed, where one did. */
    readonly dataNode?: string,
  ) {
    super(reason.message, { cause: reason });
  }
}

/** Sleeps before another try: full jitter, a random time below a bound that doubles from 100 ms to 10 s. */
export async function pause(failures: number): Promise<void> {
  await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures));
}

/** Runs `work` until it does not throw `Transient`, `tries` times at most; then throws the last reason. */
export async function retry<T>(tries: number, work: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      if (failures >= tries) throw error.reason;
      await pause(failures);
    }
  }
}
