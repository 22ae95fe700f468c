import { escapeText as e } from '../escape.js';
import { drawing, n, sidesKey } from '../html/drawing.js';
import { digits, intervalText } from './model.js';
import type { BenchMetric } from './model.js';

const [WIDTH, LEFT, RIGHT, TOP, ROW] = [960, 250, 70, 44, 38];

/**
 * Two bars a metric, before and after as they relate: the slower side of it fills the row. The line at the end of `after` is the
 * interval of its ratio.
 */
export function ratioChart(metrics: readonly BenchMetric[]): string {
  const height = TOP + metrics.length * ROW + 6;
  const most = Math.max(1, ...metrics.map(({ wall }) => wall.high));
  const scale = (WIDTH - LEFT - RIGHT) / Math.min(most, 3);
  const x = (ratio: number): number => LEFT + Math.min(ratio, 3) * scale;
  const rows = metrics.map(({ name, before, after, wall }, i) => {
    const y = TOP + i * ROW;
    const title = `<title>${e(`${name}: ${digits(before.p50)} ms before, ${digits(after.p50)} ms after, ratio ${intervalText(wall)}`)}</title>`;
    const bar = (side: string, ratio: number, at: number): string =>
      `<rect class="${side}" x="${LEFT}" y="${y + at}" width="${n(Math.max(x(ratio) - LEFT, 1))}" height="13">${title}</rect>`;
    const interval = `<line class="interval" x1="${n(x(wall.low))}" y1="${y + 20.5}" x2="${n(x(wall.high))}" y2="${y + 20.5}"/>`;
    const ends = [wall.low, wall.high].map(
      (end) => `<line class="interval" x1="${n(x(end))}" y1="${y + 16}" x2="${n(x(end))}" y2="${y + 25}"/>`,
    );
    return `<text x="${LEFT - 8}" y="${y + 18}" text-anchor="end">${e(short(name))}</text>${bar('before', 1, 0)}${bar('after', wall.ratio, 14)}${interval}${ends.join('')}<text x="${n(x(Math.max(1, wall.high)) + 6)}" y="${y + 18}">${digits(wall.ratio)}</text>`;
  });
  const label = `Time after the migration where before is 1, with 99 % intervals, ${metrics.length} metrics`;
  return drawing(WIDTH, height, label, `<text x="0" y="13">${e(label)}</text>\n${sidesKey(0, 22)}\n${rows.join('\n')}`);
}

const short = (name: string): string => (name.length <= 38 ? name : `${name.slice(0, 37)}…`);
