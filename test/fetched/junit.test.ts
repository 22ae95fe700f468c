import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../reports/index.js';
import { HOSTILE, report, table } from '../reports/samples.js';
import { xmlValidator } from '../services/xmllint.js';

const schema = readFileSync(new URL('../../docs/schema/junit.xsd', import.meta.url), 'utf8');
const problems = await xmlValidator(schema);

describe.skipIf(problems === undefined)('the JUnit report by its published schema', () => {
  it.each(['plain', ...HOSTILE])('is valid with the name %j', async (name) => {
    expect(await problems!(renderJunit(report(name)))).toEqual([]);
  });

  it('is valid without any table, and with nothing left out', async () => {
    expect(await problems!(renderJunit({ ...report('x'), tables: [], leftOut: [] }))).toEqual([]);
    expect(await problems!(renderJunit({ ...report('x'), tables: [table('db.a')], leftOut: [] }))).toEqual([]);
  });

  it.each([
    ['an attribute that is not in it', / tests=/, ' test='],
    ['an element in the wrong place', /<system-out>/, '<system-out/><system-out>'],
    ['a count that is no number', /failures="\d+"/, 'failures="none"'],
  ])('would not be with %s', async (_, found, other) => {
    const xml = renderJunit(report('plain'));
    expect(xml).toMatch(found);
    expect(await problems!(xml.replace(found, other))).not.toEqual([]);
  });
});
