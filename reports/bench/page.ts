import { escapeText as e } from '../escape.js';
import { dataTable } from '../html/data-table.js';
import { facts, htmlDocument, measuresSection } from '../html/document.js';
import { sizesChart } from '../html/sizes-chart.js';
import { freshnessChart } from './freshness-chart.js';
import { heatMap } from './heat-map.js';
import { curveChart } from './curve-chart.js';
import { historyChart } from './history-chart.js';
import { digits, intervalText, regressionsOf, verdictOf } from './model.js';
import type { BenchInterval, BenchMetric, BenchReport } from './model.js';
import { ratioChart } from './ratio-chart.js';

/** A dashboard of one self-contained page. What could not be measured comes first. */
export function renderBenchHtml(report: BenchReport): string {
  const good = regressionsOf(report).length === 0;
  return htmlDocument(
    report.title,
    `<p class="verdict ${good ? 'good' : 'bad'}">${good ? '✓' : '✗'} ${e(verdictOf(report))}</p>
${facts([...report.facts, ['Made', report.generatedAt]])}`,
    `${notMeasured(report)}
${report.metrics.length === 0 ? '' : `<section><h2>Before and after</h2>${ratioChart(report.metrics)}${metricTable(report)}</section>`}
${countTable(report)}
${fileSizes(report)}
${freshness(report)}
${report.heat.length === 0 ? '' : `<section><h2>Phases of a table that is written</h2>${report.heat.map(heatMap).join('\n')}</section>`}
${report.nameNode.length === 0 ? '' : `<section><h2>The NameNode during the run</h2>${report.nameNode.map(curveChart).join('\n')}</section>`}
${report.measures.map(measuresSection).join('\n')}
${history(report.metrics)}`,
  );
}

function notMeasured({ errors }: BenchReport): string {
  if (errors.length === 0) return '';
  const items = errors.map(({ metric, message }) => `<li><strong>${e(metric)}</strong>: ${e(message)}</li>`);
  return `<section class="limits" aria-labelledby="limits"><h2 id="limits">What was not measured</h2><ul>${items.join('')}</ul></section>`;
}

function metricTable({ metrics, compared }: BenchReport): string {
  const change = compared ? ['Change since base', 'CPU change since base'] : [];
  const titles = [
    ...['Metric', '#Pairs', '#Before p50 (ms)', '#p95', '#After p50 (ms)', '#p95'],
    ...['After / before', 'CPU after / before', ...change, 'Verdict'],
  ];
  const rows = metrics.map((metric) => [
    metric.name,
    metric.pairs,
    ...[metric.before.p50, metric.before.p95, metric.after.p50, metric.after.p95].map(digits),
    intervalText(metric.wall),
    changeText(metric.cpu),
    ...(compared ? [metric.change, metric.cpuChange].map(changeText) : []),
    {
      markup: `<span class="${metric.regression ? 'bad' : 'word'}">${metric.regression ? '✗ ' : ''}${e(metric.verdict)}</span>`,
    },
  ]);
  return dataTable('Ratios with 99 % intervals; below 1 the migration made it faster', titles, rows);
}

function countTable({ counts }: BenchReport): string {
  if (counts.length === 0) return '';
  const rows = counts.map(({ name, base, head, regression }) => [
    name,
    base,
    head,
    { markup: regression ? '<span class="bad">✗ more</span>' : '' },
  ]);
  return `<section><h2>Files of the lake since the base</h2>${dataTable('', ['Count', '#Base', '#Head', ''], rows)}</section>`;
}

/** Of all tables first, then of each where there are several. */
function fileSizes({ sizes: { all, tables } }: BenchReport): string {
  const charts = tables.map(({ table, sizes }) => `<h3>${e(table)}</h3>${sizesChart(sizes)}`);
  const each = tables.length < 2 ? '' : `<details><summary>By table</summary>${charts.join('\n')}</details>`;
  return `<section><h2>Files of all tables</h2>${sizesChart(all)}${each}</section>`;
}

function freshness({ freshness: files }: BenchReport): string {
  return files === undefined ? '' : `<section><h2>Freshness</h2>${freshnessChart(files)}</section>`;
}

const changeText = (change: BenchInterval | undefined): string => (change === undefined ? '–' : intervalText(change));

function history(metrics: readonly BenchMetric[]): string {
  const series = metrics.filter(({ nights }) => nights.length > 1);
  if (series.length === 0) return '';
  return `<section><h2>Over the runs</h2><div class="charts">${series.map(historyChart).join('\n')}</div></section>`;
}
