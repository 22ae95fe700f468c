import { nightOf, oddAmong, verdictOf } from '../../bench/compare.js';
import type { Night } from '../../bench/compare.js';
import type { Verdict } from '../../bench/statistics.js';
import type { Draw } from './power-noise.js';

const DAY = 86_400_000;

/**
 * One more night after others, as `bench run` measures it, a second time with twice the pairs where it is odd, and as `bench compare`
 * judges it against the night before.
 */
export function judgedNight(
  earlier: readonly Night[],
  draw: Draw,
  pairs: number,
): { readonly night: Night; readonly verdict: Verdict } {
  const measured = (count: number): Night =>
    nightOf({ id: earlier.length + 1, startedAt: earlier.length * DAY }, draw(count));
  const first = measured(pairs);
  const night = oddAmong(earlier, first) ? measured(2 * pairs) : first;
  const base = earlier.at(-1);
  return { night, verdict: base === undefined ? 'same' : verdictOf(night, base, earlier) };
}
