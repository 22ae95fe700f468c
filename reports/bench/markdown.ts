import { digits, intervalText, verdictOf } from './model.js';
import type { BenchCount, BenchMetric, BenchReport } from './model.js';

/** A short summary as GitHub's job summaries and comments show it. */
export function renderBenchMarkdown(report: BenchReport): string {
  const { title, metrics, counts, errors, compared } = report;
  const head = compared ? ['Change since base', 'CPU change'] : [];
  const columns = ['Metric', 'Before (p50 ms)', 'After (p50 ms)', 'After / before', ...head, 'Verdict'];
  const lines = [
    `## ${cell(title)}`,
    '',
    cell(verdictOf(report)),
    '',
    row(columns),
    row(columns.map((_, i) => (i === 0 || i === columns.length - 1 ? '---' : '---:'))),
    ...metrics.map((metric) => row(cellsOf(metric, compared))),
  ];
  if (counts.length > 0) lines.push('', ...counts.map(countLine));
  if (errors.length > 0) {
    lines.push(
      '',
      '### Not measured',
      '',
      ...errors.map(({ metric, message }) => `- ${cell(metric)}: ${cell(message)}`),
    );
  }
  return `${lines.join('\n')}\n`;
}

function cellsOf(
  { name, before, after, wall, change, cpuChange, verdict, regression }: BenchMetric,
  compared: boolean,
): string[] {
  return [
    cell(name),
    digits(before.p50),
    digits(after.p50),
    intervalText(wall),
    ...(compared ? [change, cpuChange].map((one) => (one === undefined ? '' : intervalText(one))) : []),
    regression ? `**${cell(verdict)}**` : cell(verdict),
  ];
}

const countLine = ({ name, base, head, regression }: BenchCount): string =>
  `- ${cell(name)} in the lake: ${base} -> ${head}${regression ? ' (**regression**)' : ''}`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Text that can neither end its cell or line nor be markup. */
const cell = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|#~@]/g, (char) => `&#${char.charCodeAt(0)};`);
