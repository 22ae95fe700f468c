import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, Value } from '../../../formats/index.js';
import { parseHiveType } from '../../../migrate/hive-types.js';
import { plain } from '../values.js';
import type { Plain } from '../values.js';
import { LAZY, textRows } from './text.js';

type Properties = Record<string, string>;

/** Rows of a text as plain values, under columns written `name type, ...`. */
async function read(columns: string, text: string | Uint8Array, properties: Properties = {}): Promise<Plain[][]> {
  const fields = fieldsOf(columns);
  const rows = await textRows({ serde: LAZY, properties }, fields, text);
  return rows.map((row) => row.map((value: Value, i) => plain(value, fields[i]!.type)));
}

const fieldsOf = (columns: string): Field[] =>
  columns.split('; ').map((column) => {
    const [name, type] = column.split(' ') as [string, string];
    return { name, type: parseHiveType(type) };
  });

describe('LazySimpleSerDe', () => {
  it('short lines end in nulls, long ones lose what is too much', async () => {
    expect(await read('a int; b string; c int', '1\x01x\x013\n1\n\n1\x01x\x013\x014\n')).toEqual([
      [1, 'x', 3],
      [1, null, null],
      [null, null, null],
      [1, 'x', 3],
    ]);
  });

  it('an empty line is an empty string, the null text is null', async () => {
    expect(await read('a string; b string', '\n\\N\x01\\N\n\\NN\x01\n')).toEqual([
      ['', null],
      [null, null],
      ['\\NN', ''],
    ]);
    expect(await read('a string; b int', '\x01\nNULL\x01NULL', { 'serialization.null.format': '' })).toEqual([
      [null, null],
      ['NULL', null],
    ]);
  });

  it('a whole number has a digit, before or after the point', async () => {
    const texts = ['.', '-.', '+.', '.5', '-.5', '7.'];
    for (const type of ['tinyint', 'smallint', 'int']) {
      expect(await read(`a ${type}`, texts.join('\n'))).toEqual([[null], [null], [null], [0], [0], [7]]);
    }
    expect(await read('a bigint', texts.join('\n'))).toEqual([[null], [null], [null], ['0'], ['0'], ['7']]);
  });

  it('delimiters are characters, byte numbers or the older names', async () => {
    const columns = 'a array<int>; m map<string,int>';
    const expected = [[[1, 2], [['x', 1]]]];
    const commas = { 'field.delim': ',', 'collection.delim': ';', 'mapkey.delim': ':' };
    expect(await read(columns, '1;2,x:1', commas)).toEqual(expected);
    expect(
      await read(columns, '1;2\tx:1', { 'field.delim': '9', 'colelction.delim': ';', 'mapkey.delim': '58' }),
    ).toEqual(expected);
    expect(await read(columns, '1\x022|x\x031', { 'serialization.format': '|' })).toEqual(expected);
    expect(await read('a int; b int', Buffer.from([0x31, 0xe9, 0x32]), { 'field.delim': '-23' })).toEqual([[1, 2]]);
  });

  it('each level of nesting has its own separator', async () => {
    const columns = 'a array<array<int>>; m map<string,array<int>>; s struct<x:int,y:struct<z:string,l:array<string>>>';
    expect(await read(columns, '1\x032\x023\x01k\x031\x042\x02j\x03\x01' + '7\x02q\x03r\x04s')).toEqual([
      [
        [[1, 2], [3]],
        [
          ['k', [1, 2]],
          ['j', []],
        ],
        [7, ['q', ['r', 's']]],
      ],
    ]);
  });

  it('empty collections are empty, null texts inside are null', async () => {
    const columns = 'a array<string>; m map<string,string>; s struct<x:string,y:string>';
    expect(await read(columns, '\x01\x01\n\\N\x02x\x02\x01\\N\x02k\x03\\N\x01\\N\x02\n\\N\x01\\N\x01\\N')).toEqual([
      [[], [], ['', null]],
      [[null, 'x', ''], [['k', null]], [null, '']],
      [null, null, null],
    ]);
  });

  it('of two entries with one key the first counts; without key there is no entry, without separator no value', async () => {
    expect(await read('m map<int,string>', '1\x03a\x021\x03b\x02x\x03c\x02\\N\x03d\x022\x02\x02 3\x03e')).toEqual([
      [
        [
          ['1', 'a'],
          ['2', null],
        ].map(([k, v]) => [Number(k), v]),
      ],
    ]);
    expect(await read('m map<string,string>', '\x03a\x02k\x03b\x03c\x02')).toEqual([
      [
        [
          ['', 'a'],
          ['k', 'b\x03c'],
        ],
      ],
    ]);
  });

  it('escapes hide separators, and are taken out of texts only', async () => {
    const properties = { 'field.delim': ',', 'escape.delim': '\\' };
    expect(await read('a string; b int; c varchar(3)', 'x\\,y\\\\\\n\\r\\q,\\1,a\\bcd\nz\\', properties)).toEqual([
      ['x,y\\\n\rq', null, 'abc'],
      ['z\\', null, null],
    ]);
    expect(await read('a array<string>', 'x\\;y;z', { ...properties, 'collection.delim': ';' })).toEqual([
      [['x;y', 'z']],
    ]);
  });

  it('the last column takes the rest when told, in structs too', async () => {
    const properties = { 'field.delim': ',', 'collection.delim': ';', 'serialization.last.column.takes.rest': 'TRUE' };
    expect(await read('a int; b string', '1,x,y,z', properties)).toEqual([[1, 'x,y,z']]);
    expect(await read('s struct<a:int,b:string>; b int', '1;x;y,2', properties)).toEqual([[[1, 'x;y'], 2]]);
  });

  it('columns that the partition does not have are null, whatever the lines hold', async () => {
    expect(await read('a int; b string; c int', '1,x,3\n2\n', { 'field.delim': ',', columns: 'a,b' })).toEqual([
      [1, 'x', null],
      [2, null, null],
    ]);
  });

  it('header and footer lines are left out', async () => {
    const edges = { 'skip.header.line.count': '1', 'skip.footer.line.count': '2' };
    expect(await read('a int', '9\n1\n2\n9\n9\n', edges)).toEqual([[1], [2]]);
    expect(await read('a int', '9\n9\n', edges)).toEqual([]);
    expect(await read('a int', '', edges)).toEqual([]);
  });

  it('ISO-8859-1 becomes UTF-8; other bytes that are no UTF-8 are refused with column and offset', async () => {
    const bytes = Buffer.from('ok\n1\x01gr\xf6\xdfe\n', 'latin1');
    expect(await read('a string; b string', bytes, { 'serialization.encoding': 'ISO-8859-1' })).toEqual([
      ['ok', null],
      ['1', 'größe'],
    ]);
    await expect(read('a string; b string', bytes)).rejects.toMatchObject({
      code: 'REFUSED',
      place: { column: 'b', offset: 3 },
    });
  });

  it.each<[string, string, Properties]>([
    ['GBK', 'a string', { 'serialization.encoding': 'GBK' }],
    ['line.delim', 'a string', { 'line.delim': '|' }],
    ['no number', 'a string', { 'skip.header.line.count': 'one' }],
    ['colelction.delim', 'a string', { 'colelction.delim': '1', 'collection.delim': '2' }],
    ['millis', 'a timestamp', { 'timestamp.formats': "yyyy-MM-dd'T'HH:mm:ss,millis" }],
    ['MMM', 'a timestamp', { 'timestamp.formats': 'dd MMM yyyy' }],
    ['nested deeper', `a ${'array<'.repeat(8)}int${'>'.repeat(8)}`, {}],
    ['local time zone', 'a timestamp with local time zone', {}],
  ])('%s is refused by name', async (name, columns, properties) => {
    const fields = [{ name: 'a', type: parseHiveType(columns.slice(2)) }];
    await expect(textRows({ serde: LAZY, properties }, fields, 'x\n')).rejects.toThrow(name);
  });

  it('timestamps follow the patterns of the table, then the usual form', async () => {
    const properties = { 'timestamp.formats': "yyyy-MM-dd'T'HH:mm:ss,dd.MM.yyyy HH:mm,yyyy-MM-dd'T'HH:mm:ss.SSS" };
    const text =
      '2023-01-02T03:04:05\n02.01.2023 03:04\n2023-01-02 03:04:05.5\n2023-01-02T03:04:05.678\nlater that day';
    const base = BigInt(Date.UTC(2023, 0, 2, 3, 4)) * 1_000_000n;
    const second = 1_000_000_000n;
    const expected = [
      base + 5n * second,
      base,
      base + 5n * second + second / 2n,
      base + 5n * second + 678_000_000n,
      null,
    ];
    expect(await read('a timestamp', text, properties)).toEqual(
      expected.map((value) => [value === null ? null : String(value)]),
    );
    await expect(read('a timestamp', '2023-1-2T3:4:5', properties)).rejects.toThrow("Hive's versions");
  });

  it('what is written with escapes is read back', async () => {
    const bytes = fc.string({ unit: fc.constantFrom('a', ',', ';', ':', '\\', '\n', '\r', 'é', 'n', '𝄞', ' ') });
    const row = fc.tuple(
      bytes,
      fc.array(bytes, { minLength: 1 }),
      fc.uniqueArray(fc.tuple(bytes, bytes), { minLength: 1, selector: ([key]) => key }),
    );
    const properties = {
      'field.delim': ',',
      'collection.delim': ';',
      'mapkey.delim': ':',
      'escape.delim': '\\',
      'serialization.null.format': 'NULL',
    };
    const escaped = (text: string) =>
      text
        .replace(/[,;:\\]/g, '\\$&')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1 }), async (rows) => {
        const lines = rows.map(([text, list, map]) =>
          [escaped(text), list.map(escaped).join(';'), map.map((pair) => pair.map(escaped).join(':')).join(';')].join(
            ',',
          ),
        );
        const expected = rows.map(([text, list, map]) => [text, list.length === 1 && list[0] === '' ? [] : list, map]);
        expect(
          await read('a string; l array<string>; m map<string,string>', `${lines.join('\n')}\n`, properties),
        ).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
