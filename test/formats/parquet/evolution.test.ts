import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { planFile } from '../../../formats/index.js';
import type { DataType } from '../../../formats/index.js';
import { array, decimal, INT, map, openBytes, plainColumn, row, STRING } from '../values.js';
import type { Plain } from '../values.js';

const BIGINT: DataType = { kind: 'BIGINT' };
const DOUBLE: DataType = { kind: 'DOUBLE' };

/** Columns as a table has them after ALTER TABLE, and what Hive 2.3.9, 3.1.3 and 4.0.1 read of the file (integers as text: 3.1.3 and 4.0.1). */
const CHANGED: [string, string, DataType, Plain[]][] = [
  ['a field added', 'st', row({ a: INT, b: STRING, c: BIGINT }), [[1, 'x', null], null, [null, null, null]]],
  ['a field removed, one added', 'st', row({ b: STRING, c: BIGINT }), [['x', null], null, [null, null]]],
  ['all fields others', 'st', row({ c: BIGINT }), [null, null, null]],
  ['a field added within a list', 'l', array(row({ a: INT, c: BIGINT })), [[[1, null], null, [null, null]], [], null]],
  ['an int, now bigint', 'i', BIGINT, ['5', null, '-7']],
  ['an int, now double', 'i', DOUBLE, [5, null, -7]],
  ['a bigint, now double', 'big', DOUBLE, [1.099511627776e12, null, -1]],
  ['a float, now double', 'f', DOUBLE, [1.5, null, 0.10000000149011612]],
  ['a decimal, now wider', 'd', decimal(9, 4), ['12500', null, '-35000']],
  ['an int, now decimal', 'i', decimal(10, 2), ['500', null, '-700']],
  ['a bigint, now decimal', 'big', decimal(20, 0), ['1099511627776', null, '-1']],
  ['an int, now string', 'i', STRING, ['5', null, '-7']],
  ['a bigint, now string', 'big', STRING, ['1099511627776', null, '-1']],
];

describe('a file older than its table', () => {
  const open = async () => openBytes(await readFile(new URL('./evolution/before.parquet', import.meta.url)));

  it.each(CHANGED)('%s', async (_, name, type, expected) => {
    const file = await open();
    expect(planFile(file.footer, [{ name, type }]).lane).toBe('convert');
    expect(await plainColumn(file, name, type)).toEqual(expected);
  });

  it('is refused where Hive fails: a field added within a map', async () => {
    const type = map(STRING, row({ c: BIGINT, b: STRING }));
    const { footer } = await open();
    expect(() => planFile(footer, [{ name: 'm', type }])).toThrow(/within a map, has no field c/);
  });

  it('is refused where a value does not fit', async () => {
    await expect(plainColumn(await open(), 'big', decimal(10, 0))).rejects.toMatchObject({ code: 'REFUSED' });
  });
});
