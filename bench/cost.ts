import type { Keys } from './suite-keys.js';
import type { SideFiles } from './files.js';

/** What things cost, in any currency, and how much is used; all from the user. */
export interface Prices {
  /** A GiB of raw disk in HDFS for a month. */
  readonly hdfsGibMonth: number;
  /** Copies HDFS keeps of every byte. */
  readonly replication: number;
  /** A GiB in the object store for a month. */
  readonly objectGibMonth: number;
  /** A thousand GET requests. */
  readonly getThousand: number;
  /** GET requests an engine makes for each data file of a table it reads: a footer and its data. */
  readonly getsPerFile: number;
  /** An hour of one processor core. */
  readonly coreHour: number;
  /** How often all queries of the suite run in a month. */
  readonly runsPerMonth: number;
}

export interface Costs {
  readonly storage: number;
  readonly requests: number;
  readonly compute: number;
  readonly total: number;
}

/** What a side takes: its files, and the processor time of one run of all queries. */
export interface Usage {
  readonly files: SideFiles;
  readonly cpuMs: number;
}

const GIB = 1024 ** 3;
const MS_PER_HOUR = 3_600_000;

/** The key `prices` of a suite. A price that is not given is 0: what costs nothing is left out. */
export function readPrices(keys: Keys): Prices {
  const prices = keys.below('prices', [
    'hdfs-gib-month',
    'replication',
    'object-gib-month',
    'get-thousand',
    'gets-per-file',
    'core-hour',
    'runs-per-month',
  ]);
  return {
    hdfsGibMonth: prices.amount('hdfs-gib-month', 0),
    replication: prices.amount('replication', 3),
    objectGibMonth: prices.amount('object-gib-month', 0),
    getThousand: prices.amount('get-thousand', 0),
    getsPerFile: prices.amount('gets-per-file', 2),
    coreHour: prices.amount('core-hour', 0),
    runsPerMonth: prices.amount('runs-per-month', 1),
  };
}

/** The monthly cost of HDFS before and of the object store after, by the formulas in docs/bench.md. */
export function monthlyCosts(prices: Prices, before: Usage, after: Usage): { before: Costs; after: Costs } {
  const compute = ({ cpuMs }: Usage) => (cpuMs / MS_PER_HOUR) * prices.coreHour * prices.runsPerMonth;
  const requests = (after.files.count * prices.getsPerFile * prices.runsPerMonth * prices.getThousand) / 1000;
  return {
    before: total((before.files.bytes / GIB) * prices.replication * prices.hdfsGibMonth, 0, compute(before)),
    after: total((after.files.bytes / GIB) * prices.objectGibMonth, requests, compute(after)),
  };
}

const total = (storage: number, requests: number, compute: number): Costs => ({
  storage,
  requests,
  compute,
  total: storage + requests + compute,
});
