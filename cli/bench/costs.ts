import type { BenchRun, Prices } from '../../bench/index.js';
import type { ReportMeasures } from '../../reports/index.js';

const PARTS = ['storage', 'requests', 'compute', 'total'] as const;

/** What the assumptions are called, with what is multiplied by what. */
const ASSUMED: Readonly<Record<keyof Prices, string>> = {
  hdfsGibMonth: 'storage before: price of a GiB on the disks of HDFS, a month',
  replication: 'storage before: copies of each block',
  objectGibMonth: 'storage after: price of a GiB in the object store, a month',
  getsPerFile: 'requests after: GET for each file in one run of all queries',
  getThousand: 'requests after: price of a thousand GET',
  coreHour: 'compute: price of an hour of a core, by the processor time of the first engine',
  runsPerMonth: 'requests and compute: runs of all queries a month',
};

/** The costs of both sides, and beside them what they assume; nothing where the suite has no prices. */
export function costMeasures({ costs, prices }: Pick<BenchRun, 'costs' | 'prices'>): ReportMeasures[] {
  if (costs === undefined) return [];
  const table = {
    title: 'Costs a month, at the prices of the suite',
    columns: ['', 'Before', 'After'],
    rows: PARTS.map((part) => [part, costs.before[part].toFixed(4), costs.after[part].toFixed(4)]),
  };
  if (prices === undefined) return [table];
  const assumed = Object.entries(ASSUMED).map(([key, name]) => [name, String(prices[key as keyof Prices])]);
  const left = ['the NameNode itself, transfer, people', 'not in the costs'];
  return [table, { title: 'What the costs assume', columns: ['', 'Value'], rows: [...assumed, left] }];
}
