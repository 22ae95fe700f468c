import { createHash } from 'node:crypto';
import { escapeText as e } from '../escape.js';
import type { ReportMeasures } from '../model.js';
import { dataTable } from './data-table.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

/**
 * One self-contained page: it loads nothing, and its policy allows no script or style but its own, by their hashes. `header` and
 * `main` are markup.
 */
export function htmlDocument(title: string, header: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLE)}">
<title>${e(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${e(title)}</h1>
${header}
</header>
<main>
${main}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Names with their values. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): string {
  if (pairs.length === 0) return '';
  return `<dl>${pairs.map(([name, value]) => `<dt>${e(name)}</dt><dd>${e(value)}</dd>`).join('')}</dl>`;
}

/** A small table of measured values under its title. */
export function measuresSection(block: ReportMeasures): string {
  const titles = block.columns.map((column, i) => (i === 0 ? column : `#${column}`));
  return `<section><h2>${e(block.title)}</h2>${dataTable('', titles, block.rows)}</section>`;
}
