import { escapeText as e } from './escape.js';
import { passed, type Report, type ReportDifference, type ReportMeasures, type ReportTable } from './model.js';
import { STYLE } from './style.js';

/** Differences shown per level; the rest is counted. The JSON document holds them all. */
const SHOWN = 200;

/** One self-contained page without scripts or outside resources. What was not verified comes before any verdict on details. */
export function renderHtml(report: Report): string {
  const good = passed(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${e(report.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${e(report.title)}</h1>
<p class="verdict ${good ? 'good' : 'bad'}">${good ? '✓ Passed' : '✗ Not passed'}: ${e(verdict(report))}</p>
<dl><dt>Source</dt><dd>${e(report.source)}</dd><dt>Target</dt><dd>${e(report.target)}</dd><dt>Made</dt><dd><time datetime="${e(report.generatedAt)}">${e(report.generatedAt)}</time></dd></dl>
</header>
<main>
${limits(report)}
${(report.measures ?? []).map(measures).join('\n')}
${overview(report)}
${report.tables.map(details).join('\n')}
</main>
</body>
</html>
`;
}

function verdict(report: Report): string {
  const ok = report.tables.filter((table) => table.passed).length;
  const out = report.leftOut.length;
  const all = report.tables.length + out;
  return `${ok} of ${all} ${all === 1 ? 'table' : 'tables'} verified without a difference${out > 0 ? `, ${out} left out` : ''}.`;
}

function limits(report: Report): string {
  const items = [
    ...report.leftOut.map((item) => `<li><strong>${e(item.table)}</strong> was left out: ${e(item.reason)}</li>`),
    ...report.tables.flatMap((table) =>
      table.notVerified.map((text) => `<li><strong>${e(table.table)}</strong>: ${e(text)}</li>`),
    ),
  ];
  const body = items.length > 0 ? `<ul>${items.join('')}</ul>` : '<p>Nothing within the levels asked for.</p>';
  return `<section class="limits" aria-labelledby="limits"><h2 id="limits">What was not verified</h2>${body}</section>`;
}

function overview(report: Report): string {
  if (report.tables.length === 0) return '';
  const rows = report.tables.map(
    (table) =>
      `<tr><th scope="row">${e(table.table)}</th><td>${status(table.passed)}</td><td class="n">${table.level}</td><td class="n">${count(table.rows?.source)}</td><td class="n">${count(table.rows?.target)}</td><td class="n">${differences(table)}</td></tr>`,
  );
  return `<section><h2>Tables</h2><div class="scroll"><table><caption>One line a table</caption><thead><tr>${heads(['Table', 'Verdict', 'Level', 'Rows in source', 'Rows in target', 'Differences'])}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

function details(table: ReportTable): string {
  const rows = table.levels.map(
    (level) =>
      `<tr><th scope="row">${level.level} ${e(level.name)}</th><td>${status(level.differences.length === 0)}</td><td class="n">${count(level.checked)}</td><td class="n">${count(level.differences.length)}</td></tr>`,
  );
  const found = table.levels
    .filter((level) => level.differences.length > 0)
    .map((level) => list(level.name, level.differences));
  return `<section><h2>${e(table.table)}</h2><div class="scroll"><table><caption>Levels of proof</caption><thead><tr>${heads(['Level', 'Verdict', 'Checked', 'Differences'])}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>${found.join('\n')}</section>`;
}

function list(name: string, found: readonly ReportDifference[]): string {
  const rows = found
    .slice(0, SHOWN)
    .map(
      (item) =>
        `<tr>${[item.message, item.partition, item.column, item.file, item.expected, item.actual].map((cell) => `<td>${e(cell ?? '')}</td>`).join('')}</tr>`,
    );
  const more = found.length > SHOWN ? `<p>${count(found.length - SHOWN)} more are in the JSON document.</p>` : '';
  return `<h3>Differences in ${e(name)}</h3><div class="scroll"><table><thead><tr>${heads(['What', 'Partition', 'Column', 'File', 'Expected', 'Found'])}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>${more}`;
}

function measures(block: ReportMeasures): string {
  const rows = block.rows.map(
    (row) =>
      `<tr>${row.map((cell, i) => (i === 0 ? `<th scope="row">${e(cell)}</th>` : `<td class="n">${e(cell)}</td>`)).join('')}</tr>`,
  );
  return `<section><h2>${e(block.title)}</h2><div class="scroll"><table><thead><tr>${heads(block.columns)}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

function heads(names: readonly string[]): string {
  return names.map((name) => `<th scope="col">${e(name)}</th>`).join('');
}

function status(good: boolean): string {
  return good ? '<span class="good">✓ passed</span>' : '<span class="bad">✗ differs</span>';
}

function differences(table: ReportTable): string {
  return count(table.levels.reduce((sum, level) => sum + level.differences.length, 0));
}

/** A number below 0 stands for one that is not known. */
function count(value: number | undefined): string {
  return value === undefined || value < 0 ? '–' : value.toLocaleString('en-US');
}
