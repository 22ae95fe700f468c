import { randomOf } from '../../bench/statistics.js';
import type { Pairs } from '../../bench/statistics.js';

/** A generator of normally distributed numbers (Box and Muller). */
export function normalOf(seed: number): () => number {
  const random = randomOf(seed);
  return () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
}

/** Pairs whose ratio is `ratio` times log-normal noise, with a drift both sides share. */
export function noisy(count: number, ratio: number, sigma: number, seed: number): Pairs {
  const normal = normalOf(seed);
  const noise = () => Math.exp(sigma * normal());
  const drift = Array.from({ length: count }, (_, i) => 10 * (1 + i / count));
  return { before: drift.map((t) => t * noise()), after: drift.map((t) => t * ratio * noise()) };
}
