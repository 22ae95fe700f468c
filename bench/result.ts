import { monthlyCosts } from './cost.js';
import type { Costs, Prices } from './cost.js';
import { filesOf } from './files.js';
import type { SideFiles } from './files.js';
import { thisMachine } from './machine.js';
import type { Machine } from './machine.js';
import type { MeasureError, Sides } from './measure-queries.js';
import type { LoadSample, NameNodeWatch, PhaseLoad } from './name-node.js';
import type { SamplePair } from './pairs.js';
import type { Placement } from './place.js';
import type { QueryRequests } from './requests/measure.js';
import type { Chain } from './suite-jobs.js';
import type { Suite } from './suite.js';
import { tableName } from './tables.js';
import type { BenchTable } from './tables.js';
import type { Freshness } from './workloads/freshness.js';
import type { Phases } from './workloads/phases.js';

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

/** What the findings of a run are of. */
export interface Measured {
  readonly suite: Suite;
  readonly tables: readonly BenchTable[];
  readonly placed: ReadonlyMap<BenchTable, Sides<Placement>>;
  readonly startedAt: number;
  readonly nameNode: NameNodeWatch | undefined;
}

/** What a run has found so far. */
export class Findings {
  readonly engines: { name: string; version: string }[] = [];
  freshness: Freshness | undefined;
  phases: readonly Phases[] | undefined;
  requests: readonly QueryRequests[] | undefined;
  readonly #metrics: Metric[] = [];
  readonly #again: string[] = [];
  readonly #errors: MeasureError[] = [];

  constructor(private readonly progress: (what: string) => void) {}

  measured(name: string, pairs: readonly SamplePair[], again = false): void {
    this.#metrics.push({ name, pairs });
    if (again) this.#again.push(name);
  }

  failed(error: MeasureError): void {
    this.#errors.push(error);
    this.progress(`${error.metric}: ${error.message}`);
  }

  /** The result of the run, which ends now. */
  result({ suite, tables, placed, startedAt, nameNode }: Measured): BenchRun {
    const files = filesOf(tables, suite.targetFileSize);
    const costs = costsOf(suite, this.#metrics, files);
    return {
      suite: suite.name,
      startedAt,
      seconds: (Date.now() - startedAt) / 1000,
      machine: thisMachine(),
      engines: this.engines,
      tables: [...placed].map(([table, { before, after }]) => ({
        table: tableName(table),
        files: filesOf([table], suite.targetFileSize),
        placed: { before: before.how, after: after.how },
      })),
      files,
      metrics: this.#metrics,
      again: this.#again,
      nameNode: nameNode?.phases ?? [],
      ...(nameNode === undefined ? {} : { nameNodeSamples: nameNode.samples }),
      ...(costs === undefined || suite.prices === undefined ? {} : { costs, prices: suite.prices }),
      ...(this.freshness === undefined ? {} : { freshness: this.freshness }),
      ...(this.phases === undefined ? {} : { phases: this.phases }),
      ...(this.requests === undefined ? {} : { requests: this.requests }),
      ...(suite.jobs === undefined ? {} : { chains: suite.jobs.chains }),
      errors: this.#errors,
    };
  }
}

/**
 * Missing queries would make a side look cheap: there are no costs unless the first engine ran all of them, and none where it does not
 * tell its processor time.
 */
function costsOf(
  { prices, engines, queries }: Suite,
  metrics: readonly Metric[],
  files: Sides<SideFiles>,
): Sides<Costs> | undefined {
  const ran = metrics.filter(({ name }) => name.startsWith(`query/${engines[0]!.name}/`));
  if (prices === undefined || ran.length < queries.length) return undefined;
  const cpuMs = (side: keyof Sides<unknown>) =>
    ran.reduce((sum, { pairs }) => sum + pairs.reduce((all, pair) => all + pair[side].cpuMs, 0) / pairs.length, 0);
  const [before, after] = [cpuMs('before'), cpuMs('after')];
  if (before === 0 || after === 0) return undefined;
  return monthlyCosts(prices, { files: files.before, cpuMs: before }, { files: files.after, cpuMs: after });
}
