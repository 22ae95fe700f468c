import { describe, expect, it } from 'vitest';
import { cheapestRatio, pairedRatio } from '../../bench/statistics.js';
import type { Interval } from '../../bench/statistics.js';
import { isOdd, judgeWeighed, usualOf, weigh } from '../../bench/usual.js';
import { noisy, normalOf } from './noise.js';

/** A night known to about 3 % at 99 %. */
const night = (ratio: number): Interval => ({ ratio, low: ratio / 1.03, high: ratio * 1.03 });
const restless = (sigma: number, count: number, seed = 1) => {
  const normal = normalOf(seed);
  return Array.from({ length: count }, () => night(Math.exp(sigma * normal())));
};

describe('what is usual', () => {
  it('is unknown without nights, and of one night is its level with the spread that is taken for granted', () => {
    expect(usualOf('cpu', [])).toBeUndefined();
    expect(usualOf('cpu', [night(0.5)])).toMatchObject({ level: 0.5, nights: 1, between: 0.025 });
    expect(usualOf('wall', [night(0.5)])!.between).toBe(0.1);
  });

  it('takes the spread from the nights the more there are, and the level of the last ten or of the base', () => {
    const spread = (nights: number) => usualOf('cpu', restless(0.2, nights))!.between;
    expect(spread(4)).toBeLessThan(spread(31));
    expect(spread(31)).toBeGreaterThan(0.12);
    const moved = [...Array.from({ length: 20 }, () => night(0.5)), ...Array.from({ length: 10 }, () => night(0.8))];
    expect(usualOf('cpu', moved)!.level).toBe(0.8);
    expect(usualOf('cpu', moved, night(0.6))).toMatchObject({ level: 0.6, nights: 1 });
  });

  it('tells a slowdown in steady nights, and not in restless ones', () => {
    const verdict = (sigma: number, ratio: number) =>
      judgeWeighed('cpu', weigh(night(ratio), usualOf('cpu', restless(sigma, 20))!));
    expect([verdict(0.01, 1.2), verdict(0.01, 0.8), verdict(0.01, 1.09)]).toEqual(['slower', 'faster', 'same']);
    expect(verdict(0.1, 1.2)).toBe('same');
    expect(verdict(0.1, 2)).toBe('slower');
  });

  it('asks more of times on the clock, and measures again before it is sure', () => {
    const weighed = weigh(night(1.2), usualOf('cpu', restless(0.025, 30, 3))!);
    expect(weighed.deviations).toBeGreaterThan(3.5);
    expect(judgeWeighed('wall', { ...weighed, deviations: 4 })).toBe('same');
    expect([2.4, 2.6, -2.6].map((deviations) => isOdd({ ratio: 1.1, deviations }))).toEqual([false, true, true]);
  });
});

it('the cheapest runs tell a ratio that other work on the machine hides', () => {
  // Every second run, and on one side more, is disturbed.
  const { before, after } = noisy(40, 0.5, 0.02, 4);
  const disturbed = {
    before: before.map((t, i) => (i % 2 === 0 ? t : t * 2)),
    after: after.map((t, i) => (i % 2 === 0 ? t : t * 3)),
  };
  expect(pairedRatio(disturbed).ratio).toBeGreaterThan(0.58);
  expect(cheapestRatio(disturbed).ratio).toBeCloseTo(0.5, 1);
  expect(cheapestRatio(disturbed).low).toBeLessThan(0.5);
});
