import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/index.js';
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
    for (const tag of ['script', 'img', 'iframe', 'link']) expect(elements(page, tag)).toEqual([]);
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

  it('forbids scripts and outside resources', () => {
    const page = parse(renderHtml(report('x')));
    const policy = elements(page, 'meta').find(({ attributes }) => attributes.get('http-equiv') !== undefined);
    expect(policy?.attributes.get('content')).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  it('says first what was not verified, and why tables were left out', () => {
    const html = renderHtml({ ...report('x'), leftOut: [{ table: 'db.acid', reason: 'it is an ACID table' }] });
    expect(html.indexOf('What was not verified')).toBeLessThan(html.indexOf('Levels of proof'));
    expect(html).toContain('<strong>db.acid</strong> was left out: it is an ACID table');
    expect(html).toContain('✗ Not passed');
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
    expect(html).not.toContain('-1');
    expect(html).toContain('<td class="n">–</td><td class="n">–</td>');
  });

  it('shows 200 differences of a level and counts the others', () => {
    const differences = Array.from({ length: 250 }, (_, i) => ({ message: `difference ${i}` }));
    const levels = [{ level: 3, name: 'rows', checked: 250, differences }];
    const html = renderHtml({ ...report('x'), tables: [table('db.a', { passed: false, levels })] });
    expect(html.match(/difference \d+</g)).toHaveLength(200);
    expect(html).toContain('50 more are in the JSON document.');
  });
});
