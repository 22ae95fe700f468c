import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareRuns, History } from '../../bench/index.js';
import type { BenchRun } from '../../bench/index.js';
import { runCli } from '../cli/fake-io.js';
import { elements, parseMarkup } from '../reports/markup.js';
import { publishedSchema } from '../reports/published-schema.js';
import { metric, night } from './nights.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-compare-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function history(runs: readonly BenchRun[]): History {
  const made = History.open(join(folder, 'bench.db'));
  for (const run of runs) made.append(run);
  return made;
}
const steady = (seed: number, ratio = 0.5) =>
  night([metric('query/duckdb/q', ratio, seed), metric('metadata/stat', 1, seed + 100)]);

describe('comparing runs', () => {
  it('takes the last two of the suite, and finds what became slower', () => {
    const found = history([steady(1), night([], { suite: 'other' }), steady(2), steady(3, 0.65)]);
    const { base, head, metrics, regressions } = compareRuns(found);
    expect([base.id, head.id]).toEqual([3, 4]);
    expect(regressions).toEqual(['query/duckdb/q']);
    expect(metrics.find(({ name }) => name === 'query/duckdb/q')?.change?.ratio).toBeCloseTo(1.3, 1);
    expect(compareRuns(found, { base: 1, head: 3 }).regressions).toEqual([]);
    expect(compareRuns(found, { base: 4, head: 3 }).metrics.map(({ name, verdict }) => [name, verdict])).toContainEqual(
      ['query/duckdb/q', 'faster'],
    );
  });

  it.each(['metadata/stat', 'startup/spark', 'report/spark/daily'])(
    'ends in a regression for %s only where earlier nights tell what is usual',
    (name) => {
      const usual = (seed: number) => night([metric(name, 1, seed)]);
      const known = [1, 2, 3, 4, 5, 6].map(usual);
      expect(compareRuns(history([...known, night([metric(name, 3, 7)])])).regressions).toEqual([name]);
      expect(compareRuns(history([usual(8), usual(9)]), { base: 1, head: 9 }).regressions).toEqual([]);
      rmSync(join(folder, 'bench.db'));
      expect(compareRuns(history([...known.slice(1), night([metric(name, 3, 7)])])).regressions).toEqual([]);
    },
  );

  it('tells a metric that is gone, and what is slower without being a regression', () => {
    const slower = night([metric('metadata/stat', 3, 7)]);
    const { metrics, regressions } = compareRuns(history([steady(1), slower]));
    expect(metrics.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['metadata/stat', 'slower'],
      ['query/duckdb/q', 'gone'],
    ]);
    expect(regressions).toEqual([]);
  });

  it('weighs a change against what usually changes from night to night', () => {
    const restless = [0.5, 0.6, 0.48, 0.61, 0.5, 0.59, 0.49, 0.6].map((ratio, i) => steady(i, ratio));
    expect(compareRuns(history(restless)).regressions).toEqual([]);
  });

  it('finds small files of the lake that became more', () => {
    const { tables, ...run } = steady(1);
    const table = (small: number) => {
      const files = { count: small + 5, bytes: 1, small, sizes: [] };
      const placed = { before: 'copied', after: 'copied' } as const;
      return { ...run, tables: [...tables, { table: 'a.t', files: { before: files, after: files }, placed }] };
    };
    const { regressions, counts } = compareRuns(history([table(20), table(40)]));
    expect(regressions).toEqual(['files/small']);
    expect(counts[0]).toEqual({ name: 'files/all', base: 25, head: 45, regression: false });
    expect(compareRuns(history([table(2), table(9)])).regressions).toEqual([]);
    expect(compareRuns(history([table(200), table(215)])).regressions).toEqual([]);
  });

  it('shows since when a metric is slower', () => {
    const ratios = Array.from({ length: 16 }, (_, i) => (i < 9 ? 0.5 : 0.6));
    const { metrics, regressions } = compareRuns(history(ratios.map((ratio, i) => steady(i, ratio))));
    expect(regressions).toEqual([]);
    expect(metrics.find(({ name }) => name === 'query/duckdb/q')?.step).toMatchObject({ run: 10 });
  });

  it('refuses runs of other machines and suites, and a history that is too short', () => {
    const { machine } = steady(1);
    const found = history([
      steady(1),
      { ...steady(2), machine: { ...machine, cores: 64 } },
      night([], { suite: 'other' }),
    ]);
    expect(() => compareRuns(found)).toThrow(/no two runs/);
    expect(() => compareRuns(found, { head: 2 })).toThrow(/different machines: 2 × Some CPU.*64 × Some CPU/);
    expect(() => compareRuns(found, { base: 1, head: 3 })).toThrow(/run 1 is of the suite nightly, run 3 of other/);
    // A newer Node is the same machine.
    const newer = { ...steady(4), machine: { ...machine, node: '24.0.0' } };
    expect(compareRuns(history([newer]), { base: 1, head: 4 }).base.id).toBe(1);
  });
});

describe('bench compare', () => {
  it('writes what the published schema describes, a lasting change and small files included', async () => {
    const files = { count: 1, bytes: 1, small: 1, sizes: [1, 0, 0, 0, 0, 0, 0] };
    const placed = { before: 'copied', after: 'in place' } as const;
    const tables = [{ table: 'a.t', files: { before: files, after: files }, placed }];
    history(Array.from({ length: 16 }, (_, i) => ({ ...steady(i, i < 9 ? 0.5 : 0.6), tables }))).close();
    const { stdout } = await runCli(['bench', 'compare', '--db', 'bench.db', '--json'], { cwd: folder });
    const document = JSON.parse(stdout) as { metrics: { step?: object }[]; counts: object[] };
    expect(document.metrics.some(({ step }) => step !== undefined)).toBe(true);
    expect(document.counts).toHaveLength(2);
    const schema = publishedSchema('bench');
    expect(schema.undocumented(document)).toEqual([]);
    expect(schema.takes({ ...document, exitCode: 3 })).toBe(false);
    expect(schema.takes({ ...document, metrics: [{ name: 'q' }] })).toBe(false);
  });

  it('ends with 7 on a regression and writes the page, JUnit, Markdown and JSON', async () => {
    history([steady(1), steady(2, 0.8)]).close();
    const reports = ['--report', 'out/bench.html', '--junit', 'bench.xml', '--markdown', 'bench.md'];
    const { code, stdout } = await runCli(['bench', 'compare', '--db', 'bench.db', ...reports, '--json'], {
      cwd: folder,
    });
    expect(code).toBe(7);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'bench compare',
      exitCode: 7,
      base: { id: 1 },
      head: { id: 2 },
      regressions: ['query/duckdb/q'],
    });
    expect(publishedSchema('bench').undocumented(JSON.parse(stdout))).toEqual([]);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const junit = parseMarkup(read('bench.xml'));
    expect(elements(junit, 'testcase')).toHaveLength(2);
    expect(elements(junit, 'failure')[0]?.attributes.get('message')).toMatch(
      /^slower: time 1\.\d+ .*, processor time 1\.\d/,
    );
    expect(read('bench.md')).toContain('1 of 2 metrics became worse: query/duckdb/q.');
    expect(read('out/bench.html')).toContain('✗ 1 of 2 metrics became worse');
  });

  it('ends with 0 when all is as it was, with 2 for runs that cannot be compared', async () => {
    history([steady(1), steady(2)]).close();
    const text = await runCli(['bench', 'compare', '--db', 'bench.db'], { cwd: folder });
    expect(text).toMatchObject({ code: 0, stdout: expect.stringContaining('\nno regression\n') as string });
    const unknown = await runCli(['bench', 'compare', '--db', 'bench.db', '--head', '9'], { cwd: folder });
    expect(unknown).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('no run 9') as string });
    expect((await runCli(['bench', 'compare', '--db', 'none.db'], { cwd: folder })).code).toBe(2);
  });
});
