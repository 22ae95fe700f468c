/** A character to find, any one character, or any number of them. */
type Step = { readonly literal: string } | 'one' | 'many';

/**
 * The test of LIKE in a partition filter. Its pattern is what JDO's `matches` knows of regular expressions: `.*` is any
 * text, `.` any character, `\` takes the next one literally. Linear in the value for each `.*`, whatever the pattern.
 */
export function like(pattern: string): (value: string) => boolean {
  const steps = stepsOf(pattern);
  return (value) => matches(steps, [...value]);
}

function stepsOf(pattern: string): Step[] {
  return [...pattern.matchAll(/\.\*|\.|\\(.)|(.)/gsu)].map(([whole, escaped, plain]) => {
    if (whole === '.*') return 'many';
    if (whole === '.') return 'one';
    return { literal: escaped ?? plain ?? whole };
  });
}

/** Goes back only to the last `.*`: an earlier one has no better choice left. */
function matches(steps: readonly Step[], text: readonly string[]): boolean {
  let step = 0;
  let at = 0;
  let retry: { readonly step: number; at: number } | undefined;
  while (at < text.length) {
    const wanted = steps[step];
    if (wanted === 'many') {
      retry = { step: ++step, at };
    } else if (wanted === 'one' || (wanted !== undefined && wanted.literal === text[at])) {
      step++;
      at++;
    } else if (retry !== undefined) {
      step = retry.step;
      at = ++retry.at;
    } else return false;
  }
  return steps.slice(step).every((left) => left === 'many');
}
