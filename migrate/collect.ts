import type { Refusal } from './plan-types.js';
import { refusalOf } from './refuse.js';

/** Runs work; an error of the table becomes a refusal of it, everything else is thrown on. */
export function collecting<T>(refusals: Refusal[], place: Refusal['place'], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    refusals.push(refusalOf(error, place));
    return undefined;
  }
}
