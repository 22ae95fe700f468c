import { escapeText as e } from '../escape.js';
import { drawing, n } from '../html/drawing.js';
import { digits } from './model.js';
import type { BenchCurve } from './model.js';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [960, 150, 60, 14, 40, 24];
/** About the width of a letter: a name wider than its band is left to the band's title. */
const LETTER = 8;

/** Steps over time, a value for the time since the one before it; bands behind them name what was measured then. */
export function curveChart({ title, points, phases }: BenchCurve): string {
  const most = Math.max(...points.map(({ value }) => value), 1e-9);
  const end = Math.max(...points.map(({ at }) => at), ...phases.map(({ to }) => to), 1);
  const x = (at: number): string => n(LEFT + (at / end) * (WIDTH - LEFT - RIGHT));
  const y = (value: number): string => n(HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM));
  const bands = phases.map(({ name, from, to }) => {
    const width = ((to - from) / end) * (WIDTH - LEFT - RIGHT);
    const about = `${name}: ${seconds(from)} s to ${seconds(to)} s`;
    const text = width < name.length * LETTER ? '' : `<text x="${x(from)}" y="${TOP - 4}">${e(name)}</text>`;
    return `<rect class="band" x="${x(from)}" y="${TOP}" width="${n(Math.max(width, 1))}" height="${HEIGHT - TOP - BOTTOM}"><title>${e(about)}</title></rect>${text}`;
  });
  const steps = points.map(({ at, value }, i) => (i === 0 ? `M${x(at)} ${y(value)}` : `V${y(value)}H${x(at)}`));
  const label = `${title}, at most ${digits(most)}, over ${seconds(end)} s`;
  return drawing(
    WIDTH,
    HEIGHT,
    label,
    `<text x="0" y="13">${e(title)}</text>
${bands.join('')}
<text x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">${digits(most)}</text><text x="${LEFT - 6}" y="${HEIGHT - BOTTOM + 4}" text-anchor="end">0</text>
<line class="axis" x1="${LEFT}" y1="${HEIGHT - BOTTOM}" x2="${WIDTH - RIGHT}" y2="${HEIGHT - BOTTOM}"/>
<path class="line" d="${steps.join('')}"/>
<text x="${LEFT}" y="${HEIGHT - 8}">0 s</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">${seconds(end)} s after the start</text>`,
  );
}

const seconds = (ms: number): string => digits(ms / 1000);
