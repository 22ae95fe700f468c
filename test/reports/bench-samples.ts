import type { BenchMetric, BenchReport } from '../../reports/index.js';

export function benchMetric(name: string, over: Partial<BenchMetric> = {}): BenchMetric {
  const wall = { ratio: 0.25, low: 0.2, high: 0.31 };
  return {
    name,
    pairs: 20,
    before: { p50: 40, p95: 50 },
    after: { p50: 10, p95: 12 },
    wall,
    cpu: wall,
    change: { ratio: 1.02, low: 0.98, high: 1.05 },
    verdict: 'same',
    regression: false,
    nights: [1, 2, 3].map((run) => ({ run, startedAt: Date.UTC(2024, 2, run), wall })),
    ...over,
  };
}

/** A comparison with a regression and everything a page can show, all names being `name`. */
export function benchReport(name: string): BenchReport {
  return {
    title: name,
    generatedAt: '2024-03-01T00:00:00.000Z',
    facts: [['Machine', name]],
    compared: true,
    metrics: [
      benchMetric(name),
      benchMetric(name, { verdict: 'slower', regression: true, step: { run: 2, ratio: 1.5 } }),
    ],
    counts: [{ name, base: 4, head: 40, regression: true }],
    errors: [{ metric: name, message: name }],
    sizes: {
      all: { bounds: [65_536], before: [490, 0], after: [0, 25] },
      tables: [
        { table: name, sizes: { bounds: [65_536], before: [480, 0], after: [0, 24] } },
        { table: `${name}2`, sizes: { bounds: [65_536], before: [10, 0], after: [0, 1] } },
      ],
    },
    measures: [{ title: name, columns: ['', 'Before'], rows: [[name, name]] }],
    freshness: [
      { at: 0, before: 5, after: 900 },
      { at: 2000, before: 7, after: 2500 },
    ],
    nameNode: [
      {
        title: name,
        points: [
          { at: 0, value: 0 },
          { at: 10_000, value: 120 },
          { at: 20_000, value: 30 },
        ],
        phases: [{ name, from: 1000, to: 12_000 }],
      },
    ],
    heat: [{ title: name, phases: [name, name], rows: [{ name, times: [10, 40] }] }],
  };
}
