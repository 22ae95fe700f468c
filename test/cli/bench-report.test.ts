import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { History, reviewRun } from '../../bench/index.js';
import type { BenchRun } from '../../bench/index.js';
import { benchReport } from '../../cli/bench/report.js';
import type { BenchReport } from '../../reports/index.js';
import { metric, night } from '../bench/nights.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-bench-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function reportOf(run: BenchRun): BenchReport {
  const history = History.open(join(folder, 'bench.db'));
  try {
    return benchReport(reviewRun(history, history.append(run)));
  } finally {
    history.close();
  }
}
const rowsOf = ({ measures }: BenchReport, title: string) =>
  measures.find((one) => one.title.startsWith(title))?.rows.map((row) => row.map((cell) => cell.replace(/ .*/, '')));

it('has the ratios of all engines side by side, and their mean over the queries that all of them ran', () => {
  const engines = ['duckdb', 'spark'].map((name) => ({ name, version: '1' }));
  const exact = (name: string, ratio: number) => {
    const pair = { before: { wallMs: 10, cpuMs: 1 }, after: { wallMs: 10 * ratio, cpuMs: 1 } };
    return { name, pairs: Array.from({ length: 5 }, () => pair) };
  };
  const metrics = [
    exact('query/duckdb/a', 0.5),
    exact('query/duckdb/b/c', 0.5),
    exact('query/spark/a', 2),
    exact('query/duckdb/d', 0.125),
    exact('query/spark/d', 2),
    exact('planning/spark/a', 9),
  ];
  expect(rowsOf(reportOf(night(metrics, { engines })), 'Time after / before by engine')).toEqual([
    ['a', '0.500', '2.00'],
    ['b/c', '0.500', '–'],
    ['d', '0.125', '2.00'],
    ['geometric', '0.250', '2.00'],
  ]);
  const one = reportOf(night(metrics.slice(0, 2)));
  expect(one.measures.map(({ title }) => title)).toEqual(['Files']);
});

it('shows what costs assume', () => {
  const side = { storage: 3, requests: 0, compute: 1, total: 4 };
  const prices = { hdfsGibMonth: 0.05, replication: 3, objectGibMonth: 0.02, getThousand: 0.4, getsPerFile: 2 };
  const run = night([metric('query/duckdb/a', 0.5, 1)], {
    costs: { before: side, after: side },
    prices: { ...prices, coreHour: 0.04, runsPerMonth: 30 },
  });
  const report = reportOf(run);
  const assumed = report.measures.find(({ title }) => title === 'What the costs assume')?.rows ?? [];
  expect(assumed.map(([, value]) => value)).toEqual([
    '0.05',
    '3',
    '0.02',
    '2',
    '0.4',
    '0.04',
    '30',
    'not in the costs',
  ]);
});
