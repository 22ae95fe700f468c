import { escapeText as e } from '../escape.js';

/** A drawing of so many pixels whose label says what it shows. A narrow page lets people scroll it before it becomes too small to read. */
export const drawing = (width: number, height: number, label: string, inside: string): string =>
  `<div class="scroll"><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${e(label)}">
${inside}
</svg></div>`;

/** What the colours of the two sides are, with its upper left corner at a place. */
export const sidesKey = (x: number, y: number): string =>
  (['before', 'after'] as const)
    .map((side, i) => {
      const left = x + i * 75;
      return `<rect class="${side}" x="${left}" y="${y}" width="10" height="10"/><text x="${left + 15}" y="${y + 9}">${side}</text>`;
    })
    .join('');

/** A coordinate: tenths of a pixel are enough. */
export const n = (value: number): string => String(Math.round(value * 10) / 10);
