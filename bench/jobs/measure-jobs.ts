import { LakeliftError, toLakeliftError } from '../../errors/index.js';
import type { Engine, EngineTable } from '../engines/engine.js';
import type { MeasureError, Sides } from '../measure-queries.js';
import { samplePairs, secondSampling } from '../pairs.js';
import type { SamplePair } from '../pairs.js';
import { SameAnswers } from '../same-answers.js';
import type { Sampling, SuiteQuery } from '../suite.js';
import { runJob, step } from './job.js';
import type { Job } from './job.js';

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
  readonly sampling: Sampling;
  readonly signal?: AbortSignal;
  /** Whether times are so unlike those of other nights that they are measured a second time. */
  readonly odd: (metric: string, pairs: readonly SamplePair[]) => boolean;
  readonly done: (metric: string, pairs: readonly SamplePair[], again: boolean) => void;
  readonly failed: (error: MeasureError) => void;
}

/**
 * Measures how long jobs of an engine take, `startup/<engine>` and `report/<engine>/<chain>`, each by an engine started anew, in pairs
 * of both sides. What fails keeps its error; the other jobs are measured.
 */
export async function measureJobs(phase: JobPhase): Promise<void> {
  const { engine, tables, chains, open, failed, done, signal } = phase;
  const [first] = tables;
  const jobs: { metric: string; job: Job }[] = chains.map(({ name, queries }) => ({
    metric: `report/${engine}/${name}`,
    job: { open, queries },
  }));
  if (phase.startUp) {
    const queries = first === undefined ? [] : [firstRow(first.before)];
    jobs.unshift({ metric: `startup/${engine}`, job: { open, queries } });
  }
  for (const { metric, job } of jobs) {
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

/** The least that an engine can say of a table: 1 where it finds a row. */
function firstRow({ database, table }: EngineTable): SuiteQuery {
  return {
    name: 'its first row',
    sql: `SELECT count(*) AS n FROM (SELECT 1 AS one FROM "${database}"."${table}" LIMIT 1) few`,
  };
}

/** The answers of every run are compared, as those of single queries are. */
async function jobPairs(job: Job, { tables, signal }: JobPhase, sampling: Sampling): Promise<SamplePair[]> {
  const known = job.queries.map(() => new SameAnswers());
  return samplePairs(
    async (side) => {
      const sideTables = tables.map((both) => both[side]);
      const { answers, cost } = await runJob(job, side, sideTables);
      for (const [i, answer] of answers.entries()) {
        await step(job.queries[i]!.name, () => known[i]!.add(side, answer));
      }
      return cost;
    },
    sampling,
    signal,
  );
}
