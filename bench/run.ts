import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { toLakeliftError } from '../errors/index.js';
import { openEngine } from './engines/open.js';
import type { Engine } from './engines/engine.js';
import { measureJobs } from './jobs/measure-jobs.js';
import { measureQueries } from './measure-queries.js';
import type { KnownEngine, MeasureError, Sides } from './measure-queries.js';
import { NameNodeWatch } from './name-node.js';
import { samplePairs } from './pairs.js';
import type { SamplePair } from './pairs.js';
import { placeSide } from './place.js';
import type { Placement } from './place.js';
import { Findings } from './result.js';
import type { BenchRun, Metric } from './result.js';
import { planOnce, runStorm, stormsOf } from './storms.js';
import type { Stores } from './storms.js';
import { chainsOf } from './suite-jobs.js';
import { followsLinks, queriesOf } from './suite.js';
import type { EngineSpec, Suite } from './suite.js';
import { tableName } from './tables.js';
import type { BenchTable } from './tables.js';
import { measureRequests } from './requests/measure.js';
import { withScratch } from './scratch/scratch.js';
import type { OpenLake, Scratch } from './scratch/scratch.js';
import { measureFreshness } from './workloads/freshness.js';
import { measurePhases } from './workloads/phases.js';

export interface RunInput {
  readonly suite: Suite;
  readonly tables: readonly BenchTable[];
  readonly stores: Stores;
  /** A folder for the copies of files that engines cannot read where they are; what is made in it is removed again. */
  readonly scratch: string;
  /** The HDFS whose NameNode is asked for its load. */
  readonly nameNode?: string;
  readonly signal?: AbortSignal;
  /** Told what was measured as soon as it is. */
  readonly progress: (what: string) => void;
  /** Whether a query's times are so unlike those of earlier runs that they are measured a second time; `oddIn` says so of a history. */
  readonly odd?: (metric: Metric) => boolean;
  readonly open?: (spec: EngineSpec, timeoutMs: number, signal?: AbortSignal) => Promise<Engine>;
  /** Of the object store that holds the lake, when it has one of its own. */
  readonly endpoint?: string;
  /** Follows and compacts the scratch tables of workloads; without it there are none. */
  readonly openLake?: OpenLake;
  /** The user who writes to a scratch folder in HDFS. */
  readonly user?: string;
}

/** Measures a suite. What fails is among the errors; the signal's reason is thrown. */
export async function runSuite(input: RunInput): Promise<BenchRun> {
  const { nameNode, signal } = input;
  const startedAt = Date.now();
  const watch = nameNode === undefined ? undefined : new NameNodeWatch(nameNode, startedAt, signal);
  try {
    return await new Run(input, new Findings(input.progress), startedAt, watch).all();
  } finally {
    await watch?.stop();
  }
}

/** The phases of a run, one after the other. */
class Run {
  constructor(
    private readonly input: RunInput,
    private readonly found: Findings,
    private readonly startedAt: number,
    private readonly nameNode?: NameNodeWatch,
  ) {}

  async all(): Promise<BenchRun> {
    const { suite } = this.input;
    await this.phase('planning', () => this.planning());
    await this.phase('metadata', () => this.metadata());
    const folder = await mkdtemp(join(this.input.scratch, 'lakelift-bench-'));
    try {
      const placed = await this.phase('placing', () => this.place(folder));
      const engines = await this.phase('queries', () => this.queries([...placed.values()]));
      await this.jobs(engines);
      await this.requests([...placed.keys()]);
      await this.workloads(folder);
      return this.found.result({
        suite,
        tables: this.input.tables,
        placed,
        startedAt: this.startedAt,
        nameNode: this.nameNode,
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async planning(): Promise<void> {
    const { tables, stores, suite, signal } = this.input;
    for (const table of tables) {
      const sampling = { ...suite.sampling, max: suite.sampling.min };
      const name = `planning/${tableName(table)}`;
      await this.kept(name, async () => {
        const pairs = await samplePairs((side) => planOnce(side, table, stores), sampling, signal);
        this.found.measured(name, pairs);
      });
    }
  }

  private async metadata(): Promise<void> {
    const { tables, stores, signal } = this.input;
    for (const storm of stormsOf(tables, stores)) {
      const name = `metadata/${storm.name}`;
      await this.kept(name, async () => this.found.measured(name, await runStorm(storm, signal)));
    }
  }

  /** A table that cannot be placed is an error; queries that need it then fail by themselves. */
  private async place(folder: string): Promise<ReadonlyMap<BenchTable, Sides<Placement>>> {
    const { tables, stores, suite, signal } = this.input;
    const to = { folder, mayLink: suite.engines.every(followsLinks), signal };
    const placed = new Map<BenchTable, Sides<Placement>>();
    for (const table of tables) {
      const name = `table/${tableName(table)}`;
      await this.kept(name, async () => {
        const before = await placeSide('before', table, stores.source, to);
        placed.set(table, { before, after: await placeSide('after', table, stores.target, to) });
      });
    }
    return placed;
  }

  private async queries(placed: readonly Sides<Placement>[]): Promise<readonly (readonly [EngineSpec, KnownEngine])[]> {
    const { suite } = this.input;
    const engines: (readonly [EngineSpec, KnownEngine])[] = [];
    for (const spec of suite.engines) {
      const known = await measureQueries({
        ...this.measuring(spec),
        tables: placed.map(({ before, after }) => ({ before: before.table, after: after.table })),
        queries: queriesOf(suite, spec),
        sampling: suite.sampling,
      });
      this.found.engines.push({ name: spec.name, version: known.version });
      engines.push([spec, known]);
    }
    return engines;
  }

  /** Starts of engines, chains of queries with the start of their engine, and first runs. */
  private async jobs(engines: readonly (readonly [EngineSpec, KnownEngine])[]): Promise<void> {
    const { suite } = this.input;
    const { jobs } = suite;
    if (jobs === undefined) return;
    await this.phase('jobs', async () => {
      for (const [spec, { tables }] of engines) {
        const cold = jobs.cold ? queriesOf(suite, spec) : [];
        await measureJobs({ ...this.measuring(spec), ...jobs, tables, chains: chainsOf(suite, spec), cold });
      }
    });
  }

  /** How an engine is started, and where what is found of it goes. */
  private measuring(spec: EngineSpec) {
    const { suite, signal, progress, odd = () => false, open = openEngine } = this.input;
    return {
      engine: spec.name,
      open: () => open(spec, suite.timeoutMs, signal),
      ...(signal === undefined ? {} : { signal }),
      odd: (name: string, pairs: readonly SamplePair[]) => odd({ name, pairs }),
      done: (name: string, pairs: readonly SamplePair[], again: boolean) => {
        this.found.measured(name, pairs, again);
        progress(again ? `${name}, measured twice` : name);
      },
      failed: (error: MeasureError) => this.found.failed(error),
    };
  }

  /** What the queries ask of the lake's store, by DuckDB. */
  private async requests(tables: readonly BenchTable[]): Promise<void> {
    const { suite, signal, endpoint, open = openEngine } = this.input;
    if (suite.requests === undefined) return;
    await this.phase('requests', () =>
      this.kept('requests', async () => {
        this.found.requests = await measureRequests({
          ...{ tables, queries: suite.queries, target: suite.after.target, endpoint, ...suite.requests },
          open: () => open({ name: 'duckdb' }, suite.timeoutMs, signal),
          ...(signal === undefined ? {} : { signal }),
        });
      }),
    );
  }

  /** The measures that write, each on a scratch table of its own. */
  private async workloads(folder: string): Promise<void> {
    const { suite, signal, progress, openLake, user, open = openEngine } = this.input;
    const { workloads } = suite;
    if (workloads === undefined || openLake === undefined) return;
    const on = (name: string, work: (scratch: Scratch) => Promise<void>): Promise<void> =>
      this.phase(name, () => this.kept(name, () => withScratch(workloads.scratch, openLake, user, work)));
    const { freshness, phases } = workloads;
    if (freshness !== undefined) {
      await on('freshness', async (scratch) => {
        this.found.freshness = await measureFreshness(scratch, freshness, signal);
      });
    }
    if (phases !== undefined) {
      await on('phases', async (scratch) => {
        this.found.phases = await measurePhases({
          ...{ scratch, folder, progress, spec: phases, mayLink: suite.engines.every(followsLinks) },
          engines: suite.engines.map((spec) => ({ name: spec.name, open: () => open(spec, suite.timeoutMs, signal) })),
          sampling: { ...suite.sampling, max: suite.sampling.min },
          failed: (error) => this.found.failed(error),
          ...(signal === undefined ? {} : { signal }),
        });
      });
    }
  }

  /** Does some work; what it throws is kept as the error of `name`. */
  private async kept(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.input.progress(name);
    } catch (cause) {
      this.input.signal?.throwIfAborted();
      const { code, message } = toLakeliftError(cause);
      this.found.failed({ metric: name, code, message });
    }
  }

  private phase<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.nameNode === undefined ? work() : this.nameNode.phase(name, work);
  }
}
