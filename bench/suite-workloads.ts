import { overlap } from '../stores/index.js';
import type { ScratchPlace } from './scratch/scratch.js';
import type { Keys } from './suite-keys.js';
import type { FreshnessSpec } from './workloads/freshness.js';
import type { PhasesSpec } from './workloads/phases.js';

/** Measures that write: on a table the benchmark makes itself, in a place that holds nothing of the user's. */
export interface Workloads {
  readonly scratch: ScratchPlace;
  readonly freshness?: FreshnessSpec;
  readonly phases?: PhasesSpec;
}

/** The keys `scratch` and `workloads` of a suite. Throws USAGE for a scratch place within what is measured, or around it. */
export function readWorkloads(keys: Keys, measured: ScratchPlace): Workloads | undefined {
  if (!keys.has('workloads')) return undefined;
  const workloads = keys.below('workloads', ['freshness', 'phases']);
  const place = keys.below('scratch', ['source', 'target']);
  const scratch = { source: place.text('source'), target: place.text('target') };
  for (const side of ['source', 'target'] as const) {
    if (overlap(scratch[side], measured[side])) {
      throw place.error(side, `is within ${measured[side]}, or around it`, 'name a folder of its own: it is written');
    }
  }
  return {
    scratch,
    ...(workloads.has('freshness') ? { freshness: readFreshness(workloads) } : {}),
    ...(workloads.has('phases') ? { phases: readPhases(workloads) } : {}),
  };
}

function readFreshness(workloads: Keys): FreshnessSpec {
  const keys = workloads.below('freshness', ['files', 'rows', 'every-seconds']);
  return {
    files: keys.whole('files', 1, 100_000, 30),
    rows: keys.whole('rows', 1, 1_000_000, 500),
    everyMs: keys.amount('every-seconds', 2) * 1000,
  };
}

function readPhases(workloads: Keys): PhasesSpec {
  const keys = workloads.below('phases', ['files', 'rows', 'rounds', 'writes']);
  return {
    files: keys.whole('files', 1, 100_000, 100),
    rows: keys.whole('rows', 1, 1_000_000, 1000),
    rounds: keys.whole('rounds', 1, 100, 3),
    writes: keys.whole('writes', 1, 100_000, 50),
  };
}
