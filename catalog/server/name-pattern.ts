import { HiveException } from './failure.js';

/** Names have 128 or 256 characters; a pattern may have many of them. */
const MAX_PATTERN = 64 * 1024;

/**
 * The test of a pattern for names of databases, tables and functions: `*` is any text, `|` separates alternatives,
 * case does not matter. Without regular expressions, so that no pattern takes long. Throws MetaException when it is too long.
 */
export function patternTest(pattern: string): (name: string) => boolean {
  if (pattern.length > MAX_PATTERN)
    throw new HiveException('Meta', `a pattern of ${String(pattern.length)} characters`);
  const alternatives = pattern
    .trim()
    .toLowerCase()
    .split('|')
    .map((part) => part.split('*'));
  return (name) => alternatives.some((parts) => fits(name.toLowerCase(), parts));
}

/** The parts between the stars are found one after another, the first at the beginning and the last at the end. */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
