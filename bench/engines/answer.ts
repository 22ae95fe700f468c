import { createHash } from 'node:crypto';
import type { Answer } from './engine.js';

/** Significant digits of floating point values that are compared: the order of a sum decides over the others. */
const DIGITS = 9;

/** The digest of rows without regard to their order: two sides may deliver rows in any order that the query leaves open. */
export function answerOf(rows: readonly unknown[]): Answer {
  const lines = rows.map((row) => JSON.stringify(row, rounded)).sort();
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line).update('\n');
  return { rows: rows.length, digest: hash.digest('hex') };
}

/** 32-bit integers and floating point values are the only ones that arrive as numbers; the former are exact. */
function rounded(_key: string, value: unknown): unknown {
  if (typeof value !== 'number' || (Number.isInteger(value) && Math.abs(value) < 2 ** 32)) return value;
  return Number(value.toPrecision(DIGITS));
}
