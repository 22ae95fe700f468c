import { escapeText as e } from '../escape.js';
import { intervalText, regressionsOf } from './model.js';
import type { BenchCount, BenchMetric, BenchReport } from './model.js';

/** JUnit XML: a test case a metric; a regression is a failure, what could not be measured an error. */
export function renderBenchJunit(report: BenchReport): string {
  const { metrics, counts, errors, title } = report;
  const failures = regressionsOf(report).length;
  const cases = [
    ...metrics.map(metricCase),
    ...counts.map(countCase),
    ...errors.map(({ metric, message }) => `${open(metric)}><error message="${e(message)}"/></testcase>`),
  ];
  const totals = `tests="${cases.length}" failures="${failures}" errors="${errors.length}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${e(title)}" ${totals}>
<testsuite name="${e(title)}" ${totals}>
${cases.join('\n')}
</testsuite>
</testsuites>
`;
}

const open = (name: string): string => `<testcase classname="bench" name="${e(name)}"`;

function countCase({ name, base, head, regression }: BenchCount): string {
  if (!regression) return `${open(name)}/>`;
  return `${open(name)}><failure message="${e(`grew from ${base} to ${head}`)}"/></testcase>`;
}

function metricCase({ name, regression, change, cpuChange, after }: BenchMetric): string {
  const timed = `${open(name)} time="${(after.p50 / 1000).toFixed(6)}"`;
  if (!regression) return `${timed}/>`;
  const changes = [
    ...(change === undefined ? [] : [`time ${intervalText(change)}`]),
    ...(cpuChange === undefined ? [] : [`processor time ${intervalText(cpuChange)}`]),
  ];
  return `${timed}><failure message="${e(`slower: ${changes.join(', ')}`)}"/></testcase>`;
}
