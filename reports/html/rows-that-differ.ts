import { escapeText as e } from '../escape.js';
import type { ReportSample } from '../model.js';

const KINDS: Readonly<Record<ReportSample['kind'], string>> = {
  changed: 'Other values',
  missing: 'Missing in the target',
  extra: 'Too much in the target',
};

/** Rows that differ, each as a small table of its values on both sides; cells that differ are marked. */
export function rowsThatDiffer(samples: readonly ReportSample[]): string {
  const note = '<p>Some of them; there may be more.</p>';
  return `<h3>Rows that differ</h3>${note}${samples.map(oneRow).join('\n')}`;
}

function oneRow({ kind, partition, source, target, times, columns }: ReportSample): string {
  const often = times === undefined ? '' : ` (${times.source} times in the source, ${times.target} in the target)`;
  const caption = `${KINDS[kind]}${often}${partition === undefined || partition === '' ? '' : `, ${partition}`}`;
  const lines = [
    ['Source', source, columns.map((column) => column.source)] as const,
    ['Target', target, columns.map((column) => column.target)] as const,
  ];
  const heads = ['', ...columns.map(({ name }) => name), 'File'].map((name) => `<th scope="col">${e(name)}</th>`);
  const different = columns.map((column) => column.source !== column.target);
  const rows = lines.map(([side, place, cells]) => {
    const marked = cells.map(
      (cell, i) => `<td${different[i] === true ? ' class="bad"' : ''}>${cell === undefined ? '–' : e(cell)}</td>`,
    );
    return `<tr><th scope="row">${side}</th>${marked.join('')}<td>${e(place ?? '–')}</td></tr>`;
  });
  return `<div class="scroll"><table><caption>${e(caption)}</caption><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
