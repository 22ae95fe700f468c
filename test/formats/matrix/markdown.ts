import type { Outcome } from './outcomes.js';
import { FORMAT_IDS, FORMATS } from './tables.js';
import type { FormatId } from './tables.js';

/** The columns of the matrix: what they are, and the values tried beside NULL. */
const TYPES = {
  b: ['BOOLEAN', 'true, false'],
  t: ['TINYINT', 'smallest, largest, 0, -1'],
  s: ['SMALLINT', 'smallest, largest, 0, -1'],
  i: ['INT', 'smallest, largest, 0, -1'],
  l: ['BIGINT', 'smallest, largest, 0, -1'],
  f: ['FLOAT', 'NaN, -0, both infinities, smallest, largest'],
  d: ['DOUBLE', 'NaN, -0, both infinities, smallest, largest'],
  finite_f: ['FLOAT', '-0, smallest, largest, one digit'],
  finite_d: ['DOUBLE', '-0, smallest, largest, one digit'],
  dec9: ['DECIMAL(9,2)', 'smallest, largest, 0, one digit'],
  dec18: ['DECIMAL(18,4)', 'smallest, largest, 0, one digit'],
  dec38: ['DECIMAL(38,18)', 'smallest, largest, 0, one digit'],
  str: ['STRING', 'empty, beyond ASCII, with spaces around, long'],
  delimiters: ['STRING', 'delimiters, quotes, backslashes, control characters, `NULL`'],
  lines: ['STRING', 'line breaks'],
  ch: ['CHAR', 'padded, beyond ASCII, full'],
  vc: ['VARCHAR', 'spaces at the end, beyond ASCII, full'],
  bin: ['BINARY', 'zero bytes, no UTF-8, line breaks'],
  dt: ['DATE', '1582-10-15, 9999-12-31, around 1970'],
  old_dt: ['DATE', 'before 1582-10-15'],
  ts: ['TIMESTAMP', '1900, 9999, microseconds around 1970'],
  old_ts: ['TIMESTAMP', 'before 1582-10-15'],
  arr: ['ARRAY of texts', 'empty, with NULL'],
  m: ['MAP', 'empty, with NULL'],
  st: ['STRUCT', 'with NULL and empty fields'],
  deep: ['ARRAY of STRUCT of MAP of ARRAY', 'empty and NULL at every depth'],
} as const;

/** Format by type by lane, and the codecs. */
export function matrixMarkdown(outcomes: readonly Outcome[]): string {
  const reasons: string[] = [];
  const cell = (format: FormatId, column: string): string => {
    const outcome = outcomes.find((one) => one.format === format && one.columns.includes(column));
    if (outcome === undefined) return '–';
    if (outcome.refused === undefined) return outcome.encoded.includes(column) ? 'encoded' : 'kept';
    const reason = outcome.refused.replace(`${column} is `, '');
    if (!reasons.includes(reason)) reasons.push(reason);
    return `refused (${reasons.indexOf(reason) + 1})`;
  };
  const titles = FORMAT_IDS.map((format) => FORMATS[format].title);
  const types = Object.entries(TYPES).map(([column, [type, values]]) => [
    type,
    values,
    ...FORMAT_IDS.map((format) => cell(format, column)),
  ]);
  const codecs = FORMAT_IDS.map((format) => {
    const tables = outcomes.filter((one) => one.format === format && one.codec !== undefined);
    const named = (some: readonly Outcome[]) => some.map(({ codec }) => codec!.replace('_', ' ')).join(', ') || '–';
    const refused = tables.filter((one) => one.refused !== undefined);
    const read = tables.filter((one) => one.refused === undefined);
    return [FORMATS[format].title, read[0]!.lane!, named(read), named(refused)];
  });
  return [
    table(['Type', 'Values', ...titles], types),
    reasons.map((reason, index) => `${index + 1}. ${reason}`).join('\n'),
    table(['Format, writer', 'Lane', 'Codecs', 'Refused by name'], codecs),
  ].join('\n\n');
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
