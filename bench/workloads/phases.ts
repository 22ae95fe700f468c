import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LakeliftError, toLakeliftError } from '../../errors/index.js';
import type { Engine, EngineTable } from '../engines/engine.js';
import { measureQueries } from '../measure-queries.js';
import type { MeasureError, Sides } from '../measure-queries.js';
import { times } from '../pairs.js';
import { placeSide } from '../place.js';
import { EVENTS } from '../scratch/events.js';
import { land } from '../scratch/scratch.js';
import type { Scratch } from '../scratch/scratch.js';
import { quantile } from '../statistics.js';
import type { Sampling, SuiteQuery } from '../suite.js';
import { degradationRate } from './degradation.js';

/** A table that is loaded, then written in small files round after round, then compacted, with the same queries in between. */
export interface PhasesSpec {
  /** Files of the load. */
  readonly files: number;
  /** Rows of each file. */
  readonly rows: number;
  /** How often small files are written. */
  readonly rounds: number;
  /** Files of each of these. */
  readonly writes: number;
}

/** What a phase took and left. */
export interface Phase {
  /** `load`, `query 1`, `write 1`, …, `compact`, `query 3`. */
  readonly name: string;
  readonly seconds: number;
  /** Files of either side at its end. */
  readonly files: Sides<number>;
  /** Medians of a phase of queries, in milliseconds. */
  readonly queries: readonly { readonly name: string; readonly times: Sides<number> }[];
}

/** The phases as one engine saw them; it shares those that write with the others. */
export interface Phases {
  readonly engine: string;
  readonly phases: readonly Phase[];
  /** Over the phases of queries up to the compaction, of the sum of their queries' times. */
  readonly degradation: Partial<Sides<number>>;
  /** The time of the last phase of queries, after the compaction, in units of the first one's. */
  readonly compacted: Sides<number>;
}

export interface PhasesInput {
  readonly scratch: Scratch;
  readonly spec: PhasesSpec;
  readonly engines: readonly { readonly name: string; readonly open: () => Promise<Engine> }[];
  readonly sampling: Sampling;
  /** Whether the engines follow links to files. */
  readonly mayLink: boolean;
  /** A folder for copies of files. */
  readonly folder: string;
  readonly progress: (what: string) => void;
  /** Told why an engine has no phases. */
  readonly failed: (error: MeasureError) => void;
  readonly signal?: AbortSignal;
}

const TABLE = `${EVENTS.database}.${EVENTS.table}`;
const QUERIES: readonly SuiteQuery[] = [
  { name: 'count', sql: `SELECT count(*) FROM ${TABLE}` },
  { name: 'groups', sql: `SELECT kind, count(*), sum(amount) FROM ${TABLE} GROUP BY kind` },
  { name: 'filter', sql: `SELECT count(*), max(note) FROM ${TABLE} WHERE kind = 3 AND amount > 500` },
  { name: 'point', sql: `SELECT * FROM ${TABLE} WHERE id = 777` },
  { name: 'partition', sql: `SELECT count(*), sum(amount) FROM ${TABLE} WHERE hour = '03'` },
];

/** Runs all phases once. An engine that fails in a query has none: phases without all of their queries cannot be compared. */
export async function measurePhases(input: PhasesInput): Promise<Phases[]> {
  const { scratch, spec, progress } = input;
  const found = new Map<string, Phase[]>(input.engines.map(({ name }) => [name, []]));
  const write = async (name: string, work: () => Promise<void>): Promise<void> => {
    input.signal?.throwIfAborted();
    const start = performance.now();
    await work();
    const phase = { name, seconds: secondsSince(start), files: await filesOf(scratch), queries: [] };
    for (const phases of found.values()) phases.push(phase);
    progress(`phase ${name}`);
  };
  const landed = async (files: number): Promise<void> => {
    await land(scratch, files, spec.rows);
    await scratch.lake.sync();
  };
  await write('load', () => landed(spec.files));
  await queryPhase('query 1', input, found);
  for (let round = 1; round <= spec.rounds; round++) {
    await write(`write ${round}`, () => landed(spec.writes));
    await queryPhase(`query ${round + 1}`, input, found);
  }
  await write('compact', () => scratch.lake.compact());
  await queryPhase(`query ${spec.rounds + 2}`, input, found);
  return [...found].map(([engine, phases]) => ({ engine, phases, ...ratesOf(phases) }));
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

function ratesOf(phases: readonly Phase[]): Pick<Phases, 'degradation' | 'compacted'> {
  const totals = (side: keyof Sides<number>): number[] =>
    phases
      .filter(({ queries }) => queries.length > 0)
      .map(({ queries }) => queries.reduce((sum, query) => sum + query.times[side], 0));
  const [before, after] = [totals('before'), totals('after')];
  const rate = (side: keyof Sides<number>, all: readonly number[]) => {
    const found = degradationRate(all.slice(0, -1));
    return found === undefined ? {} : { [side]: found };
  };
  return {
    degradation: { ...rate('before', before), ...rate('after', after) },
    compacted: { before: before.at(-1)! / before[0]!, after: after.at(-1)! / after[0]! },
  };
}

async function filesOf({ lake }: Scratch): Promise<Sides<number>> {
  const { before, after } = await lake.table();
  return { before: before.files.length, after: after.files.length };
}

/** All queries by one engine after the other, over the same files. */
async function queryPhase(name: string, input: PhasesInput, found: Map<string, Phase[]>): Promise<void> {
  const { scratch, engines, folder, mayLink, signal, progress, failed } = input;
  signal?.throwIfAborted();
  const table = await scratch.lake.table();
  const { source, target } = scratch.lake.stores;
  const here = await mkdtemp(join(folder, 'phase-'));
  try {
    const to = { folder: here, mayLink, signal };
    const before = (await placeSide('before', table, source, to)).table;
    const after = (await placeSide('after', table, target, to)).table;
    const files = await filesOf(scratch);
    for (const engine of engines) {
      const phases = found.get(engine.name);
      if (phases === undefined) continue;
      const start = performance.now();
      try {
        const queries = await medians(engine, { before, after }, input);
        phases.push({ name, seconds: secondsSince(start), files, queries });
        progress(`phase ${name}, ${engine.name}`);
      } catch (cause) {
        signal?.throwIfAborted();
        const { code, message } = toLakeliftError(cause);
        found.delete(engine.name);
        failed({ metric: `phases/${engine.name}`, code, message });
      }
    }
  } finally {
    await rm(here, { recursive: true, force: true });
  }
}

/** The queries in pairs of both sides. Throws the first failure. */
async function medians(
  { name, open }: PhasesInput['engines'][number],
  sides: Sides<EngineTable>,
  { sampling, signal }: PhasesInput,
): Promise<Phase['queries']> {
  const found: Phase['queries'][number][] = [];
  const failures: MeasureError[] = [];
  await measureQueries({
    ...{ engine: name, open, queries: QUERIES, sampling, odd: () => false, tables: [sides] },
    ...(signal === undefined ? {} : { signal }),
    done: (metric, pairs) => {
      if (!metric.startsWith('query/')) return;
      const wall = times(pairs, 'wallMs');
      const median = { before: quantile(wall.before, 0.5), after: quantile(wall.after, 0.5) };
      found.push({ name: metric.slice(metric.lastIndexOf('/') + 1), times: median });
    },
    failed: (failure) => failures.push(failure),
  });
  const [failure] = failures;
  if (failure !== undefined) throw new LakeliftError(failure.code, `${failure.metric}: ${failure.message}`);
  return found;
}
