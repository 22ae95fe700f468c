import { createHash } from 'node:crypto';
import { escapeText as e } from '../escape.js';
import { passed, type Report, type ReportLeftOut, type ReportMeasures } from '../model.js';
import { dataTable } from './data-table.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';
import { overview, tableSection } from './table-section.js';
import { timelineChart } from './timeline-chart.js';

/**
 * One self-contained page: it loads nothing, and its policy allows no script or style but its own, by their hashes. What was not
 * verified comes before any verdict on details.
 */
export function renderHtml(report: Report): string {
  const good = passed(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLE)}">
<title>${e(report.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${e(report.title)}</h1>
<p class="verdict ${good ? 'good' : 'bad'}">${good ? '✓ Passed' : '✗ Not passed'}: ${e(verdict(report))}</p>
${facts([
  ['Source', report.source],
  ['Target', report.target],
  ['Made', report.generatedAt],
])}
</header>
<main>
${limits(report)}
${(report.measures ?? []).map(measures).join('\n')}
${overview(report.tables)}
${report.tables.map(tableSection).join('\n')}
${timeline(report)}
${origin(report)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function verdict(report: Report): string {
  const ok = report.tables.filter((table) => table.passed).length;
  const out = report.leftOut.length;
  const all = report.tables.length + out;
  return `${ok} of ${all} ${all === 1 ? 'table' : 'tables'} verified without a difference${out > 0 ? `, ${out} left out` : ''}.`;
}

function limits(report: Report): string {
  const items = [
    ...report.leftOut.map(leftOut),
    ...report.tables.flatMap((table) =>
      table.notVerified.map((text) => `<li><strong>${e(table.table)}</strong>: ${e(text)}</li>`),
    ),
  ];
  const body = items.length > 0 ? `<ul>${items.join('')}</ul>` : '<p>Nothing within the levels asked for.</p>';
  return `<section class="limits" aria-labelledby="limits"><h2 id="limits">What was not verified</h2>${body}</section>`;
}

function leftOut({ table, reason, refusals }: ReportLeftOut): string {
  const name = `<strong>${e(table)}</strong> was left out`;
  if (refusals === undefined || refusals.length === 0) return `<li>${name}: ${e(reason)}</li>`;
  const each = refusals.map(
    (one) => `<li>${e(one.reason)}${one.place === undefined ? '' : ` (<code>${e(one.place)}</code>)`}</li>`,
  );
  return `<li>${name}:<ul>${each.join('')}</ul></li>`;
}

function measures(block: ReportMeasures): string {
  const titles = block.columns.map((column, i) => (i === 0 ? column : `#${column}`));
  return `<section><h2>${e(block.title)}</h2>${dataTable('', titles, block.rows)}</section>`;
}

function timeline({ timeline: spans }: Report): string {
  if (spans === undefined || spans.length === 0) return '';
  return `<section><h2>When workers wrote</h2>${timelineChart(spans)}</section>`;
}

function origin({ environment = [], reproduce = [] }: Report): string {
  const made = environment.map(({ name, value }) => [name, value] as const);
  const lines =
    reproduce.length === 0 ? '' : `<h3>To do it again</h3><pre><code>${e(reproduce.join('\n'))}</code></pre>`;
  if (made.length === 0 && lines === '') return '';
  return `<section><h2>Where this comes from</h2>${facts(made)}${lines}</section>`;
}

function facts(pairs: readonly (readonly [name: string, value: string])[]): string {
  if (pairs.length === 0) return '';
  return `<dl>${pairs.map(([name, value]) => `<dt>${e(name)}</dt><dd>${e(value)}</dd>`).join('')}</dl>`;
}
