import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { toLakeliftError } from '../errors/index.js';
import { monthlyCosts } from './cost.js';
import type { Costs, Prices } from './cost.js';
import { openEngine } from './engines/open.js';
import type { Engine } from './engines/engine.js';
import { countFiles, tableFiles } from './files.js';
import type { SideFiles } from './files.js';
import { measureJobs } from './jobs/measure-jobs.js';
import { thisMachine } from './machine.js';
import type { Machine } from './machine.js';
import { measureQueries } from './measure-queries.js';
import type { KnownEngine, MeasureError, Sides } from './measure-queries.js';
import { NameNodeWatch } from './name-node.js';
import type { LoadSample, PhaseLoad } from './name-node.js';
import { samplePairs } from './pairs.js';
import type { SamplePair } from './pairs.js';
import { placeSide } from './place.js';
import type { Placement } from './place.js';
import { planOnce, runStorm, stormsOf } from './storms.js';
import type { Stores } from './storms.js';
import { chainsOf } from './suite-jobs.js';
import type { Chain } from './suite-jobs.js';
import { followsLinks, queriesOf } from './suite.js';
import type { EngineSpec, Suite } from './suite.js';
import { tableName } from './tables.js';
import type { BenchTable } from './tables.js';
import { measureRequests } from './requests/measure.js';
import type { QueryRequests } from './requests/measure.js';
import { withScratch } from './scratch/scratch.js';
import type { OpenLake, Scratch } from './scratch/scratch.js';
import { measureFreshness } from './workloads/freshness.js';
import type { Freshness } from './workloads/freshness.js';
import { measurePhases } from './workloads/phases.js';
import type { Phases } from './workloads/phases.js';

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

/** Paired times under a name that stays the same from run to run, such as `query/duckdb/q01`. */
export interface Metric {
  readonly name: string;
  readonly pairs: readonly SamplePair[];
}

export interface TableFacts {
  readonly table: string;
  readonly files: Sides<SideFiles>;
  readonly placed: Sides<Placement['how']>;
}

export interface BenchRun {
  readonly suite: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly seconds: number;
  readonly machine: Machine;
  readonly engines: readonly { readonly name: string; readonly version: string }[];
  readonly tables: readonly TableFacts[];
  readonly files: Sides<SideFiles>;
  readonly metrics: readonly Metric[];
  /** Metrics that were measured a second time, as the first times were odd. */
  readonly again: readonly string[];
  readonly nameNode: readonly PhaseLoad[];
  /** The NameNode's counters in the course of the run. */
  readonly nameNodeSamples?: readonly LoadSample[];
  readonly costs?: Sides<Costs>;
  /** What the costs are reckoned with; missing in runs of earlier versions. */
  readonly prices?: Prices;
  readonly freshness?: Freshness;
  /** One of each engine. */
  readonly phases?: readonly Phases[];
  readonly requests?: readonly QueryRequests[];
  /** Of the metrics `report/<engine>/<chain>`. */
  readonly chains?: readonly Chain[];
  readonly errors: readonly MeasureError[];
}

/** Measures a suite. What fails is among the errors; the signal's reason is thrown. */
export async function runSuite(input: RunInput): Promise<BenchRun> {
  const { nameNode, signal } = input;
  const startedAt = Date.now();
  const watch = nameNode === undefined ? undefined : new NameNodeWatch(nameNode, startedAt, signal);
  try {
    return await new Run(input, startedAt, watch).all();
  } finally {
    await watch?.stop();
  }
}

/** One run: its phases one after the other, and what they found. */
class Run {
  readonly #metrics: Metric[] = [];
  readonly #again: string[] = [];
  readonly #errors: MeasureError[] = [];
  readonly #engines: { name: string; version: string }[] = [];
  #freshness: Freshness | undefined;
  #phases: readonly Phases[] | undefined;
  #requests: readonly QueryRequests[] | undefined;

  constructor(
    private readonly input: RunInput,
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
      const files = this.files();
      const costs = this.costs(files);
      return {
        suite: suite.name,
        startedAt: this.startedAt,
        seconds: (Date.now() - this.startedAt) / 1000,
        machine: thisMachine(),
        engines: this.#engines,
        tables: [...placed].map(([table, { before, after }]) => ({
          table: tableName(table),
          files: tableFiles(table, suite.targetFileSize),
          placed: { before: before.how, after: after.how },
        })),
        files,
        metrics: this.#metrics,
        again: this.#again,
        nameNode: this.nameNode?.phases ?? [],
        ...(this.nameNode === undefined ? {} : { nameNodeSamples: this.nameNode.samples }),
        ...(costs === undefined || suite.prices === undefined ? {} : { costs, prices: suite.prices }),
        ...(this.#freshness === undefined ? {} : { freshness: this.#freshness }),
        ...(this.#phases === undefined ? {} : { phases: this.#phases }),
        ...(this.#requests === undefined ? {} : { requests: this.#requests }),
        ...(suite.jobs === undefined ? {} : { chains: suite.jobs.chains }),
        errors: this.#errors,
      };
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
        this.#metrics.push({ name, pairs });
      });
    }
  }

  private async metadata(): Promise<void> {
    const { tables, stores, signal } = this.input;
    for (const storm of stormsOf(tables, stores)) {
      const name = `metadata/${storm.name}`;
      await this.kept(name, async () => void this.#metrics.push({ name, pairs: await runStorm(storm, signal) }));
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
      this.#engines.push({ name: spec.name, version: known.version });
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
        this.#metrics.push({ name, pairs });
        if (again) this.#again.push(name);
        progress(again ? `${name}, measured twice` : name);
      },
      failed: (error: MeasureError) => this.failed(error),
    };
  }

  /** What the queries ask of the lake's store, by DuckDB. */
  private async requests(tables: readonly BenchTable[]): Promise<void> {
    const { suite, signal, endpoint, open = openEngine } = this.input;
    if (suite.requests === undefined) return;
    await this.phase('requests', () =>
      this.kept('requests', async () => {
        this.#requests = await measureRequests({
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
        this.#freshness = await measureFreshness(scratch, freshness, signal);
      });
    }
    if (phases !== undefined) {
      await on('phases', async (scratch) => {
        this.#phases = await measurePhases({
          ...{ scratch, folder, progress, spec: phases, mayLink: suite.engines.every(followsLinks) },
          engines: suite.engines.map((spec) => ({ name: spec.name, open: () => open(spec, suite.timeoutMs, signal) })),
          sampling: { ...suite.sampling, max: suite.sampling.min },
          failed: (error) => this.failed(error),
          ...(signal === undefined ? {} : { signal }),
        });
      });
    }
  }

  private files(): Sides<SideFiles> {
    const { tables, suite } = this.input;
    const before = tables.flatMap((table) => table.before.files.map(({ length }) => length));
    const after = tables.flatMap((table) => table.after.files.map(({ fileSize }) => fileSize));
    return { before: countFiles(before, suite.targetFileSize), after: countFiles(after, suite.targetFileSize) };
  }

  /**
   * Missing queries would make a side look cheap: there are no costs unless the first engine ran all of them, and none where it does not
   * tell its processor time.
   */
  private costs(files: Sides<SideFiles>): Sides<Costs> | undefined {
    const { prices, engines, queries } = this.input.suite;
    const ran = this.#metrics.filter(({ name }) => name.startsWith(`query/${engines[0]!.name}/`));
    if (prices === undefined || ran.length < queries.length) return undefined;
    const cpuMs = (side: keyof Sides<unknown>) =>
      ran.reduce((sum, { pairs }) => sum + pairs.reduce((all, pair) => all + pair[side].cpuMs, 0) / pairs.length, 0);
    const [before, after] = [cpuMs('before'), cpuMs('after')];
    if (before === 0 || after === 0) return undefined;
    return monthlyCosts(prices, { files: files.before, cpuMs: before }, { files: files.after, cpuMs: after });
  }

  /** Does some work; what it throws is kept as the error of `name`. */
  private async kept(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.input.progress(name);
    } catch (cause) {
      this.input.signal?.throwIfAborted();
      const { code, message } = toLakeliftError(cause);
      this.failed({ metric: name, code, message });
    }
  }

  private failed(error: MeasureError): void {
    this.#errors.push(error);
    this.input.progress(`${error.metric}: ${error.message}`);
  }

  private phase<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.nameNode === undefined ? work() : this.nameNode.phase(name, work);
  }
}
