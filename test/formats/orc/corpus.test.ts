import { describe, expect, it } from 'vitest';
import { orcColumns } from '../../../formats/index.js';
import type { DataType } from '../../../formats/index.js';
import { asJson, decodeRows, expectedRows, openOrc, readCorpus, readSpecial } from './orc.js';

/** Files of Apache ORC's own corpus and its expected readings of them. */
const READ = ['TestOrcFile.emptyFile', 'TestOrcFile.test1', 'TestOrcFile.testDate1900', 'decimal'];

describe("Apache ORC's corpus", () => {
  it.each(READ)('%s reads as published', async (name) => {
    const file = await openOrc(await readCorpus(name));
    const fields = orcColumns(file.tail.schema);
    const type: DataType = { kind: 'ROW', fields };
    const rows = (await decodeRows(file, fields)).map((row) => caseless(asJson(row, type)));
    expect(rows).toHaveLength(file.tail.rowCount);
    expect(rows).toEqual((await expectedRows(name)).map(caseless));
  });
});

describe("files of Apache ORC's Java writer", () => {
  it.each([
    ['encrypted', '_col1', /^the column is encrypted/],
    ['union', 'either', /^either is uniontype<bigint,string>/],
  ])('%s is refused', async (name, column, message) => {
    const reading = readSpecial(name)
      .then(openOrc)
      .then((file) => decodeRows(file));
    await expect(reading).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(message) as string,
      place: { column },
    });
  });

  it('of a future version are refused', async () => {
    const bytes = await readCorpus('TestOrcFile.test1');
    // Field 4 of the postscript: two bytes, 0.12.
    const version = Buffer.from(bytes).lastIndexOf(Buffer.from([0x22, 2, 0, 12]));
    bytes.set([19, 99], version + 2);
    await expect(openOrc(bytes)).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(/ORC version 19.99/) as string,
    });
  });

  it('hold decimals as plain integers when they are of version 2', async () => {
    const file = await openOrc(await readSpecial('decimal64'));
    expect(file.tail.decimalsAsLongs).toBe(true);
    expect(await decodeRows(file)).toEqual(Array.from({ length: 100 }, (_, row) => [BigInt(row - 50)]));
  });
});

/** JSON with names in lower case, as the table has them, and numbers as the floats the corpus rounded some of them to. */
function caseless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(caseless);
  if (typeof value === 'number') return Math.fround(value);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name.toLowerCase(), caseless(item)]));
}
