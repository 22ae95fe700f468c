import type { ReportSample } from './model.js';

/** A row that differs in one line of text: what, where, and the values. */
export function sampleLine({ kind, partition, source, target, times, columns }: ReportSample): string {
  const places = [partition, source, target].filter((place) => place !== undefined && place !== '');
  const often = times === undefined ? '' : ` (${times.source} times in the source, ${times.target} in the target)`;
  const cells = columns.map(({ name, source: a, target: b }) => {
    if (kind !== 'changed') return `${name} = ${a ?? b ?? ''}`;
    return a === b ? `${name} = ${a ?? ''}` : `${name}: ${a ?? ''} -> ${b ?? ''}`;
  });
  return `${kind} row${often} [${places.join(', ')}] ${cells.join(', ')}`;
}
