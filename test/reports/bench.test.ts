import { describe, expect, it } from 'vitest';
import { renderBenchHtml, renderBenchJunit, renderBenchMarkdown } from '../../reports/index.js';
import { benchMetric, benchReport } from './bench-samples.js';
import { elements, parseMarkup } from './markup.js';
import { HOSTILE } from './samples.js';

const parse = (html: string) => parseMarkup(html, ['meta']);

describe('the dashboard of a benchmark', () => {
  it.each(HOSTILE)('stays well-formed and whole with the name %j', (name) => {
    const shape = (root: ReturnType<typeof parse>): unknown => [root.name, root.children.map(shape)];
    expect(shape(parse(renderBenchHtml(benchReport(name))))).toEqual(
      shape(parse(renderBenchHtml(benchReport('plain')))),
    );
    expect(elements(parseMarkup(renderBenchJunit(benchReport(name))), 'testcase')).toHaveLength(4);
  });

  it('says first what could not be measured', () => {
    const html = renderBenchHtml(benchReport('q'));
    expect(html.indexOf('What was not measured')).toBeLessThan(html.indexOf('Before and after'));
    expect(html).toContain('✗ 2 of 3 metrics became worse: q, q; 1 could not be measured.');
  });

  it('draws bars as long as the ratio, and the interval over them', () => {
    const [svg] = elements(parse(renderBenchHtml(benchReport('q'))), 'svg');
    const number = (element: { attributes: ReadonlyMap<string, string> }, name: string) =>
      Number(element.attributes.get(name));
    const [before, after] = elements(svg!, 'rect').filter((rect) => number(rect, 'height') === 13);
    expect(number(after!, 'width') / number(before!, 'width')).toBeCloseTo(0.25, 2);
    const [interval] = elements(svg!, 'line');
    const [start, end] = [number(interval!, 'x1'), number(interval!, 'x2')].map(
      (x) => (x - number(before!, 'x')) / number(before!, 'width'),
    );
    expect(start).toBeCloseTo(0.2, 2);
    expect(end).toBeCloseTo(0.31, 2);
  });

  it('draws the files of all tables, and below them those of each where there are several', () => {
    const report = benchReport('q');
    const labels = (markup: ReturnType<typeof parse>) =>
      elements(markup, 'svg')
        .map((svg) => svg.attributes.get('aria-label')!)
        .filter((label) => label.startsWith('Files'));
    const several = parse(renderBenchHtml(report));
    const [all, ...each] = ['490 before, 25 after', '480 before, 24 after', '10 before, 1 after'];
    expect(labels(several)).toEqual([all, ...each].map((label) => `Files by size: ${label}`));
    expect(labels(elements(several, 'details')[0]!)).toEqual(each.map((label) => `Files by size: ${label}`));
    const one = { ...report.sizes, tables: report.sizes.tables.slice(0, 1) };
    expect(elements(parse(renderBenchHtml({ ...report, sizes: one })), 'details')).toEqual([]);
  });

  it('draws what the NameNode did as steps over the time of the run, the phases behind them', () => {
    const points = [10, 120, 30].map((value, i) => ({ at: i * 10_000, value }));
    const curve = { title: 'Calls', points, phases: [{ name: 'a', from: 5000, to: 20_000 }] };
    const html = renderBenchHtml({ ...benchReport('q'), nameNode: [curve] });
    const svg = elements(parse(html), 'svg').find((one) => one.attributes.get('aria-label')!.startsWith('Calls'))!;
    expect(svg.attributes.get('aria-label')).toBe('Calls, at most 120, over 20.0 s');
    const [band] = elements(svg, 'rect');
    const [left, width] = ['x', 'width'].map((name) => Number(band!.attributes.get(name)));
    const [top, height] = ['y', 'height'].map((name) => Number(band!.attributes.get(name)));
    const numbers = elements(svg, 'path')[0]!
      .attributes.get('d')!
      .match(/[\d.]+/g)!
      .map(Number);
    const [start, , highest, middle, low, end] = numbers;
    expect(end).toBeCloseTo(left! + width!, 0);
    expect((left! - start!) / (end! - start!)).toBeCloseTo(0.25, 2);
    expect((middle! - start!) / (end! - start!)).toBeCloseTo(0.5, 2);
    expect(highest).toBe(top);
    expect((top! + height! - low!) / height!).toBeCloseTo(30 / 120, 2);
  });

  it('draws a point for each run, and where a lasting change began', () => {
    const charts = elements(parse(renderBenchHtml(benchReport('q'))), 'svg').slice(-2);
    expect(charts.map((chart) => elements(chart, 'circle').length)).toEqual([3, 3]);
    expect(charts.map((chart) => chart.attributes.get('aria-label'))).toEqual([
      'q, after / before over 3 runs',
      'q, after / before over 3 runs; since run 2 1.50 times as long',
    ]);
  });

  it('of one run without a base has no column of changes and no verdict on regressions', () => {
    const metric = benchMetric('q', { nights: [], verdict: 'faster' });
    const html = renderBenchHtml({ ...benchReport('q'), compared: false, metrics: [metric], counts: [], errors: [] });
    expect(html).not.toContain('Change since base');
    expect(html).toContain('✓ 1 metrics measured.');
  });
});

describe('the Markdown summary', () => {
  it('keeps names within their cells', () => {
    const text = renderBenchMarkdown(benchReport('a|b\n<img src=x> `c` [d](e)'));
    const table = text.split('\n').filter((line) => line.startsWith('|'));
    expect(table).toHaveLength(4);
    for (const line of table) expect(line.match(/\|/g)).toHaveLength(8);
    expect(text).not.toMatch(/<img|\]\(e\)/);
  });
});

describe('JUnit', () => {
  it('has a failure for a regression and an error for what could not be measured', () => {
    const root = parseMarkup(renderBenchJunit(benchReport('q')));
    expect(['tests', 'failures', 'errors'].map((name) => root.attributes.get(name))).toEqual(['4', '2', '1']);
    expect(elements(root, 'failure')[0]?.attributes.get('message')).toBe('slower: time 1.02 (0.980 to 1.05)');
  });
});
