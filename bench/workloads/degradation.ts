/** Times of the same work in one phase after the other. */
export type PhaseTimes = readonly number[];

/**
 * How much slower each phase is than the one before it, on average: the mean of (Mᵢ - Mᵢ₋₁) / Mᵢ₋₁, which is LST-Bench's degradation
 * rate. 0.1 is a tenth slower with every phase; below 0 it becomes faster. Undefined for fewer than two phases.
 */
export function degradationRate(times: PhaseTimes): number | undefined {
  if (times.length < 2) return undefined;
  const steps = times.slice(1).map((time, i) => (time - times[i]!) / times[i]!);
  return steps.reduce((sum, step) => sum + step, 0) / steps.length;
}
