import { Vector } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnData } from '../../../formats/parquet/encode/column.js';
import { textFormat } from '../../../formats/text/open.js';
import type { DataType, DecodedColumn, Field, Value } from '../../../formats/index.js';
import { LAZY } from './text.js';
import { rowsOfLeaf } from '../laid.js';

const TYPES: readonly DataType[] = [
  { kind: 'BOOLEAN' },
  { kind: 'TINYINT' },
  { kind: 'INT' },
  { kind: 'BIGINT' },
  { kind: 'FLOAT' },
  { kind: 'DOUBLE' },
  { kind: 'DECIMAL', precision: 5, scale: 2 },
  { kind: 'DECIMAL', precision: 18, scale: 3 },
  { kind: 'DECIMAL', precision: 30, scale: 10 },
  { kind: 'STRING' },
  { kind: 'VARCHAR', length: 3 },
  { kind: 'CHAR', length: 3 },
  { kind: 'BYTES' },
  { kind: 'DATE' },
  { kind: 'TIMESTAMP', precision: 3 },
  { kind: 'TIMESTAMP', precision: 6 },
  { kind: 'ARRAY', element: { kind: 'INT' } },
];

/** Fields that mean something to one type or another, their edges among them, and some that mean nothing. */
const field = fc.oneof(
  fc.constantFrom(
    '',
    '\\N',
    'true',
    'FALSE',
    '-',
    '+',
    '.',
    '0.',
    '-0',
    'NaN',
    'é',
    '\\|',
    '\\',
    'a\\',
    'a\\n',
    '漢字あ語',
  ),
  fc.constantFrom('9223372036854775807', '-9223372036854775808', '9223372036854775808', '999999999999999', '-128'),
  fc.constantFrom('2020-02-29', '9999-12-31', '1600-02-29', '2020-02-29 23:59:59', '1969-12-31 23:59:59.999999'),
  fc.constantFrom('2020-02-30', '2300-01-01 00:00:00', '0001-01-01 00:00:00.001', '2020-01-01 00:00:00.1234567'),
  fc.constantFrom('1970-01-01 00:00:00.', '1970-01-01 24:00:00', '1970-01-01x00:00:00', '2a20-01-01 00:00:00'),
  fc.integer().map(String),
  fc.double({ noNaN: true }).map(String),
  fc
    .tuple(fc.bigInt(-(10n ** 25n), 10n ** 25n), fc.nat(25))
    .map(([digits, at]) => `${digits}`.slice(0, at) + '.' + `${digits}`.slice(at)),
  fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'é', '1', '.', '-', ' ', '\\') }),
);
const properties = fc.record(
  {
    'field.delim': fc.constant('|'),
    'escape.delim': fc.constant('\\'),
    'serialization.last.column.takes.rest': fc.constant('true'),
    'serialization.null.format': fc.constantFrom('', 'NULL', 'a'),
    columns: fc.constant('a,b'),
    'timestamp.formats': fc.constant('yyyy-MM-dd HH:mm'),
  },
  { requiredKeys: ['field.delim'] },
);

/** What it gives, or the words of its error. */
function told<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return String(error);
  }
}

/** Start and end of each line. */
function boundsOf(bytes: Buffer): number[] {
  const bounds: number[] = [];
  for (let at = 0, end = bytes.indexOf(10); end >= 0; at = end + 1, end = bytes.indexOf(10, at)) bounds.push(at, end);
  return bounds;
}

describe('lines that are read column by column', () => {
  it('have the values, or the errors, of those that are read row by row, also as they are laid in memory', () => {
    const lines = fc.array(fc.array(field, { maxLength: 5 }), { minLength: 1, maxLength: 6 });
    const types = fc.array(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(types, properties, lines, (kinds, given, rows) => {
        const columns = kinds.map((type, i): Field => ({ name: `c${i}`, type }));
        const bytes = Buffer.from(rows.map((fields) => `${fields.join('|')}\n`).join(''));
        const bounds = boundsOf(bytes);
        const storage = { serde: LAZY, properties: given as Record<string, string> };
        const batch = textFormat(storage, columns).readLines!({ bytes, bounds, offset: 0 });
        columns.forEach((column, i) => {
          // No error of another column comes first.
          const others = columns.map((other, at) =>
            at === i ? column : { ...other, type: { kind: 'STRING' } as const },
          );
          const { readRow } = textFormat(storage, others);
          const byRow = told(() => rows.map((_, row) => readRow(bytes, bounds[2 * row]!, bounds[2 * row + 1]!)[i]!));
          expect(told(() => valuesOf(batch[i]!))).toEqual(byRow);
          const laid = told(() => batch[i]!.data?.());
          // Laid, a value that does not fit its type is found on the way to one that cannot be read.
          if (typeof byRow === 'string') expect(laid ?? byRow).toBeTypeOf('string');
          else if (laid !== undefined) {
            expect(typeof laid === 'string' ? laid : rowsOfLeaf(laid)).toEqual(
              told(() => new Vector([columnData(column, byRow)]).toJSON()),
            );
          }
        });
      }),
      { numRuns: 1000 },
    );
  });
});

function valuesOf(column: DecodedColumn): Value[] {
  const values: Value[] = [];
  column.forEach((value) => values.push(value));
  return values;
}
