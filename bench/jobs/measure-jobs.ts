import { LakeliftError, toLakeliftError } from '../../errors/index.js';
import type { Engine, EngineTable } from '../engines/engine.js';
import type { MeasureError, Sides } from '../measure-queries.js';
import { samplePairs, secondSampling } from '../pairs.js';
import type { SamplePair, Side } from '../pairs.js';
import { SameAnswers } from '../same-answers.js';
import type { Sampling, SuiteQuery } from '../suite.js';
import { runFirst, runJob, step } from './job.js';
import type { Job, JobRun } from './job.js';
import { dropPageCache } from './page-cache.js';

/** A chain of queries, as a report runs them, with their SQL. */
export interface JobChain {
  readonly name: string;
  readonly queries: readonly SuiteQuery[];
}

export interface JobPhase {
  readonly engine: string;
  readonly open: () => Promise<Engine>;
  /** Those that the engine reads. */
  readonly tables: readonly Sides<EngineTable>[];
  /** Whether the start alone is measured. */
  readonly startUp: boolean;
  readonly chains: readonly JobChain[];
  /** Those whose first run is measured. */
  readonly cold: readonly SuiteQuery[];
  /** Whether the system's page cache is emptied before each first run. */
  readonly dropPageCache: boolean;
  readonly sampling: Sampling;
  readonly signal?: AbortSignal;
  /** Whether times are so unlike those of other nights that they are measured a second time. */
  readonly odd: (metric: string, pairs: readonly SamplePair[]) => boolean;
  readonly done: (metric: string, pairs: readonly SamplePair[], again: boolean) => void;
  readonly failed: (error: MeasureError) => void;
}

interface MeasuredJob {
  readonly metric: string;
  readonly queries: readonly SuiteQuery[];
  readonly run: (job: Job, side: Side, tables: readonly EngineTable[]) => Promise<JobRun>;
}

/**
 * Measures how long jobs of an engine take, `startup/<engine>`, `report/<engine>/<chain>` and the first run of a query, `cold/<engine>/<query>`, each
 * by an engine started anew, in pairs of both sides. What fails keeps its error; the other jobs are measured.
 */
export async function measureJobs(phase: JobPhase): Promise<void> {
  const { tables, failed, done, signal } = phase;
  const [first] = tables;
  for (const job of jobsOf(phase)) {
    const { metric } = job;
    signal?.throwIfAborted();
    try {
      if (first === undefined) {
        throw new LakeliftError('REFUSED', 'the engine did not start for a query, or reads none of the tables');
      }
      let pairs = await jobPairs(job, phase, phase.sampling);
      const again = phase.odd(metric, pairs);
      if (again) pairs = await jobPairs(job, phase, secondSampling(phase.sampling));
      done(metric, pairs, again);
    } catch (cause) {
      signal?.throwIfAborted();
      const { code, message } = toLakeliftError(cause);
      failed({ metric, code, message });
    }
  }
}

function jobsOf({ engine, tables: [first], chains, startUp, cold, dropPageCache: drop }: JobPhase): MeasuredJob[] {
  const start = startUp && first !== undefined ? [firstRow(first.before)] : [];
  const prepare = drop ? dropPageCache : () => Promise.resolve();
  return [
    ...(startUp ? [{ metric: `startup/${engine}`, queries: start, run: runJob }] : []),
    ...chains.map(({ name, queries }) => ({ metric: `report/${engine}/${name}`, queries, run: runJob })),
    ...cold.map((query) => ({
      metric: `cold/${engine}/${query.name}`,
      queries: [query],
      run: (job: Job, side: Side, tables: readonly EngineTable[]) => runFirst(job, side, tables, prepare),
    })),
  ];
}

/** The least that an engine can say of a table: 1 where it finds a row. */
function firstRow({ database, table }: EngineTable): SuiteQuery {
  return {
    name: 'its first row',
    sql: `SELECT count(*) AS n FROM (SELECT 1 AS one FROM "${database}"."${table}" LIMIT 1) few`,
  };
}

/** The answers of every run are compared, as those of single queries are. */
async function jobPairs(
  { queries, run }: MeasuredJob,
  { open, tables, signal }: JobPhase,
  sampling: Sampling,
): Promise<SamplePair[]> {
  const known = queries.map(() => new SameAnswers());
  return samplePairs(
    async (side) => {
      const sideTables = tables.map((both) => both[side]);
      const { answers, cost } = await run({ open, queries }, side, sideTables);
      for (const [i, answer] of answers.entries()) {
        await step(queries[i]!.name, () => known[i]!.add(side, answer));
      }
      return cost;
    },
    sampling,
    signal,
  );
}
