/**
 * The test of a pattern for names of databases, tables and functions: `*` is any text, `|` separates alternatives,
 * case does not matter. Without regular expressions, so that no pattern takes long.
 */
export function patternTest(pattern: string): (name: string) => boolean {
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
