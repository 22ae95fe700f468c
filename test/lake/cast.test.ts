import { describe, expect, test } from 'vitest';
import type { DataType, Value } from '../../formats/index.js';
import { castOf } from '../../lake/scan/cast.js';

const decimal = (precision: number, scale: number): DataType => ({ kind: 'DECIMAL', precision, scale });
const varchar = (length: number): DataType => ({ kind: 'VARCHAR', length });
const of = (
  kind: 'TINYINT' | 'SMALLINT' | 'INT' | 'BIGINT' | 'FLOAT' | 'DOUBLE' | 'STRING' | 'DATE' | 'BOOLEAN',
): DataType => ({ kind });
const timestamp: DataType = { kind: 'TIMESTAMP', precision: 6 };

describe('the cast of a column whose type has changed', () => {
  test.each<[from: DataType, to: DataType, value: NonNullable<Value>, expected: Value]>([
    [of('TINYINT'), of('SMALLINT'), -7, -7],
    [of('INT'), of('BIGINT'), -7, -7n],
    [of('INT'), of('DOUBLE'), 7, 7],
    [of('SMALLINT'), of('FLOAT'), 7, 7],
    [of('FLOAT'), of('DOUBLE'), 0.5, 0.5],
    [of('INT'), decimal(12, 2), -7, -700n],
    [of('BIGINT'), decimal(19, 0), 9n, 9n],
    [decimal(5, 2), decimal(8, 4), -12345n, -1234500n],
    [of('DATE'), timestamp, 1, 86_400_000_000_000n],
    [timestamp, { kind: 'TIMESTAMP', precision: 9 }, 5000n, 5000n],
    [of('INT'), of('STRING'), -12, Buffer.from('-12')],
    [of('BOOLEAN'), of('STRING'), true, Buffer.from('true')],
    [of('DATE'), varchar(10), -1, Buffer.from('1969-12-31')],
  ])('%o to %o', (from, to, value, expected) => {
    const cast = castOf(from, to);
    const found = cast === undefined ? value : cast(value);
    expect(found instanceof Uint8Array ? Buffer.from(found) : found).toEqual(expected);
  });

  test.each<[DataType, DataType]>([
    [of('BIGINT'), of('INT')],
    [of('BIGINT'), of('DOUBLE')],
    [of('INT'), of('FLOAT')],
    [of('DOUBLE'), of('STRING')],
    [of('STRING'), of('INT')],
    [decimal(5, 2), decimal(5, 1)],
    [decimal(5, 2), decimal(6, 4)],
    [of('INT'), decimal(9, 0)],
    [varchar(5), varchar(4)],
    [timestamp, { kind: 'TIMESTAMP', precision: 3 }],
    [timestamp, { kind: 'TIMESTAMP_LTZ', precision: 6 }],
  ])('%o to %o is refused, as it may lose something', (from, to) => {
    expect(() => castOf(from, to)).toThrow(/^the column was .* and is .* now$/);
  });
});
