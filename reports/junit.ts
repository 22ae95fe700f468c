import { escapeText as e } from './escape.js';
import { sampleLine } from './sample-line.js';
import type { Report, ReportDifference, ReportTable } from './model.js';

/**
 * JUnit XML: a test suite a table, a test case a level of proof. A level with differences is a failure, a table left out is an
 * error, and what was not verified is written to the suite's system-out.
 */
export function renderJunit(report: Report): string {
  const suites = [...report.tables.map(suite), ...report.leftOut.map(leftOut)];
  const tests = report.tables.reduce((sum, table) => sum + table.levels.length, 0) + report.leftOut.length;
  const failures = report.tables.reduce((sum, table) => sum + failed(table), 0);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${e(report.title)}" tests="${tests}" failures="${failures}" errors="${report.leftOut.length}">
${suites.join('\n')}
</testsuites>
`;
}

function failed(table: ReportTable): number {
  return table.levels.filter((level) => level.differences.length > 0).length;
}

function suite(table: ReportTable): string {
  const cases = table.levels.map((level) => {
    const open = `<testcase classname="${e(table.table)}" name="level ${level.level} ${e(level.name)}"`;
    if (level.differences.length === 0) return `${open}/>`;
    const message = `${level.differences.length} of ${level.checked} checked differ`;
    return `${open}><failure message="${e(message)}">${e([...level.differences.map(line), ...(level.samples ?? []).map(sampleLine)].join('\n'))}</failure></testcase>`;
  });
  const said = table.notVerified.length > 0 ? [`<system-out>${e(table.notVerified.join('\n'))}</system-out>`] : [];
  return `<testsuite name="${e(table.table)}" tests="${table.levels.length}" failures="${failed(table)}" errors="0">
${[...cases, ...said].join('\n')}
</testsuite>`;
}

function leftOut(item: { readonly table: string; readonly reason: string }): string {
  return `<testsuite name="${e(item.table)}" tests="1" failures="0" errors="1">
<testcase classname="${e(item.table)}" name="verified"><error message="${e(item.reason)}"/></testcase>
</testsuite>`;
}

function line(item: ReportDifference): string {
  const place = [item.partition, item.column, item.file].filter((part) => part !== undefined && part !== '');
  const values = item.expected === undefined ? '' : ` (expected ${item.expected}, found ${item.actual ?? 'nothing'})`;
  return `${item.message}${place.length > 0 ? ` [${place.join(' ')}]` : ''}${values}`;
}
