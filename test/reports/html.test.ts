import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/index.js';
import type { Report } from '../../reports/index.js';
import { elements, parseMarkup } from './markup.js';
import { HOSTILE, report, table } from './samples.js';

const parse = (html: string) => parseMarkup(html, ['meta']);
const texts = (root: ReturnType<typeof parse>, name: string) => elements(root, name).map((element) => element.text);

describe('the HTML report', () => {
  it.each(HOSTILE)('stays well-formed and whole with the name %j', (name) => {
    const page = parse(renderHtml(report(name)));
    const plain = parse(renderHtml(report('plain')));
    const shape = (root: typeof page): unknown => [root.name, root.children.map(shape)];
    expect(shape(page)).toEqual(shape(plain));
    expect(elements(page, 'script')).toHaveLength(1);
    for (const tag of ['img', 'iframe', 'link']) expect(elements(page, tag)).toEqual([]);
    for (const element of ['h1', 'th', 'td']) {
      for (const found of elements(page, element)) {
        for (const attribute of found.attributes.keys()) expect(['class', 'scope']).toContain(attribute);
      }
    }
  });

  it('shows what a name is, not what it pretends to be', () => {
    expect(texts(parse(renderHtml(report('<b>x</b> & "y"'))), 'h1')).toEqual(['<b>x</b> & "y"']);
    const reversed = renderHtml(report('a\u202eb'));
    expect(reversed).not.toContain('\u202e');
    expect(reversed).toContain('a[U+202E]b');
  });

  it('allows its own script and style and nothing else', () => {
    const page = parse(renderHtml(report('x')));
    const policy = elements(page, 'meta').find(({ attributes }) => attributes.get('http-equiv') !== undefined);
    const hashOf = (name: string) => createHash('sha256').update(elements(page, name)[0]!.text).digest('base64');
    const allowed = `default-src 'none'; script-src 'sha256-${hashOf('script')}'; style-src 'sha256-${hashOf('style')}'`;
    expect(policy?.attributes.get('content')).toBe(allowed);
  });

  it('says first what was not verified, and why tables were left out', () => {
    const html = renderHtml({ ...report('x'), leftOut: [{ table: 'db.acid', reason: 'it is an ACID table' }] });
    expect(html.indexOf('What was not verified')).toBeLessThan(html.indexOf('Levels of proof'));
    expect(html).toContain('<strong>db.acid</strong> was left out: it is an ACID table');
    expect(html).toContain('✗ Not passed');
  });

  it('says a sentence that is true of several tables once', () => {
    const tables = ['db.a', 'db.b', 'db.c'].map((name) => table(name, { notVerified: ['No engine.'] }));
    const own = table('db.d', { notVerified: ['No engine.', 'No checksums.'] });
    const limits = (shown: Report): string[] => {
      const page = parse(renderHtml(shown));
      const names = elements(page, 'strong').map(({ text }) => text);
      return elements(page, 'li').map(({ text }, i) => `${names[i]!}${text}`);
    };
    expect(limits({ ...report('x'), leftOut: [], tables: [...tables, own] })).toEqual([
      'all 4 tables: No engine.',
      'db.d: No checksums.',
    ]);
    expect(limits({ ...report('x'), leftOut: [], tables: [...tables, table('db.d', { notVerified: [] })] })).toEqual([
      'db.a, db.b, db.c: No engine.',
    ]);
  });

  it('lists tables that differ first, and leads from each line to its table', () => {
    const tables = [table('db.a'), table('db.b', { passed: false }), table('db.c')];
    const page = parse(renderHtml({ ...report('x'), tables }));
    const ids = new Map(elements(page, 'h2').map(({ attributes, text }) => [text, attributes.get('id')]));
    const links = elements(page, 'a').map(({ attributes, text }) => [text, attributes.get('href')]);
    expect(links.map(([name]) => name)).toEqual(['db.b', 'db.a', 'db.c']);
    for (const [name, href] of links) expect(href).toBe(`#${ids.get(name!)!}`);
  });

  it('adds up the files of several tables', () => {
    const sizes = { bounds: [65_536], before: [20, 1], after: [0, 2] };
    const tables = [table('db.a', { sizes }), table('db.b', { sizes: { ...sizes, before: [5, 0] } })];
    const [sum] = elements(parse(renderHtml({ ...report('x'), tables })), 'svg');
    expect(sum!.attributes.get('aria-label')).toBe('Files by size: 26 before, 4 after');
    expect(renderHtml({ ...report('x'), tables: tables.slice(1) })).not.toContain('Files of all tables');
  });

  it('passes only when all tables passed and none was left out', () => {
    const good = { ...report('x'), leftOut: [], tables: [table('db.a'), table('db.b')] };
    expect(renderHtml(good)).toContain('✓ Passed: 2 of 2 tables verified without a difference.');
    expect(renderHtml({ ...good, leftOut: [{ table: 'db.c', reason: 'r' }] })).toContain('✗ Not passed: 2 of 3 tables');
    expect(renderHtml({ ...good, tables: [table('db.a', { passed: false })] })).toContain(
      '✗ Not passed: 0 of 1 table ',
    );
  });

  it('shows a dash for rows that were not counted', () => {
    const html = renderHtml({ ...report('x'), tables: [table('db.a', { rows: { source: -1, target: -1 } })] });
    expect(html).not.toContain('>-1<');
    expect(html).toContain('<td class="n">–</td><td class="n">–</td>');
  });

  it('shows each refusal with its place', () => {
    const refusals = [{ reason: 'a sub-directory', place: 'dt=1 /w/t/dt=1/sub' }, { reason: 'bucketed' }];
    const html = renderHtml({ ...report('x'), leftOut: [{ table: 'db.t', reason: 'r', refusals }] });
    expect(html).toContain('<li>a sub-directory (<code>dt=1 /w/t/dt=1/sub</code>)</li><li>bucketed</li>');
  });

  it('draws the sizes of files with their numbers and classes', () => {
    const sizes = { bounds: [65_536, 1_048_576], before: [2_000, 3, 0], after: [0, 1, 2] };
    const html = renderHtml({ ...report('x'), tables: [table('db.a', { sizes })] });
    const [svg] = elements(parse(html), 'svg');
    expect(svg!.attributes.get('aria-label')).toBe('Files by size: 2,003 before, 3 after');
    const shown = texts(svg!, 'text');
    for (const text of ['2,000', '≤ 64 KB', '≤ 1 MB', '> 1 MB']) expect(shown).toContain(text);
    const tallest = elements(svg!, 'rect').map(({ attributes }) => Number(attributes.get('height')));
    expect(Math.max(...tallest)).toBe(tallest[0]);
  });

  it('draws a row for each worker and cuts long idle times out', () => {
    const span = (worker: number, from: number, to: number) => ({ worker, table: 'db.a', from, to });
    const timeline = [span(1, 0, 1_000), span(2, 500, 1_500), span(1, 86_400_000, 86_400_500)];
    const html = renderHtml({ ...report('x'), tables: [table('db.a')], timeline });
    const svg = elements(parse(html), 'svg')[0]!;
    expect(svg.attributes.get('aria-label')).toBe('Workers over 2.0 s; 1 idle time is cut out');
    const [first, second, third] = elements(svg, 'rect').map(({ attributes }) =>
      ['x', 'width'].map((name) => Number(attributes.get(name))),
    );
    // 870 units of width for two seconds, after 90 for the names; worker 1 wrote in the first and the last one.
    expect([first, second, third]).toEqual([
      [90, 435],
      [742.5, 217.5],
      [307.5, 435],
    ]);
  });

  it('shows 200 differences of a level and counts the others', () => {
    const differences = Array.from({ length: 250 }, (_, i) => ({ message: `difference ${i}` }));
    const levels = [{ level: 3, name: 'rows', checked: 250, differences }];
    const html = renderHtml({ ...report('x'), tables: [table('db.a', { passed: false, levels })] });
    expect(html.match(/difference \d+</g)).toHaveLength(200);
    expect(html).toContain('50 more are in the JSON document.');
  });
});
