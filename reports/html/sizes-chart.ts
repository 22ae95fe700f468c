import { escapeText as e } from '../escape.js';
import type { ReportSizes } from '../model.js';
import { bytes, count } from './data-table.js';
import { drawing, n, sidesKey } from './drawing.js';

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [720, 190, 10, 22, 40];

/** File sizes before and after as paired columns, their heights on a logarithmic scale: many small files and few large ones both show. */
export function sizesChart(sizes: ReportSizes): string {
  const most = Math.max(...sizes.before, ...sizes.after, 1);
  const slot = (WIDTH - 2 * LEFT) / sizes.before.length;
  const base = HEIGHT - BOTTOM;
  const heightOf = (files: number): number =>
    files === 0 ? 0 : (Math.log2(files + 1) / Math.log2(most + 1)) * (base - TOP - 14);
  const column = (files: number, x: number, side: string): string => {
    const height = heightOf(files);
    const number =
      files === 0
        ? ''
        : `<text x="${n(x + slot * 0.19)}" y="${n(base - height - 4)}" text-anchor="middle">${count(files)}</text>`;
    return `<rect class="${side}" x="${n(x)}" y="${n(base - height)}" width="${n(slot * 0.38)}" height="${n(height)}"/>${number}`;
  };
  const classes = sizes.before.map((before, i) => {
    const x = LEFT + i * slot;
    const name = `<text x="${n(x + slot / 2)}" y="${base + 16}" text-anchor="middle">${e(className(sizes.bounds, i))}</text>`;
    return column(before, x + slot * 0.1, 'before') + column(sizes.after[i] ?? 0, x + slot * 0.52, 'after') + name;
  });
  const total = (files: readonly number[]): string => count(files.reduce((sum, value) => sum + value, 0));
  const label = `Files by size: ${total(sizes.before)} before, ${total(sizes.after)} after`;
  return drawing(
    WIDTH,
    HEIGHT,
    label,
    `<text x="${LEFT}" y="13">${e(label)} (logarithmic)</text>
${classes.join('\n')}
<line class="axis" x1="${LEFT}" y1="${base}" x2="${WIDTH - LEFT}" y2="${base}"/>
${sidesKey(LEFT, HEIGHT - 13)}`,
  );
}

function className(bounds: readonly number[], i: number): string {
  const bound = bounds[i];
  return bound === undefined ? `> ${bytes(bounds.at(-1) ?? 0)}` : `≤ ${bytes(bound)}`;
}
