import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LakeliftError } from '../../../errors/error.js';
import type { Field } from '../../../formats/index.js';
import { parseHiveType } from '../../../migrate/hive-types.js';
import { javaPattern } from '../../../formats/text/java-pattern.js';
import { LAZY, textRows } from './text.js';

const HIVE = 'org.apache.hadoop.hive.serde2';
const TYPES = [
  ...[
    'tinyint',
    'bigint',
    'float',
    'double',
    'decimal(38,18)',
    'boolean',
    'string',
    'char(3)',
    'varchar(3)',
    'binary',
    'date',
    'timestamp',
  ],
  ...['array<array<int>>', 'map<double,string>', 'struct<a:int,b:map<string,date>>'],
];
const columnsOf = (types: readonly string[]): Field[] =>
  types.map((type, i) => ({ name: `c${i}`, type: parseHiveType(type) }));

/** Bytes in which what the formats look for is frequent. */
const bytes = fc
  .array(
    fc.oneof(fc.constantFrom(...Buffer.from('\0\x01\x02\x03\\,;:"\'{}[]-+.0123456789eENnulltrfa T\r\n')), fc.nat(255)),
    { maxLength: 120 },
  )
  .map((list) => Buffer.from(list));
const json = fc
  .json({ maxDepth: 4 })
  .map((text) => Buffer.from(text.replace(/^(?!\{)/, '{"c0":').replace(/(?<!\})$/, '}')));

/** Every row has a value for each column, or the error says what is wrong. */
async function survives(
  serde: string,
  properties: Record<string, string>,
  columns: Field[],
  text: Buffer,
): Promise<void> {
  try {
    for (const row of await textRows({ serde, properties }, columns, text)) {
      expect(row.length).toBe(columns.length);
      expect(row).not.toContain(undefined);
    }
  } catch (error) {
    expect(error).toBeInstanceOf(LakeliftError);
    expect(error).toMatchObject({ code: 'REFUSED' });
  }
}

it.each<[string, Record<string, string>, string[], fc.Arbitrary<Buffer>]>([
  [LAZY, {}, TYPES, bytes],
  [LAZY, { 'field.delim': ',', 'escape.delim': '\\', 'serialization.last.column.takes.rest': 'true' }, TYPES, bytes],
  [`${HIVE}.OpenCSVSerde`, {}, ['string', 'string', 'string'], bytes],
  [`${HIVE}.JsonSerDe`, {}, TYPES.filter((type) => type !== 'binary' && !type.startsWith('map<d')), bytes],
  [`${HIVE}.JsonSerDe`, {}, ['map<string,array<double>>', 'struct<a:string>'], json],
  [`${HIVE}.RegexSerDe`, { 'input.regex': '(.)?([^,]*),?(\\d+)?.*' }, ['string', 'tinyint', 'double'], bytes],
])('%s %o gives rows or says what is wrong, whatever the bytes', async (serde, properties, types, texts) => {
  await fc.assert(
    fc.asyncProperty(texts, (text) => survives(serde, properties, columnsOf(types), text)),
    { numRuns: 400 },
  );
});

it('patterns are translated or refused, whatever they are', () => {
  const part = fc.constantFrom(
    ...'()[]{}|*+?.^$\\-,&<>=!:aZé0 ',
    '\\d',
    '\\W',
    '\\x41',
    '(?:',
    '(?<n>',
    '{2,3}',
    '[^',
    '𝄞',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.boolean(), (parts, ignoreCase) => {
      try {
        const { regex, groups } = javaPattern(parts.join(''), ignoreCase);
        // As many groups as JavaScript counts.
        expect(new RegExp(`${regex.source}|`, regex.flags).exec('')!.length - 1).toBe(groups);
      } catch (error) {
        expect(error).toMatchObject({ code: 'REFUSED' });
      }
    }),
    { numRuns: 5000 },
  );
});
