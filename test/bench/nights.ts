import type { BenchRun, Metric } from '../../bench/index.js';
import { noisy } from './noise.js';

const FILES = { count: 0, bytes: 0, small: 0, sizes: [0, 0, 0, 0, 0, 0, 0] };

/** A run of one night with given metrics. */
export function night(metrics: readonly Metric[], over: Partial<BenchRun> = {}): BenchRun {
  return {
    suite: 'nightly',
    startedAt: Date.UTC(2024, 2, 1),
    seconds: 1,
    machine: { cpu: 'Some CPU', cores: 2, memoryGib: 8, platform: 'linux-x64', node: '20.0.0' },
    engines: [{ name: 'duckdb', version: 'v1' }],
    tables: [],
    files: { before: FILES, after: FILES },
    metrics,
    again: [],
    nameNode: [],
    errors: [],
    ...over,
  };
}

/** Twenty pairs of times whose ratio after / before is `ratio`, with noise of 3 %. */
export function metric(name: string, ratio: number, seed: number): Metric {
  const { before, after } = noisy(20, ratio, 0.03, seed);
  const cost = (ms: number) => ({ wallMs: ms, cpuMs: ms });
  return { name, pairs: before.map((time, i) => ({ before: cost(time), after: cost(after[i]!) })) };
}
