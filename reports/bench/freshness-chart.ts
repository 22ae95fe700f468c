import { escapeText as e } from '../escape.js';
import { drawing, n, sidesKey } from '../html/drawing.js';
import { digits } from './model.js';
import type { BenchFreshFile } from './model.js';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [960, 214, 60, 14, 44, 30];

/** A point a file on either side: when it landed, and how long after that the side showed it. */
export function freshnessChart(files: readonly BenchFreshFile[]): string {
  const most = Math.max(...files.flatMap(({ before, after }) => [before, after]), 1);
  const last = Math.max(...files.map(({ at }) => at), 1);
  const x = (at: number): string => n(LEFT + (at / last) * (WIDTH - LEFT - RIGHT));
  const y = (delay: number): string => n(HEIGHT - BOTTOM - (delay / most) * (HEIGHT - TOP - BOTTOM));
  const points = (side: 'before' | 'after'): string =>
    files
      .map((file) => {
        const title = `${seconds(file.at)} s after the first: ${side} seen after ${seconds(file[side])} s`;
        return `<circle class="${side}" cx="${x(file.at)}" cy="${y(file[side])}" r="3.5"><title>${e(title)}</title></circle>`;
      })
      .join('');
  const label = `Seconds from the close of each of ${files.length} files until a listing of the source (before) and a snapshot of the lake (after) had it`;
  return drawing(
    WIDTH,
    HEIGHT,
    label,
    `<text x="0" y="13">${e(label)}</text>
${sidesKey(0, 22)}
<text x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">${seconds(most)}</text><text x="${LEFT - 6}" y="${HEIGHT - BOTTOM + 4}" text-anchor="end">0</text>
<line class="axis" x1="${LEFT}" y1="${HEIGHT - BOTTOM}" x2="${WIDTH - RIGHT}" y2="${HEIGHT - BOTTOM}"/>
${points('before')}
${points('after')}
<text x="${LEFT}" y="${HEIGHT - 10}">0 s</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 10}" text-anchor="end">${seconds(last)} s after the first file</text>`,
  );
}

const seconds = (ms: number): string => digits(ms / 1000);
