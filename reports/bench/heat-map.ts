import { escapeText as e } from '../escape.js';
import { drawing } from '../html/drawing.js';
import { digits } from './model.js';
import type { BenchHeat } from './model.js';

const [LEFT, TOP, CELL_WIDTH, CELL_HEIGHT] = [110, 24, 92, 28];
/** A query that takes this many times as long as in the first phase, or more, has the full colour. */
const FULL = 4;
/** The opacity of the full colour: text on it keeps a contrast of 4.5:1 in both schemes. */
const STRONGEST = 0.5;

/** Queries by phases: the stronger the colour, the slower a query is than in the first phase, or, in the other colour, the faster. */
export function heatMap({ title, phases, rows }: BenchHeat): string {
  const width = LEFT + phases.length * CELL_WIDTH + 10;
  const height = TOP + rows.length * CELL_HEIGHT + 8;
  const heads = phases.map(
    (phase, i) => `<text x="${LEFT + (i + 0.5) * CELL_WIDTH}" y="${TOP - 8}" text-anchor="middle">${e(phase)}</text>`,
  );
  const lines = rows.map(({ name, times }, row) => {
    const y = TOP + row * CELL_HEIGHT;
    const cells = times.map((time, i) => cell(name, phases[i] ?? '', time, times[0]!, LEFT + i * CELL_WIDTH, y));
    return `<text x="${LEFT - 8}" y="${y + 18}" text-anchor="end">${e(name)}</text>${cells.join('')}`;
  });
  const label = `${title}: ${rows.length} queries in ${phases.length} phases, by how their time changed since the first`;
  return `<h3>${e(title)} (ms, and in units of the first phase)</h3>
${drawing(width, height, label, `${heads.join('')}\n${lines.join('\n')}`)}`;
}

function cell(name: string, phase: string, time: number, first: number, x: number, y: number): string {
  const ratio = time / first;
  const strength = Math.min(Math.abs(Math.log(ratio)) / Math.log(FULL), 1) * STRONGEST;
  const text = `${digits(time)} · ${digits(ratio)}`;
  return `<rect class="${ratio > 1 ? 'slower' : 'quicker'}" fill-opacity="${strength.toFixed(2)}" x="${x}" y="${y}" width="${CELL_WIDTH - 2}" height="${CELL_HEIGHT - 2}"><title>${e(`${name}, ${phase}: ${text}`)}</title></rect><text x="${x + CELL_WIDTH / 2 - 1}" y="${y + 18}" text-anchor="middle">${text}</text>`;
}
