import { describe, expect, it } from 'vitest';
import { renderJson, renderJunit } from '../../reports/index.js';
import { elements, parseMarkup } from './markup.js';
import { HOSTILE, report, table } from './samples.js';

const numbers = (element: { attributes: ReadonlyMap<string, string> }) =>
  ['tests', 'failures', 'errors'].map((name) => Number(element.attributes.get(name)));

describe('the JUnit report', () => {
  it('counts a test for each level, a failure for each level that differs, an error for each table left out', () => {
    const root = parseMarkup(renderJunit(report('x')));
    expect(root.name).toBe('testsuites');
    expect(numbers(root)).toEqual([5, 1, 1]);
    expect(elements(root, 'testsuite').map(numbers)).toEqual([
      [2, 0, 0],
      [2, 1, 0],
      [1, 0, 1],
    ]);
    expect(elements(root, 'testcase')).toHaveLength(5);
    expect(elements(root, 'failure')).toHaveLength(1);
    expect(elements(root, 'error')).toHaveLength(1);
  });

  it('says what differs, where, and what was not verified', () => {
    const difference = { message: 'row counts differ', partition: 'dt=1', file: 'f', expected: '2', actual: '1' };
    const levels = [{ level: 3, name: 'rows', checked: 9, differences: [difference] }];
    const root = parseMarkup(renderJunit({ ...report('x'), leftOut: [], tables: [table('db.a', { levels })] }));
    const [failure] = elements(root, 'failure');
    expect(failure?.attributes.get('message')).toBe('1 of 9 checked differ');
    expect(failure?.text).toBe('row counts differ [dt=1 f] (expected 2, found 1)');
    expect(elements(root, 'system-out')[0]?.text).toBe('No other engine has read the table.');
  });

  it('is well-formed without any table', () => {
    const root = parseMarkup(renderJunit({ ...report('x'), leftOut: [], tables: [] }));
    expect(numbers(root)).toEqual([0, 0, 0]);
  });

  it.each(HOSTILE)('stays well-formed with the name %j', (name) => {
    const root = parseMarkup(renderJunit(report(name)));
    expect(numbers(root)).toEqual([5, 1, 1]);
    expect(elements(root, 'testcase')).toHaveLength(5);
  });
});

describe('the JSON report', () => {
  it.each(HOSTILE)('gives the report back, with the name %j', (name) => {
    const text = renderJson(report(name));
    expect(JSON.parse(text)).toEqual({ formatVersion: 1, passed: false, ...report(name) });
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('passed is the verdict over all tables', () => {
    const good = { ...report('x'), leftOut: [], tables: [table('db.a')] };
    expect(JSON.parse(renderJson(good))).toMatchObject({ passed: true });
    expect(JSON.parse(renderJson({ ...good, leftOut: [{ table: 'b', reason: 'r' }] }))).toMatchObject({
      passed: false,
    });
  });
});
