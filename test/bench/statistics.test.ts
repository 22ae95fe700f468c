import { describe, expect, it } from 'vitest';
import { changeOfRatio, judge, pairedRatio, precise, quantile, randomOf } from '../../bench/statistics.js';
import type { Pairs } from '../../bench/statistics.js';

/** Pairs whose ratio is `ratio` times log-normal noise, with a drift both sides share. */
function noisy(count: number, ratio: number, sigma: number, seed: number): Pairs {
  const random = randomOf(seed);
  const noise = () => Math.exp(sigma * Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random()));
  const drift = Array.from({ length: count }, (_, i) => 10 * (1 + i / count));
  return { before: drift.map((t) => t * noise()), after: drift.map((t) => t * ratio * noise()) };
}

describe('quantile', () => {
  it.each([
    [[3], 0.95, 3],
    [[4, 1, 3, 2], 0.5, 2.5],
    [[1, 2, 3, 4, 5], 0, 1],
    [[1, 2, 3, 4, 5], 1, 5],
  ])('of %j at %d is %d', (values, p, expected) => expect(quantile(values, p)).toBe(expected));
  it('of nothing is an error', () => expect(() => quantile([], 0.5)).toThrow(RangeError));
});

describe('the ratio of pairs', () => {
  it('cancels a drift that both sides share, and is the same for the same seed', () => {
    const pairs = noisy(30, 0.25, 0.01, 1);
    const found = pairedRatio(pairs);
    expect(found.ratio).toBeCloseTo(0.25, 2);
    expect(found.low).toBeLessThan(0.25);
    expect(found.high).toBeGreaterThan(0.25);
    expect(found.high / found.low).toBeLessThan(1.03);
    expect(pairedRatio(pairs)).toEqual(found);
    expect(precise(pairs)).toBe(true);
    expect(precise(noisy(5, 1, 0.5, 1))).toBe(false);
  });

  it('holds the true ratio in its 99 % interval nearly always', () => {
    const trials = Array.from({ length: 200 }, (_, seed) => pairedRatio(noisy(20, 1.3, 0.2, seed)));
    const held = trials.filter(({ low, high }) => low <= 1.3 && 1.3 <= high).length;
    expect(held).toBeGreaterThanOrEqual(190);
  });
});

describe('the verdict', () => {
  it.each([
    [{ ratio: 1.2, low: 1.1, high: 1.3 }, 'slower'],
    [{ ratio: 1.09, low: 1.05, high: 1.12 }, 'same'],
    [{ ratio: 1.2, low: 1.02, high: 1.4 }, 'same'],
    [{ ratio: 0.5, low: 0.4, high: 0.6 }, 'faster'],
    [{ ratio: 0.5, low: 0.2, high: 1.1 }, 'same'],
  ] as const)('of %j is %s', (interval, expected) => expect(judge(interval)).toBe(expected));

  it('calls a machine that became slower as a whole the same, and a slower lake slower', () => {
    const base = noisy(30, 0.5, 0.05, 1);
    const twice = (values: readonly number[]) => values.map((t) => t * 2);
    const slowDay = noisy(30, 0.5, 0.05, 2);
    expect(judge(changeOfRatio(base, { before: twice(slowDay.before), after: twice(slowDay.after) }))).toBe('same');
    expect(judge(changeOfRatio(base, noisy(30, 0.75, 0.05, 3)))).toBe('slower');
  });
});
