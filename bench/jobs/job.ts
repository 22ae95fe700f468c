import { LakeliftError, toLakeliftError } from '../../errors/index.js';
import type { Answer, Engine, EngineTable } from '../engines/engine.js';
import type { Cost, Side } from '../pairs.js';
import type { SuiteQuery } from '../suite.js';

/** What a job of a scheduler does: it starts an engine, runs queries one after the other, and ends it again. */
export interface Job {
  /** Starts the engine, or opens new sessions of a server. */
  readonly open: () => Promise<Engine>;
  readonly queries: readonly SuiteQuery[];
}

export interface JobRun {
  /** From the start of the engine to the last row of the last query; its end is not in it. The processor time is 0 where nothing tells it. */
  readonly cost: Cost;
  /** In the order of the queries. */
  readonly answers: readonly Answer[];
}

/** Runs a job on the tables of one side. Throws what the engine throws, with the step of the job in front. */
export async function runJob({ open, queries }: Job, side: Side, tables: readonly EngineTable[]): Promise<JobRun> {
  const start = performance.now();
  return byNewEngine(open, side, tables, async (engine) => {
    const answers: Answer[] = [];
    for (const [i, { name, sql }] of queries.entries()) {
      const { answer } = await step(`${name}, query ${i + 1} of ${queries.length}`, () => engine.run(side, sql));
      answers.push(answer);
    }
    const wallMs = performance.now() - start;
    return { answers, cost: { wallMs, cpuMs: engine.spentMs?.() ?? 0 } };
  });
}

/**
 * The first run of a query by an engine that was started anew and knows the tables; the cost is that of the run. `prepare` is done right before
 * it. Throws what the engine throws, before the run with the step in front.
 */
export async function runFirst(
  { open, queries: [query] }: Job,
  side: Side,
  tables: readonly EngineTable[],
  prepare: () => Promise<void>,
): Promise<JobRun> {
  return byNewEngine(open, side, tables, async (engine) => {
    await prepare();
    const { answer, cost } = await engine.run(side, query!.sql);
    return { answers: [answer], cost };
  });
}

/** Does work by an engine that was started for it and knows the tables of a side; it ends with the work. */
async function byNewEngine<T>(
  open: Job['open'],
  side: Side,
  tables: readonly EngineTable[],
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await step('its start', open);
  try {
    for (const table of tables) {
      await step(`the table ${table.database}.${table.table}`, () => engine.define(side, table));
    }
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** Does what belongs to a step of a job; what it throws names the step. */
export async function step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code, message } = toLakeliftError(cause);
    throw new LakeliftError(code, `${name}: ${message}`, { cause });
  }
}
