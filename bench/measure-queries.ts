import { LakeliftError, toLakeliftError } from '../errors/index.js';
import type { ErrorCode } from '../errors/index.js';
import type { Engine, EngineTable } from './engines/engine.js';
import { samplePairs, secondSampling, times } from './pairs.js';
import type { Cost, SamplePair, Side } from './pairs.js';
import { SameAnswers } from './same-answers.js';
import { measurable } from './statistics.js';
import type { Sampling, SuiteQuery } from './suite.js';

export interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

/** Something that could not be measured; the rest of the run goes on without it. */
export interface MeasureError {
  readonly metric: string;
  readonly code: ErrorCode;
  readonly message: string;
}

export interface QueryPhase {
  readonly engine: string;
  /** Starts the engine anew; also after it died in the middle of a query. */
  readonly open: () => Promise<Engine>;
  readonly tables: readonly Sides<EngineTable>[];
  readonly queries: readonly SuiteQuery[];
  readonly sampling: Sampling;
  readonly signal?: AbortSignal;
  /** Whether times are so unlike those of other nights that they are measured a second time. */
  readonly odd: (metric: string, pairs: readonly SamplePair[]) => boolean;
  readonly done: (metric: string, pairs: readonly SamplePair[], again: boolean) => void;
  readonly failed: (error: MeasureError) => void;
}

/** An engine as it was when it was last started. */
export interface KnownEngine {
  /** '' when it never started. */
  readonly version: string;
  /** The tables it reads on both sides. */
  readonly tables: readonly Sides<EngineTable>[];
}

interface StartedEngine {
  readonly engine: Engine;
  readonly tables: readonly Sides<EngineTable>[];
}

/**
 * Runs the queries in turn on both sides. A query that fails, gives different answers or kills the engine keeps its error, and the
 * others go on with an engine started anew.
 */
export async function measureQueries(phase: QueryPhase): Promise<KnownEngine> {
  let engine: Engine | undefined;
  let known: KnownEngine = { version: '', tables: [] };
  const start = async (): Promise<Engine> => {
    const started = await startEngine(phase);
    engine = started.engine;
    known = { version: engine.version, tables: started.tables };
    return engine;
  };
  try {
    for (const query of phase.queries) {
      phase.signal?.throwIfAborted();
      const metric = `query/${phase.engine}/${query.name}`;
      try {
        let found = await measured(engine ?? (await start()), query, phase);
        const again = phase.odd(metric, found.pairs);
        if (again) {
          await engine?.close();
          engine = undefined;
          found = await measured(await start(), query, { ...phase, sampling: secondSampling(phase.sampling) });
        }
        phase.done(metric, found.pairs, again);
        if (found.plans.length > 0) phase.done(`planning/${phase.engine}/${query.name}`, found.plans, again);
      } catch (cause) {
        phase.signal?.throwIfAborted();
        const error = toLakeliftError(cause);
        phase.failed({ metric, code: error.code, message: error.message });
        // REFUSED and DIFFERENCES are answers of an engine that lives.
        if (error.code !== 'REFUSED' && error.code !== 'DIFFERENCES') {
          await engine?.close();
          engine = undefined;
        }
      }
    }
  } finally {
    await engine?.close();
  }
  return known;
}

/** An engine that knows the tables. One that it cannot read is unknown to it: the queries that need it fail by themselves. */
async function startEngine({ engine: name, open, tables, failed }: QueryPhase): Promise<StartedEngine> {
  const engine = await open();
  const known: Sides<EngineTable>[] = [];
  try {
    for (const { before, after } of tables) {
      try {
        for (const [side, table] of [
          ['before', before],
          ['after', after],
        ] as const) {
          await engine.define(side, table);
          await readsAll(engine, side, table);
        }
        known.push({ before, after });
      } catch (cause) {
        const error = toLakeliftError(cause);
        if (error.code !== 'REFUSED') throw error;
        failed({
          metric: `table/${name}/${before.database}.${before.table}`,
          code: error.code,
          message: error.message,
        });
      }
    }
    return { engine, tables: known };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** An engine that finds no rows where there are some is fast, and gives equal answers on both sides. */
async function readsAll(engine: Engine, side: Side, { database, table, rows }: EngineTable): Promise<void> {
  if (rows === undefined) return;
  const sql = `SELECT n FROM (SELECT count(*) AS n FROM "${database}"."${table}") counted WHERE n = ${rows}`;
  const { answer } = await engine.run(side, sql);
  if (answer.rows === 1) return;
  throw new LakeliftError(
    'DIFFERENCES',
    `${engine.name} does not read the ${rows} rows of ${database}.${table} ${side}`,
  );
}

interface Measured {
  readonly pairs: readonly SamplePair[];
  /** The parts of the same runs that the engine planned; empty when it does not say. */
  readonly plans: readonly SamplePair[];
}

async function measured(engine: Engine, query: SuiteQuery, { sampling, signal }: QueryPhase): Promise<Measured> {
  const answers = new SameAnswers();
  const planned: Record<Side, number[]> = { before: [], after: [] };
  const pairs = await samplePairs(
    async (side) => {
      const { answer, cost, planMs } = await engine.run(side, query.sql);
      answers.add(side, answer);
      if (planMs !== undefined) planned[side].push(planMs);
      return cost;
    },
    sampling,
    signal,
  );
  return { pairs, plans: planPairs(planned, pairs.length) };
}

/**
 * The last ones are those of the counted pairs. The processor's share of planning is not known. An engine that plans in less than the whole
 * milliseconds it says has no ratio.
 */
function planPairs({ before, after }: Readonly<Record<Side, readonly number[]>>, count: number): SamplePair[] {
  if (before.length < count || after.length < count) return [];
  const costs = (all: readonly number[]): Cost[] => all.slice(-count).map((wallMs) => ({ wallMs, cpuMs: 0 }));
  const late = costs(after);
  const pairs = costs(before).map((cost, i) => ({ before: cost, after: late[i]! }));
  return measurable(times(pairs, 'wallMs')) ? pairs : [];
}
