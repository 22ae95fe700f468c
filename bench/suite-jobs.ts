import type { Keys } from './suite-keys.js';
import type { EngineSpec, Sampling, Suite, SuiteQuery } from './suite.js';

/** Queries of the suite that are run one after the other, as a nightly report does. */
export interface Chain {
  readonly name: string;
  /** Names, in the order they are run. */
  readonly queries: readonly string[];
}

/** Jobs that are measured with the start of their engine. */
export interface JobsSpec {
  /** Whether the start alone is measured, too. */
  readonly startUp: boolean;
  readonly chains: readonly Chain[];
  /** Whether the first run of each query is measured, by an engine that runs nothing else. */
  readonly cold: boolean;
  /** Whether the system's page cache is emptied before each of those. */
  readonly dropPageCache: boolean;
  readonly sampling: Sampling;
}

/** The key `jobs` of a suite; without it there are none. Throws USAGE for a chain of a query that is none of `queries`. */
export function readJobs(suite: Keys, queries: ReadonlySet<string>): JobsSpec | undefined {
  if (!suite.has('jobs')) return undefined;
  const keys = suite.below('jobs', ['start-up', 'chains', 'cold', 'drop-page-cache', 'samples']);
  const startUp = keys.flag('start-up', true);
  const chains = readChains(keys, queries);
  const cold = keys.flag('cold', false);
  const dropPageCache = keys.flag('drop-page-cache', false);
  if (!startUp && !cold && chains.length === 0) {
    throw keys.error('chains', 'names none, and start-up is false: no job is left');
  }
  if (dropPageCache && !cold)
    throw keys.error('drop-page-cache', 'is true, and cold is not: nothing would be measured so');
  // The machine is warm from the queries before.
  return {
    startUp,
    chains,
    cold,
    dropPageCache,
    sampling: { ...keys.samples('samples', { min: 5, max: 10 }), warmups: 0 },
  };
}

function readChains(jobs: Keys, queries: ReadonlySet<string>): Chain[] {
  const names = new Set<string>();
  return jobs.list('chains', ['name', 'queries']).map((keys) => {
    const chain = { name: keys.text('name'), queries: keys.texts('queries', []) };
    const unknown = chain.queries.find((name) => !queries.has(name));
    if (unknown !== undefined) throw keys.error('queries', `names '${unknown}', which is no query of the suite`);
    if (names.has(chain.name)) throw keys.error('name', `is '${chain.name}' twice`);
    names.add(chain.name);
    return chain;
  });
}

/** The chains an engine runs: those whose queries it runs all. */
export function chainsOf(
  { queries, jobs }: Pick<Suite, 'queries' | 'jobs'>,
  engine: EngineSpec,
): { readonly name: string; readonly queries: readonly SuiteQuery[] }[] {
  const known = new Map(queries.map((query) => [query.name, query]));
  return (jobs?.chains ?? [])
    .filter((chain) => chain.queries.every((name) => engine.queries?.includes(name) ?? true))
    .map(({ name, queries: names }) => ({ name, queries: names.map((one) => known.get(one)!) }));
}
