import { describe, expect, it } from 'vitest';
import { parseReport, renderJson } from '../../reports/index.js';
import { publishedSchema } from './published-schema.js';
import { HOSTILE, report } from './samples.js';

const { takes, undocumented } = publishedSchema('verification');

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const plain = (): Json => JSON.parse(renderJson(report('plain'))) as Json;

/** Every document that is one step from the given one: a property or item taken away, or a value of another type or sign. */
function* broken(value: Json, place = ''): Generator<[place: string, apply: (root: Json) => void]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = `${place}/${key}`;
    const holder = (root: Json): Record<string, Json> =>
      place
        .split('/')
        .filter(Boolean)
        .reduce((found, part) => (found as Record<string, Json>)[part]!, root) as Record<string, Json>;
    if (!Array.isArray(value)) yield [`${at} taken away`, (root) => void Reflect.deleteProperty(holder(root), key)];
    for (const other of [null, true, -1, 1.5, 'text', [], {}] as Json[]) {
      yield [`${at} is ${JSON.stringify(other)}`, (root) => void (holder(root)[key] = other)];
    }
    yield* broken(inner, at);
  }
}

describe('the published schema of the JSON report', () => {
  it.each(['plain', ...HOSTILE])('describes all that is written, with the name %j', (name) => {
    expect(undocumented(JSON.parse(renderJson(report(name))))).toEqual([]);
  });

  it('and the reader of saved reports accept and refuse the same documents', () => {
    const verdicts = { accepted: 0, refused: 0 };
    for (const [place, apply] of broken(plain())) {
      const document = plain();
      apply(document);
      const bySchema = takes(document);
      let byReader = true;
      try {
        parseReport(JSON.stringify(document));
      } catch {
        byReader = false;
      }
      expect(byReader, place).toBe(bySchema);
      verdicts[bySchema ? 'accepted' : 'refused'] += 1;
    }
    expect(verdicts.refused).toBeGreaterThan(500);
    expect(verdicts.accepted).toBeGreaterThan(50);
  });
});

describe('a saved report', () => {
  it.each(['plain', ...HOSTILE])('is read back as it was, with the name %j', (name) => {
    expect(parseReport(renderJson(report(name)))).toEqual(JSON.parse(JSON.stringify(report(name))));
  });

  it('says what is wrong with it', () => {
    expect(() => parseReport('{')).toThrow();
    expect(() => parseReport('{"formatVersion": 2}')).toThrow('formatVersion is not 1');
    const document = plain() as { tables: Record<string, Json>[] };
    document.tables[1]!['levels'] = [{ level: 0 }];
    expect(() => parseReport(JSON.stringify(document))).toThrow('tables[1].levels[0].name is not a text');
  });
});
