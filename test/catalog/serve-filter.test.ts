import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionTest } from '../../catalog/server/filter/match.js';
import { parseFilter } from '../../catalog/server/filter/parse.js';

const keys = [
  { name: 'dt', type: 'string' },
  { name: 'hr', type: 'int' },
  { name: 'day', type: 'date' },
  { name: 'code', type: 'varchar(10)' },
];

const matches = (filter: string, ...values: string[]): boolean => partitionTest(parseFilter(filter), keys)(values);

describe('a partition filter', () => {
  it.each([
    ['dt = "a"', ['a'], true],
    ["dt = 'a'", ['b'], false],
    ['DT <> "a"', ['b'], true],
    ['dt != "a"', ['a'], false],
    ['"b" > dt', ['a'], true],
    ['"b" > dt', ['c'], false],
    ['"b" <= dt', ['b'], true],
    ['dt between "b" and "d"', ['d'], true],
    ['dt between "b" and "d"', ['e'], false],
    ['dt = "x" or dt = "a" and hr = 2', ['a', '1'], false],
    ['(dt = "x" or dt = "a") and hr = 1', ['a', '1'], true],
    ['dt="2024-01-01" AND (hr > 3 Or dt like "x.*")', ['2024-01-01', '10'], true],
    ['hr > 9', ['', '10'], true],
    ['hr > 9', ['', '08'], false],
    ['-1 < hr', ['', '0'], true],
    ['hr <> 5', ['', '__HIVE_DEFAULT_PARTITION__'], false],
    ['hr = 5', ['', '05'], true],
    ['day >= 2024-01-31', ['', '', '2024-02-01'], true],
    ['day >= "2024-01-31"', ['', '', '2024-01-30'], false],
    ['day <> 2024-01-31', ['', '', '__HIVE_DEFAULT_PARTITION__'], false],
    ['dt = "größe"', ['größe'], true],
    ['dt = "a\nb"', ['a\nb'], true],
    // The backslash stays, as in Hive's own parser.
    ["dt = 'it\\'s'", ["it\\'s"], true],
  ])('%s of %j is %s', (filter, values, expected) => {
    expect(matches(filter, ...values)).toBe(expected);
  });

  it('compares texts where types differ and Hive can: = and <> of numbers', () => {
    expect(matches('dt = 5', '5')).toBe(true);
    expect(matches('hr = "5"', '', '5')).toBe(true);
    expect(matches('hr <> "5" and dt like "a.c"', 'abc', '6')).toBe(true);
    expect(matches('dt > 2024-01-01', '2024-01-02')).toBe(true);
  });

  it.each([
    ['code = "x"', /only on partition keys of type string, or integral types$/],
    ['dt > 5', /only on partition keys of type string$/],
    ['hr > "5"', /only on partition keys of type string/],
    ['day = "yesterday"', /only on partition keys of type string/],
    ['"a" like dt', /Value should be on the RHS for LIKE operator/],
    ['nope = 1', /Specified key <nope>/],
    ['dt = ', /a literal expected at token 3/],
    ['dt "a"', /a comparison expected/],
    ['(dt = "a"', /\) expected/],
    ['dt = "a" dt', /the end expected/],
    ['dt = "a', /unexpected text at character 4/],
    ['dt = `a`', /unexpected text at character 4/],
    ['and = "a"', /a partition key expected/],
    ['hr = 9223372036854775808', /a number of 64 bits expected/],
    ['day = 2024-02-30', /a literal expected/],
    ['', /a partition key expected/],
    [`${'('.repeat(300)}dt = "a"${')'.repeat(300)}`, /nested deeper than 200/],
  ])('%s is refused', (filter, message) => {
    expect(() => matches(filter, 'a', '1', '2024-01-01', 'x')).toThrow(message);
  });

  it('takes long chains', () => {
    const chain = Array.from({ length: 10_000 }, (_, hour) => `hr = ${String(hour)}`).join(' or ');
    expect(matches(chain, '', '9999')).toBe(true);
    expect(matches(chain, '', '10000')).toBe(false);
  });

  it('of any text is a test or a MetaException', () => {
    const token = fc.constantFrom(
      'dt',
      'hr',
      'day',
      '=',
      '<>',
      '<',
      '(',
      ')',
      'and',
      'or',
      'like',
      'between',
      '5',
      '"a"',
    );
    const source = fc.oneof(
      fc.string(),
      fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join(' ')),
    );
    fc.assert(
      fc.property(source, (text) => {
        try {
          expect(matches(text, 'a', '1', '2024-01-01', 'x')).toBeTypeOf('boolean');
        } catch (error) {
          expect(error).toMatchObject({ name: 'MetaException' });
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('LIKE is what the regular expression says, for every text', () => {
    const piece = fc.constantFrom('a', 'b', '.', '.*', '\\.', '\\*');
    const value = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), value, (pieces, text) => {
        const expected = new RegExp(`^(?:${pieces.join('')})$`, 's').test(text);
        expect(matches(`dt like "${pieces.join('')}"`, text)).toBe(expected);
      }),
    );
  });

  it('LIKE stays quick for hostile patterns', () => {
    const started = performance.now();
    expect(matches(`dt like "${'.*a'.repeat(1000)}"`, 'a'.repeat(999))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
