import { expect, it } from 'vitest';
import { degradationRate } from '../../bench/workloads/degradation.js';

it('the degradation rate is the mean change from phase to phase', () => {
  expect(degradationRate([100, 150, 300])).toBeCloseTo((0.5 + 1) / 2);
  expect(degradationRate([200, 100])).toBeCloseTo(-0.5);
  expect(degradationRate([100, 100, 100])).toBe(0);
  expect(degradationRate([100])).toBeUndefined();
});
