import { escapeText as e } from '../escape.js';
import { drawing, n } from '../html/drawing.js';
import { digits, intervalText } from './model.js';
import type { BenchMetric } from './model.js';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [460, 150, 46, 12, 26, 24];

/** The ratio after / before over the runs, with intervals, on a logarithmic scale; a dashed line where a lasting change began. */
export function historyChart({ name, nights, step }: BenchMetric): string {
  const logs = nights.flatMap(({ wall }) => [wall.low, wall.high]).map(Math.log);
  // Half of the height at least for a factor of 1.1, so that noise looks as small as it is.
  const middle = (Math.max(...logs) + Math.min(...logs)) / 2;
  const half = Math.max((Math.max(...logs) - Math.min(...logs)) / 2, Math.log(1.1)) * 1.05;
  const y = (ratio: number): number => TOP + ((middle + half - Math.log(ratio)) / (2 * half)) * (HEIGHT - TOP - BOTTOM);
  const x = (i: number): number =>
    LEFT + (nights.length === 1 ? 0.5 : i / (nights.length - 1)) * (WIDTH - LEFT - RIGHT - 10) + 5;
  const points = nights.map(({ run, startedAt, wall }, i) => {
    const title = `<title>${e(`run ${run}, ${day(startedAt)}: ${intervalText(wall)}`)}</title>`;
    return `<line class="interval" x1="${n(x(i))}" y1="${n(y(wall.low))}" x2="${n(x(i))}" y2="${n(y(wall.high))}"/><circle class="after" cx="${n(x(i))}" cy="${n(y(wall.ratio))}" r="3.5">${title}</circle>`;
  });
  const line = nights.map(({ wall }, i) => `${n(x(i))},${n(y(wall.ratio))}`).join(' ');
  const at = step === undefined ? -1 : nights.findIndex(({ run }) => run === step.run);
  const cut =
    at < 1
      ? ''
      : `<line class="cut" x1="${n(x(at - 0.5))}" y1="${TOP}" x2="${n(x(at - 0.5))}" y2="${HEIGHT - BOTTOM}"/>`;
  const ticks = [middle + half * 0.9, middle, middle - half * 0.9].map((log) => {
    const ratio = Math.exp(log);
    return `<text x="${LEFT - 6}" y="${n(y(ratio) + 4)}" text-anchor="end">${digits(ratio)}</text>`;
  });
  const changed = step === undefined ? '' : `; since run ${step.run} ${digits(step.ratio)} times as long`;
  const label = `${name}, after / before over ${nights.length} runs${changed}`;
  return drawing(
    WIDTH,
    HEIGHT,
    label,
    `<text x="0" y="13">${e(`${name}${changed}`)}</text>
${ticks.join('')}
<polyline class="line" points="${line}"/>
${points.join('')}${cut}
<line class="axis" x1="${LEFT}" y1="${HEIGHT - BOTTOM}" x2="${WIDTH - RIGHT}" y2="${HEIGHT - BOTTOM}"/>
<text x="${LEFT}" y="${HEIGHT - 8}">${e(day(nights[0]!.startedAt))}</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">${e(day(nights.at(-1)!.startedAt))}</text>`,
  );
}

const day = (millis: number): string => new Date(millis).toISOString().slice(0, 10);
