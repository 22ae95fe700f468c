import { escapeText as e } from '../escape.js';
import { passed, type Report, type ReportLeftOut, type ReportTable } from '../model.js';
import { facts, htmlDocument, measuresSection } from './document.js';
import { allFiles, overview, tableSection } from './table-section.js';
import { timelineSection } from './timeline-chart.js';

/** The verification as a page. What was not verified comes before any verdict on details. */
export function renderHtml(report: Report): string {
  const good = passed(report);
  // Those that differ are what people look for.
  const tables = [...report.tables].sort((a, b) => Number(a.passed) - Number(b.passed));
  return htmlDocument(
    report.title,
    `<p class="verdict ${good ? 'good' : 'bad'}">${good ? '✓ Passed' : '✗ Not passed'}: ${e(verdict(report))}</p>
${facts([
  ['Source', report.source],
  ['Target', report.target],
  ['Made', report.generatedAt],
])}`,
    `${limits(report)}
${(report.measures ?? []).map(measuresSection).join('\n')}
${overview(tables)}
${allFiles(tables)}
${tables.map(tableSection).join('\n')}
${timelineSection(report.timeline ?? [])}
${origin(report)}`,
  );
}

function verdict(report: Report): string {
  const ok = report.tables.filter((table) => table.passed).length;
  const out = report.leftOut.length;
  const all = report.tables.length + out;
  return `${ok} of ${all} ${all === 1 ? 'table' : 'tables'} verified without a difference${out > 0 ? `, ${out} left out` : ''}.`;
}

function limits(report: Report): string {
  const items = [...report.leftOut.map(leftOut), ...unproven(report.tables)];
  const body = items.length > 0 ? `<ul>${items.join('')}</ul>` : '<p>Nothing within the levels asked for.</p>';
  return `<section class="limits" aria-labelledby="limits"><h2 id="limits">What was not verified</h2>${body}</section>`;
}

function leftOut({ table, reason, refusals }: ReportLeftOut): string {
  const name = `<strong>${e(table)}</strong> was left out`;
  if (refusals === undefined || refusals.length === 0) return `<li>${name}: ${e(reason)}</li>`;
  const each = refusals.map(
    ({ reason, place, next }) =>
      `<li>${e(reason)}${place === undefined ? '' : ` (<code>${e(place)}</code>)`}${next === undefined ? '' : `. To do: ${e(next)}`}</li>`,
  );
  return `<li>${name}:<ul>${each.join('')}</ul></li>`;
}

/** Each sentence once, with the tables it is true of. */
function unproven(tables: readonly ReportTable[]): string[] {
  const places = new Map<string, string[]>();
  for (const { table, notVerified } of tables) {
    for (const text of notVerified) places.set(text, [...(places.get(text) ?? []), table]);
  }
  return [...places].map(([text, names]) => {
    const all = names.length === tables.length && names.length > 1 ? `all ${names.length} tables` : names.join(', ');
    return `<li><strong>${e(all)}</strong>: ${e(text)}</li>`;
  });
}

function origin({ environment = [], reproduce = [] }: Report): string {
  const made = environment.map(({ name, value }) => [name, value] as const);
  const lines =
    reproduce.length === 0 ? '' : `<h3>To do it again</h3><pre><code>${e(reproduce.join('\n'))}</code></pre>`;
  if (made.length === 0 && lines === '') return '';
  return `<section><h2>Where this comes from</h2>${facts(made)}${lines}</section>`;
}
