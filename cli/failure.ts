import type { SerializedError } from '../errors/index.js';

/** A table that something went wrong with, for people: what became of it, why, where, and the next step. */
export function describeFailure(
  table: string,
  outcome: string,
  { code, message, place, next }: SerializedError,
): string {
  const known = Object.entries(place).filter(([key]) => key !== 'table');
  const where = known.map(([key, value]) => `${key}=${String(value)}`).join(' ');
  const then = next === undefined ? '' : `\n    next: ${next}`;
  return `${table}: ${outcome}, ${code}: ${message}${where === '' ? '' : ` [${where}]`}${then}`;
}
