import { escapeText as e } from '../escape.js';

/** A cell: text as it is, a number for people to compare, or markup that the caller made safe. */
export type Cell = string | number | undefined | { readonly markup: string };

/** A column's title; `#` before it says that its cells are numbers. */
export type ColumnTitle = string;

/**
 * A table whose first column names the row. With more than one row the page's script lets people sort it by a click on a title.
 */
export function dataTable(caption: string, titles: readonly ColumnTitle[], rows: readonly (readonly Cell[])[]): string {
  const numeric = titles.map((title) => title.startsWith('#'));
  const head = titles.map((title) => `<th scope="col">${e(title.replace(/^#/, ''))}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${row.map((cell, i) => tableCell(cell, i === 0, numeric[i] === true)).join('')}</tr>`,
  );
  const kind = rows.length > 1 ? ' class="sortable"' : '';
  const title = caption === '' ? '' : `<caption>${e(caption)}</caption>`;
  return `<div class="scroll"><table${kind}>${title}<thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

function tableCell(cell: Cell, first: boolean, numeric: boolean): string {
  const inner =
    cell === undefined ? '' : typeof cell === 'object' ? cell.markup : e(typeof cell === 'number' ? count(cell) : cell);
  if (first) return `<th scope="row">${inner}</th>`;
  return numeric ? `<td class="n">${inner}</td>` : `<td>${inner}</td>`;
}

/** A number for people; one below 0 stands for one that is not known. */
export function count(value: number | undefined): string {
  return value === undefined || value < 0 ? '–' : value.toLocaleString('en-US');
}

/** Bytes for people, in powers of 1024. */
export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = value < 1 ? 0 : Math.min(Math.floor(Math.log2(value) / 10), units.length - 1);
  const scaled = value / 1024 ** power;
  return `${Number.isInteger(scaled) ? scaled : scaled.toFixed(1)} ${units[power]!}`;
}
