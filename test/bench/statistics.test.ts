import { describe, expect, it } from 'vitest';
import { changePoint } from '../../bench/change-point.js';
import { changeOfRatio, judge, nightlySpread, pairedRatio, precise, quantile } from '../../bench/statistics.js';
import { noisy, normalOf } from './noise.js';

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

describe('a series of nights', () => {
  const series = (seed: number, ratios: readonly number[], sigma = 0.03) => {
    const normal = normalOf(seed);
    return ratios.map((ratio) => ratio * Math.exp(sigma * normal()));
  };
  const flat = (count: number, ratio = 1) => Array.from({ length: count }, () => ratio);

  it('has a lasting change where it is, and how large it is', () => {
    const found = changePoint(series(1, [...flat(15), ...flat(10, 1.2)]));
    expect(found?.at).toBe(15);
    expect(found?.ratio).toBeCloseTo(1.2, 1);
    expect(found?.p).toBeLessThan(0.01);
    expect(changePoint(series(2, [...flat(15), ...flat(10, 0.8)]))).toMatchObject({ at: 15 });
  });

  it('has none when nothing changed, for one odd night, and while it is short', () => {
    const found = Array.from({ length: 50 }, (_, seed) => changePoint(series(seed, flat(20))));
    expect(found.filter((one) => one !== undefined).length).toBeLessThanOrEqual(2);
    expect(changePoint(series(3, [...flat(12), 1.5, ...flat(12)]))).toBeUndefined();
    for (const count of [0, 1, 5]) expect(changePoint(flat(count))).toBeUndefined();
  });

  it('has a spread that a lasting change and an odd night hardly move', () => {
    const calm = nightlySpread(series(4, flat(40), 0.05));
    expect(calm).toBeGreaterThan(0.03);
    expect(calm).toBeLessThan(0.12);
    const moved = nightlySpread(series(4, [...flat(19), 3, ...flat(20, 1.5)], 0.05));
    expect(moved).toBeLessThan(calm * 1.3);
  });
});
