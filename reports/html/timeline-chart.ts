import { escapeText as e } from '../escape.js';
import type { ReportSpan } from '../model.js';
import { dataTable, type Cell } from './data-table.js';
import { drawing, n } from './drawing.js';

const [WIDTH, LEFT, TOP, ROW] = [960, 90, 20, 20];

/** Idle time longer than this share of the busy time is cut out of the axis: a run that was resumed a day later still shows. */
const IDLE = 0.05;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** When workers wrote, as a chart and by table; nothing when that is not known. */
export function timelineSection(spans: readonly ReportSpan[]): string {
  if (spans.length === 0) return '';
  const rows = [...new Set(spans.map(({ table }) => table))].map((table) =>
    tableRow(
      table,
      spans.filter((span) => span.table === table),
    ),
  );
  const titles = ['Table', 'First (UTC)', 'Last (UTC)', '#Workers', '#Seconds of workers'];
  return `<section><h2>When workers wrote</h2>${timelineChart(spans)}${dataTable('By table', titles, rows)}</section>`;
}

function tableRow(table: string, spans: readonly ReportSpan[]): Cell[] {
  return [
    table,
    time(Math.min(...spans.map(({ from }) => from))),
    time(Math.max(...spans.map(({ to }) => to))),
    new Set(spans.map(({ worker }) => worker)).size,
    (spans.reduce((sum, { from, to }) => sum + to - from, 0) / 1000).toFixed(1),
  ];
}

/** A row for each worker with the times it was writing; two shades tell tables apart, titles name them. */
function timelineChart(spans: readonly ReportSpan[]): string {
  const workers = [...new Set(spans.map(({ worker }) => worker))].sort((a, b) => a - b);
  const shades = new Map(
    [...new Set(spans.map(({ table }) => table))].map((table, i) => [table, i % 2 === 0 ? 'even' : 'odd']),
  );
  const stretches = busyStretches(spans);
  const busy = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  const place = placeOf(stretches, (WIDTH - LEFT) / Math.max(busy, 1));
  const height = TOP + workers.length * ROW + 20;
  const rows = workers.map((worker, i) => {
    const y = TOP + i * ROW;
    const bars = spans
      .filter((span) => span.worker === worker)
      .map(({ table, from, to }) => {
        const x = place(from);
        const seconds = ((to - from) / 1000).toFixed(1);
        return `<rect class="${shades.get(table)!}" x="${n(x)}" y="${y}" width="${n(Math.max(place(to) - x, 0.5))}" height="${ROW - 6}"><title>${e(table)}, ${seconds} s</title></rect>`;
      });
    return `<text x="0" y="${y + 11}">worker ${e(String(worker))}</text>${bars.join('')}`;
  });
  const cuts = stretches.slice(1).map(({ from }) => {
    const x = n(place(from));
    return `<line class="cut" x1="${x}" y1="${TOP - 4}" x2="${x}" y2="${height - 20}"/>`;
  });
  const idle = cuts.length === 0 ? '' : `; ${cuts.length} idle ${cuts.length === 1 ? 'time is' : 'times are'} cut out`;
  const label = `Workers over ${(busy / 1000).toFixed(1)} s${idle}`;
  return drawing(
    WIDTH,
    height,
    label,
    `<text x="0" y="12">${e(label)}</text>
${rows.join('\n')}${cuts.join('')}
<line class="axis" x1="${LEFT}" y1="${height - 18}" x2="${WIDTH}" y2="${height - 18}"/>
<text x="${LEFT}" y="${height - 4}">${e(time(stretches[0]?.from))}</text><text x="${WIDTH}" y="${height - 4}" text-anchor="end">${e(time(stretches.at(-1)?.to))}</text>`,
  );
}

/** The times in which any worker was busy, short pauses included. */
function busyStretches(spans: readonly ReportSpan[]): Stretch[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  const pause = IDLE * unionOf(sorted, 0).reduce((sum, { from, to }) => sum + to - from, 0);
  return unionOf(sorted, pause);
}

function unionOf(sorted: readonly Stretch[], pause: number): Stretch[] {
  const found: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = found.at(-1);
    if (last !== undefined && from - last.to <= pause) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

function placeOf(stretches: readonly Stretch[], scale: number): (time: number) => number {
  return (time) => {
    let before = 0;
    for (const { from, to } of stretches) {
      if (time <= to) return LEFT + (before + Math.max(0, time - from)) * scale;
      before += to - from;
    }
    return WIDTH;
  };
}

const time = (millis: number | undefined): string =>
  millis === undefined ? '' : new Date(millis).toISOString().replace('T', ' ').slice(0, 19);
