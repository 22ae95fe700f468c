import { escapeText as e } from '../escape.js';
import { intervalText } from './model.js';
import type { BenchMetric, BenchReport } from './model.js';

/** JUnit XML: a test case a metric; a regression is a failure, what could not be measured an error. */
export function renderBenchJunit(report: BenchReport): string {
  const { metrics, errors, title } = report;
  const failures = metrics.filter(({ regression }) => regression).length;
  const cases = [
    ...metrics.map(metricCase),
    ...errors.map(({ metric, message }) => `${open(metric)}><error message="${e(message)}"/></testcase>`),
  ];
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors.length}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${e(title)}" ${counts}>
<testsuite name="${e(title)}" ${counts}>
${cases.join('\n')}
</testsuite>
</testsuites>
`;
}

const open = (name: string): string => `<testcase classname="bench" name="${e(name)}"`;

function metricCase({ name, regression, change, cpuChange, after }: BenchMetric): string {
  const timed = `${open(name)} time="${(after.p50 / 1000).toFixed(6)}"`;
  if (!regression) return `${timed}/>`;
  const changes = [
    ...(change === undefined ? [] : [`time ${intervalText(change)}`]),
    ...(cpuChange === undefined ? [] : [`processor time ${intervalText(cpuChange)}`]),
  ];
  return `${timed}><failure message="${e(`slower: ${changes.join(', ')}`)}"/></testcase>`;
}
