import type { Comparison, MetricComparison, StoredRun } from '../../bench/index.js';
import type { BenchMetric, BenchReport, ReportMeasures, ReportSizes } from '../../reports/index.js';
import { renderBenchHtml, renderBenchJunit, renderBenchMarkdown } from '../../reports/index.js';
import { SIZE_BOUNDS } from '../../verify/index.js';
import type { Options } from '../options.js';
import type { Output } from '../output.js';
import { redact } from '../redact.js';
import { formatBytes } from '../size.js';
import { packageVersion } from '../version.js';
import { costMeasures } from './costs.js';
import { engineMeasures } from './engines.js';
import { jobMeasures } from './jobs.js';
import { nameNodeCurves, nameNodeMeasures } from './name-node.js';
import { phaseHeat, workloadMeasures } from './workloads.js';

/** What the reports show of a run, and of a comparison where there is a base. */
export function benchReport({ head, metrics, counts, regressions }: Comparison, base?: StoredRun): BenchReport {
  const { document } = head;
  const compared = base !== undefined;
  return {
    title: `Benchmark ${head.suite}`,
    generatedAt: new Date().toISOString(),
    facts: factsOf(head, base),
    compared,
    counts,
    metrics: metrics.flatMap((metric) => shown(metric, compared, regressions)),
    errors: [
      ...document.errors.map(({ metric, message }) => ({ metric, message: redact(message) })),
      ...metrics
        .filter(({ name, verdict }) => verdict === 'gone' && !document.errors.some(({ metric }) => metric === name))
        .map(({ name }) => ({ metric: name, message: `is in run ${base?.id ?? ''} and not in run ${head.id}` })),
    ],
    sizes: {
      all: sizesOf(document.files),
      tables: document.tables.map(({ table, files }) => ({ table, sizes: sizesOf(files) })),
    },
    measures: [
      ...engineMeasures(document, metrics),
      filesOf(head),
      ...jobMeasures(document, metrics),
      ...workloadMeasures(document),
      ...nameNodeMeasures(document),
      ...requestsOf(head),
      ...costMeasures(document),
    ],
    ...(document.freshness === undefined ? {} : { freshness: document.freshness.files }),
    heat: phaseHeat(document),
    nameNode: nameNodeCurves(document),
  };
}

const sizesOf = ({ before, after }: StoredRun['document']['files']): ReportSizes => ({
  bounds: SIZE_BOUNDS,
  before: before.sizes,
  after: after.sizes,
});

/** Writes the report files that flags ask for. */
export function writeBenchReports(report: BenchReport, options: Options, output: Output): void {
  if (options.report !== undefined) output.file(options.report, renderBenchHtml(report));
  if (options.junit !== undefined) output.file(options.junit, renderBenchJunit(report));
  if (options.markdown !== undefined) output.file(options.markdown, renderBenchMarkdown(report));
  for (const file of [options.report, options.junit, options.markdown]) {
    if (file !== undefined) output.line(`report: ${file}`);
  }
}

function shown(metric: MetricComparison, compared: boolean, regressions: readonly string[]): BenchMetric[] {
  const { name, head, change, cpuChange, verdict, nights, step } = metric;
  if (head === undefined) return [];
  const { pairs, before, after, wall, cpu } = head;
  const found = compared ? verdict : head.verdict;
  return [
    {
      ...{ name, pairs, before, after, wall, nights },
      ...(cpu === undefined ? {} : { cpu }),
      ...(change === undefined ? {} : { change }),
      ...(cpuChange === undefined ? {} : { cpuChange }),
      ...(step === undefined ? {} : { step }),
      verdict: found,
      regression: regressions.includes(name),
    },
  ];
}

function factsOf(head: StoredRun, base: StoredRun | undefined): [string, string][] {
  const when = ({ id, startedAt }: StoredRun) => `${id}, ${new Date(startedAt).toISOString()}`;
  const { machine, engines, tables } = head.document;
  const copied = tables.some(({ placed }) => placed.before === 'copied' || placed.after === 'copied');
  return [
    ['Run', when(head)],
    ...(base === undefined ? [] : [['Base', when(base)] as [string, string]]),
    ['Engines', engines.map(({ name, version }) => `${name} ${version}`).join(', ')],
    [
      'Machine',
      `${machine.cores} × ${machine.cpu}, ${machine.memoryGib} GiB, ${machine.platform}, Node ${machine.node}`,
    ],
    ['lakelift', packageVersion()],
    [
      'Query times compare',
      copied
        ? 'the layouts of the files, copied to a local folder before anything was timed'
        : 'files in a local folder, read where they are',
    ],
  ];
}

function filesOf({ document: { files } }: StoredRun): ReportMeasures {
  const { before, after } = files;
  return {
    title: 'Files',
    columns: ['', 'Before', 'After'],
    rows: [
      ['files', String(before.count), String(after.count)],
      ['bytes', formatBytes(before.bytes), formatBytes(after.bytes)],
      ['below 1/8 of the target size', String(before.small), String(after.small)],
    ],
  };
}

function requestsOf({ document: { requests } }: StoredRun): ReportMeasures[] {
  if (requests === undefined) return [];
  return [
    {
      title: 'Requests to the store of the lake, one cold run of each query by DuckDB',
      columns: ['Query', 'GET', 'HEAD', 'Listings', 'Read'],
      rows: requests.map(({ query, gets, heads, lists, bytes }) => [
        query,
        ...[gets, heads, lists].map(String),
        formatBytes(bytes),
      ]),
    },
  ];
}
