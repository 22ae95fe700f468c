import { describe, expect, it } from 'vitest';
import type { DataType, Field } from '../../../formats/index.js';
import { array, decimal, INT, map, row, STRING, TIMESTAMP } from '../values.js';
import { asJson, decodeRows, openOrc, readCorpus, readSpecial } from './orc.js';

const BIGINT: DataType = { kind: 'BIGINT' };
const field = (name: string, type: DataType): Field => ({ name, type });

/** Rows of a file as another table's. */
async function readAs(bytes: Uint8Array, columns: readonly Field[]): Promise<unknown[]> {
  const rows = await decodeRows(await openOrc(bytes), columns);
  return rows.map((values) => asJson(values, { kind: 'ROW', fields: columns }));
}

const types = await readCorpus('TestOrcFile.test1');

describe('the columns of a file under the schema of a table', () => {
  it('widens numbers, adds columns and fields as nulls, and leaves others out', async () => {
    const item = row({ added: STRING, INT1: BIGINT });
    const columns = [
      field('LONG1', decimal(20, 1)),
      field('missing', map(STRING, INT)),
      field('short1', BIGINT),
      field('float1', { kind: 'DOUBLE' }),
      field('int1', STRING),
      field('list', array(item)),
    ];
    expect((await readAs(types, columns))[0]).toEqual({
      LONG1: 9223372036854775807,
      missing: null,
      short1: 1024,
      float1: 1,
      int1: '65536',
      list: [
        { added: null, INT1: 3 },
        { added: null, INT1: 4 },
      ],
    });
  });

  it('goes by position where the file has no names', async () => {
    const columns = [field('number', STRING), field('text', STRING)];
    const rows = await readAs(await readSpecial('no_names'), columns);
    expect(rows).toHaveLength(100);
    expect(rows[7]).toEqual({ number: '7', text: 'row 7' });
  });

  it('narrows what fits and refuses the value that does not', async () => {
    const narrow = (type: DataType) => readAs(types, [field('short1', type)]);
    expect(await narrow(INT)).toEqual([{ short1: 1024 }, { short1: 2048 }]);
    await expect(narrow({ kind: 'TINYINT' })).rejects.toMatchObject({
      code: 'REFUSED',
      message: 'the value 1024 is not a TINYINT',
      place: { column: 'short1' },
    });
  });

  it('pads CHAR, and refuses texts that are too long for CHAR and VARCHAR', async () => {
    const as = (type: DataType) => readAs(types, [field('string1', type)]);
    expect(await as({ kind: 'CHAR', length: 4 })).toEqual([{ string1: 'hi  ' }, { string1: 'bye ' }]);
    expect(await as({ kind: 'VARCHAR', length: 3 })).toEqual([{ string1: 'hi' }, { string1: 'bye' }]);
    for (const kind of ['CHAR', 'VARCHAR'] as const) {
      await expect(as({ kind, length: 2 })).rejects.toMatchObject({ code: 'REFUSED' });
    }
  });

  it.each([
    ['string1', INT, /string1 is string in the file, INT in the table/],
    ['double1', { kind: 'FLOAT' } as const, /double1 is double in the file, FLOAT in the table/],
    ['list', array(INT), /list.element is struct<int1:int,string1:string> in the file/],
    ['long1', TIMESTAMP, /long1 is bigint in the file, TIMESTAMP\(6\) in the table/],
  ])('refuses %s as another type by name', async (name, type, message) => {
    const reading = readAs(types, [field(name, type)]);
    await expect(reading).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(message) as string,
      place: { column: name },
    });
  });

  it('reads a file with a union when the table does not have that column', async () => {
    const columns = [field('_col0', BIGINT)];
    const rows = await readAs(await readSpecial('union'), columns);
    expect(rows).toHaveLength(100);
    expect(rows[99]).toEqual({ _col0: 99 });
  });
});
