import type { Report, ReportSample, ReportTable } from '../../reports/index.js';

/** Names that try to leave their place in HTML and XML. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"onmouseover="alert(1)',
  "' onfocus='x",
  ']]><!-- -->',
  '</td></table>',
  '&lt;&amp;&#0;',
  'nul\u0000bell\u0007esc\u001b',
  'lone\ud800surrogate',
  'right\u202eto left',
  'Straße/日本語/😀',
];

export function table(name: string, over: Partial<ReportTable> = {}): ReportTable {
  return {
    table: name,
    level: 3,
    passed: true,
    notVerified: ['No other engine has read the table.'],
    levels: [
      { level: 0, name: 'presence', checked: 4, differences: [] },
      { level: 3, name: 'rows', checked: 9, differences: [] },
    ],
    rows: { source: 12_345, target: 12_345 },
    ...over,
  };
}

/** A row of each kind that differs. */
function rows(text: string): ReportSample[] {
  return [
    {
      kind: 'changed',
      partition: text,
      source: text,
      target: text,
      columns: [
        { name: text, source: text, target: `${text}!` },
        { name: 'id', source: '1', target: '1' },
      ],
    },
    { kind: 'missing', source: text, columns: [{ name: text, source: text }] },
    { kind: 'extra', target: text, times: { source: 1, target: 2 }, columns: [{ name: text, target: text }] },
  ];
}

/** A report of one table that passed, one that differs and one left out; `text` stands wherever data can. */
export function report(text: string): Report {
  const difference = { message: text, partition: text, column: text, file: text, expected: text, actual: text };
  return {
    title: text,
    generatedAt: '2024-03-01T00:00:00.000Z',
    source: text,
    target: text,
    leftOut: [{ table: text, reason: text, refusals: [{ reason: text, place: text, next: text }, { reason: text }] }],
    tables: [
      table('db.good'),
      table(text, {
        passed: false,
        notVerified: [text],
        planId: text,
        sizes: { bounds: [65_536, 1_048_576], before: [2_000, 3, 0], after: [0, 1, 2] },
        properties: [
          { name: text, source: text, target: text },
          { name: 'owner', source: text },
        ],
        levels: [
          { level: 0, name: 'presence', checked: 4, differences: [] },
          { level: 3, name: text, checked: 9, differences: [difference, { message: text }], samples: rows(text) },
        ],
      }),
    ],
    measures: [{ title: text, columns: [text, text], rows: [[text, text]] }],
    timeline: [
      { worker: 1, table: text, from: 1_000, to: 2_000 },
      { worker: 2, table: 'db.good', from: 1_500, to: 4_000 },
    ],
    environment: [{ name: text, value: text }],
    reproduce: [text],
  };
}
