import type { Refusal } from './plan-types.js';
import { refusalOf } from './refuse.js';

/** Runs work; REFUSED and CORRUPT become a refusal of the table, everything else is thrown on. */
export function collecting<T>(refusals: Refusal[], place: Refusal['place'], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    refusals.push(refusalOf(error, place));
    return undefined;
  }
}
