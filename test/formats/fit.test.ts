import { describe, expect, it } from 'vitest';
import { fitNode } from '../../formats/parquet/fit.js';
import { decimalBytes } from '../../formats/parquet/fit-leaf.js';
import type { PhysicalType, SchemaNode } from '../../formats/parquet/metadata.js';
import type { DataType } from '../../formats/types.js';

const leaf = (type: PhysicalType, more: Partial<SchemaNode> = {}): SchemaNode => ({
  name: 'x',
  repetition: 'OPTIONAL',
  type,
  children: [],
  ...more,
});
const group = (name: string, children: SchemaNode[], more: Partial<SchemaNode> = {}): SchemaNode => ({
  name,
  repetition: 'OPTIONAL',
  children,
  ...more,
});
const decimal = (precision: number, scale: number): DataType => ({ kind: 'DECIMAL', precision, scale });
const isDecimal = (precision: number, scale: number): Partial<SchemaNode> => ({
  convertedType: 'DECIMAL',
  precision,
  scale,
});
const timestamp = (unit: 'MILLIS' | 'MICROS' | 'NANOS', adjustedToUtc = false): Partial<SchemaNode> => ({
  logicalType: { kind: 'TIMESTAMP', unit, adjustedToUtc },
});
const TIMESTAMP: DataType = { kind: 'TIMESTAMP', precision: 6 };
const LTZ: DataType = { kind: 'TIMESTAMP_LTZ', precision: 6 };

const KEPT: [string, SchemaNode, DataType][] = [
  ['a boolean', leaf('BOOLEAN'), { kind: 'BOOLEAN' }],
  ['a plain int', leaf('INT32'), { kind: 'INT' }],
  ['a narrower int', leaf('INT32', { convertedType: 'INT_8' }), { kind: 'SMALLINT' }],
  ['a bigint', leaf('INT64'), { kind: 'BIGINT' }],
  ['a double', leaf('DOUBLE'), { kind: 'DOUBLE' }],
  ['a string', leaf('BYTE_ARRAY', { convertedType: 'UTF8' }), { kind: 'STRING' }],
  ['a string without annotation', leaf('BYTE_ARRAY'), { kind: 'STRING' }],
  ['binary', leaf('BYTE_ARRAY'), { kind: 'BYTES' }],
  ['a date', leaf('INT32', { convertedType: 'DATE' }), { kind: 'DATE' }],
  ['decimal(9,2) as INT32', leaf('INT32', isDecimal(9, 2)), decimal(9, 2)],
  ['decimal(10,2) in a decimal(12,2)', leaf('INT64', isDecimal(10, 2)), decimal(12, 2)],
  ['decimal(38,10)', leaf('FIXED_LEN_BYTE_ARRAY', { ...isDecimal(38, 10), typeLength: 16 }), decimal(38, 10)],
  ['micros', leaf('INT64', timestamp('MICROS')), TIMESTAMP],
  ['micros in UTC', leaf('INT64', { convertedType: 'TIMESTAMP_MICROS' }), LTZ],
];

const REENCODED: [string, SchemaNode, DataType][] = [
  ['INT96', leaf('INT96'), TIMESTAMP],
  ['millis', leaf('INT64', timestamp('MILLIS')), TIMESTAMP],
  ['nanos', leaf('INT64', timestamp('NANOS')), TIMESTAMP],
  ['int as bigint', leaf('INT32'), { kind: 'BIGINT' }],
  ['float as double', leaf('FLOAT'), { kind: 'DOUBLE' }],
  ['an int of unknown range as tinyint', leaf('INT32'), { kind: 'TINYINT' }],
  ['char', leaf('BYTE_ARRAY', { convertedType: 'UTF8' }), { kind: 'CHAR', length: 4 }],
  ['fixed binary', leaf('FIXED_LEN_BYTE_ARRAY', { typeLength: 4 }), { kind: 'BYTES' }],
  ['decimal(9,2) as FIXED', leaf('FIXED_LEN_BYTE_ARRAY', { ...isDecimal(9, 2), typeLength: 4 }), decimal(9, 2)],
  ['decimal(18,2) as FIXED', leaf('FIXED_LEN_BYTE_ARRAY', { ...isDecimal(18, 2), typeLength: 8 }), decimal(18, 2)],
  ['decimal of another scale', leaf('INT64', isDecimal(10, 2)), decimal(10, 4)],
  ['decimal(9,2) in a decimal(12,2)', leaf('INT32', isDecimal(9, 2)), decimal(12, 2)],
  ['a wider decimal', leaf('INT64', isDecimal(18, 2)), decimal(12, 2)],
  ['a decimal as BYTE_ARRAY', leaf('BYTE_ARRAY', isDecimal(30, 2)), decimal(30, 2)],
];

const REFUSED: [string, SchemaNode, DataType][] = [
  ['string as int', leaf('BYTE_ARRAY', { convertedType: 'UTF8' }), { kind: 'INT' }],
  ['int as varchar', leaf('INT32'), { kind: 'VARCHAR', length: 9 }],
  ['bigint as int', leaf('INT64'), { kind: 'INT' }],
  ['double as float', leaf('DOUBLE'), { kind: 'FLOAT' }],
  ['unsigned', leaf('INT32', { convertedType: 'UINT_32' }), { kind: 'INT' }],
  ['int without annotation as date', leaf('INT32'), { kind: 'DATE' }],
  ['bigint as timestamp', leaf('INT64'), TIMESTAMP],
  ['a zoneless timestamp as an instant', leaf('INT64', timestamp('MICROS')), LTZ],
  ['a time', leaf('INT32', { convertedType: 'TIME_MILLIS' }), { kind: 'INT' }],
  ['a group as int', group('x', [leaf('INT32')]), { kind: 'INT' }],
  ['an int as array', leaf('INT32'), { kind: 'ARRAY', element: { kind: 'INT' } }],
];

describe('columns that stay as they are', () => {
  it.each(KEPT)('%s', (_, node, type) => {
    expect(fitNode(node, type)).toHaveProperty('kept.type', node.type);
  });
});

describe('columns that are encoded anew', () => {
  it.each(REENCODED)('%s', (_, node, type) => {
    expect(fitNode(node, type)).toEqual({ reencode: expect.stringMatching(/\w/) });
  });
});

describe('columns that are refused', () => {
  it.each(REFUSED)('%s', (_, node, type) => {
    expect(() => fitNode(node, type)).toThrow(expect.objectContaining({ code: 'REFUSED' }));
  });
});

describe('nested columns', () => {
  const ints: DataType = { kind: 'ARRAY', element: { kind: 'INT' } };
  const repeated = (name: string, children: SchemaNode[]): SchemaNode =>
    group(name, children, { repetition: 'REPEATED' });
  const list = (child: SchemaNode): SchemaNode => group('x', [child], { convertedType: 'LIST' });

  it.each([
    ['list.element', repeated('list', [leaf('INT32', { name: 'element' })])],
    ['bag.array_element', repeated('bag', [leaf('INT32', { name: 'array_element' })])],
    ['two-level', leaf('INT32', { name: 'array', repetition: 'REPEATED' })],
  ])('keeps a list of ints as %s', (_, child) => {
    expect(fitNode(list(child), ints)).toEqual({ kept: list(child) });
  });

  it('re-encodes a bare repeated field and a two-level list of structs', () => {
    expect(fitNode(leaf('INT32', { repetition: 'REPEATED' }), ints)).toHaveProperty('reencode');
    const structs: DataType = {
      kind: 'ARRAY',
      element: { kind: 'ROW', fields: [{ name: 'x', type: { kind: 'INT' } }] },
    };
    expect(fitNode(list(repeated('array', [leaf('INT32')])), structs)).toHaveProperty('reencode');
  });

  it('re-encodes a list whose elements need it', () => {
    const type: DataType = { kind: 'ARRAY', element: TIMESTAMP };
    expect(fitNode(list(repeated('list', [leaf('INT96', { name: 'element' })])), type)).toHaveProperty('reencode');
  });

  it('keeps a map and looks at its key and value', () => {
    const map = (value: SchemaNode): SchemaNode =>
      group('x', [repeated('key_value', [leaf('BYTE_ARRAY', { name: 'key' }), value])], { convertedType: 'MAP' });
    const type: DataType = { kind: 'MAP', key: { kind: 'STRING' }, value: { kind: 'BIGINT' } };
    expect(fitNode(map(leaf('INT64')), type)).toHaveProperty('kept');
    expect(fitNode(map(leaf('INT32')), type)).toHaveProperty('reencode');
    expect(() => fitNode(map(leaf('DOUBLE')), type)).toThrow(expect.objectContaining({ code: 'REFUSED' }));
  });

  it('renames fields of a struct to those of the table and writes nulls for a missing one', () => {
    const node = group('x', [leaf('INT32', { name: 'UserId' }), leaf('INT32', { name: 'more' })]);
    const row = (name: string): DataType => ({ kind: 'ROW', fields: [{ name, type: { kind: 'INT' } }] });
    const renamed = group('x', [leaf('INT32', { name: 'userid' }), leaf('INT32', { name: 'more' })]);
    expect(fitNode(node, row('userid'))).toEqual({ kept: renamed });
    expect(fitNode(node, row('absent'))).toEqual({ reencode: 'absent: absent from the file' });
  });
});

describe('a struct whose fields are in another order, which pypaimon cannot read', () => {
  const fields = ['a', 'b'].map((name) => ({ name, type: { kind: 'INT' } as DataType }));
  const row: DataType = { kind: 'ROW', fields };
  const struct = (...names: string[]): SchemaNode =>
    group(
      'x',
      names.map((name) => leaf('INT32', { name })),
    );

  it('is encoded anew, and so is a list of it', () => {
    const reencode = 'b: in another order than the table has it';
    expect(fitNode(struct('b', 'more', 'A'), row)).toEqual({ reencode });
    const list = group('x', [group('list', [struct('b', 'a')], { repetition: 'REPEATED' })], { convertedType: 'LIST' });
    expect(fitNode(list, { kind: 'ARRAY', element: row })).toEqual({ reencode });
  });

  it('is kept when only other fields lie between', () => {
    expect(fitNode(struct('more', 'a', 'more2', 'b'), row)).toHaveProperty('kept');
  });
});

describe('decimalBytes', () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [18, 8],
    [19, 9],
    [38, 16],
  ])('holds %i digits in %i bytes', (precision, bytes) => {
    expect(decimalBytes(precision)).toBe(bytes);
  });
});
