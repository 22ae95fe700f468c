import { escapeText as e } from '../escape.js';
import type { ReportDifference, ReportTable } from '../model.js';
import { count, dataTable } from './data-table.js';
import { rowsThatDiffer } from './rows-that-differ.js';
import { sizesChart } from './sizes-chart.js';

/** Differences shown per level; the rest is counted. The JSON document holds them all. */
const SHOWN = 200;

/** All tables, a line each. */
export function overview(tables: readonly ReportTable[]): string {
  if (tables.length === 0) return '';
  const rows = tables.map((table, i) => [
    { markup: `<a href="#${anchor(i)}">${e(table.table)}</a>` },
    status(table.passed),
    table.level,
    table.rows?.source ?? -1,
    table.rows?.target ?? -1,
    filesOf(table.sizes?.before),
    filesOf(table.sizes?.after),
    table.levels.reduce((sum, level) => sum + level.differences.length, 0),
  ]);
  const counts = ['#Rows in source', '#Rows in target', '#Files before', '#Files after', '#Differences'];
  const titles = ['Table', 'Verdict', '#Level', ...counts];
  return `<section><h2>Tables</h2>${dataTable('One line a table', titles, rows)}</section>`;
}

/** The files of all tables by size, where there are several tables. */
export function allFiles(tables: readonly ReportTable[]): string {
  const sizes = tables.flatMap((table) => table.sizes ?? []);
  const [first] = sizes;
  if (first === undefined || sizes.length === 1) return '';
  // One version of the program has one list of classes.
  const add = (side: 'before' | 'after'): number[] =>
    first[side].map((_, i) => sizes.reduce((sum, one) => sum + (one[side][i] ?? 0), 0));
  const sum = { bounds: first.bounds, before: add('before'), after: add('after') };
  return `<section><h2>Files of all tables</h2>${sizesChart(sum)}</section>`;
}

const anchor = (index: number): string => `table-${index + 1}`;
const filesOf = (sizes: readonly number[] = [-1]): number => sizes.reduce((sum, files) => sum + files, 0);

/** One table: its levels of proof, what differs, what became of its files and properties. */
export function tableSection(table: ReportTable, index: number): string {
  const rows = table.levels.map((level) => [
    `${level.level} ${level.name}`,
    status(level.differences.length === 0),
    level.checked,
    level.differences.length,
  ]);
  const found = table.levels.filter((level) => level.differences.length > 0);
  const parts = [
    `<h2 id="${anchor(index)}">${e(table.table)}</h2>`,
    table.planId === undefined ? '' : `<p>Plan <code>${e(table.planId)}</code></p>`,
    dataTable('Levels of proof', ['Level', 'Verdict', '#Checked', '#Differences'], rows),
    ...found.map((level) => differences(level.name, level.differences)),
    ...table.levels.flatMap(({ samples = [] }) => (samples.length === 0 ? [] : [rowsThatDiffer(samples)])),
    table.sizes === undefined ? '' : `<h3>Files</h3>${sizesChart(table.sizes)}`,
    properties(table),
  ];
  return `<section>${parts.filter((part) => part !== '').join('\n')}</section>`;
}

function differences(name: string, found: readonly ReportDifference[]): string {
  const rows = found
    .slice(0, SHOWN)
    .map((item) => [item.message, item.partition, item.column, item.file, item.expected, item.actual]);
  const more = found.length > SHOWN ? `<p>${count(found.length - SHOWN)} more are in the JSON document.</p>` : '';
  const titles = ['What', 'Partition', 'Column', 'File', 'Expected', 'Found'];
  return `<h3>Differences in ${e(name)}</h3>${dataTable('', titles, rows)}${more}`;
}

function properties({ properties: found }: ReportTable): string {
  if (found === undefined) return '';
  if (found.length === 0) return '<h3>Properties</h3><p>The catalog has the same as the source.</p>';
  const rows = found.map(({ name, source, target }) => [name, source ?? '(not set)', target ?? '(not set)']);
  const caption = 'Where the catalog of migrated tables differs from the source';
  return `<h3>Properties</h3>${dataTable(caption, ['Property', 'Source', 'Catalog'], rows)}`;
}

function status(good: boolean): { markup: string } {
  return { markup: good ? '<span class="good">✓ passed</span>' : '<span class="bad">✗ differs</span>' };
}
