import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Vector } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { decodeOrc, orcColumns } from '../../../formats/index.js';
import { columnData } from '../../../formats/parquet/encode/column.js';
import type { DataType, Field } from '../../../formats/index.js';
import { rowsOfLeaf } from '../laid.js';
import { openOrc, readSpecial } from './orc.js';

const [GOLDEN, CORPUS] = ['golden', 'corpus'].map((name) => fileURLToPath(new URL(`./${name}/`, import.meta.url))) as [
  string,
  string,
];

/** Compares what a column gives all at once with what is made of its values one by one; returns how many values came all at once. */
async function compare(bytes: Uint8Array, retyped: (field: Field) => Field = (field) => field): Promise<number> {
  const { source, tail } = await openOrc(bytes);
  let compared = 0;
  for await (const { rowCount, columns } of decodeOrc(source, tail, orcColumns(tail.schema).map(retyped))) {
    for (const column of columns) {
      const leaf = column.data?.();
      if (leaf === undefined) continue;
      const expected = columnData(column, { length: rowCount, forEach: column.forEach.bind(column) });
      expect(leaf.data.type.toString()).toBe(expected.type.toString());
      expect(rowsOfLeaf(leaf)).toStrictEqual(new Vector([expected]).toJSON());
      compared += rowCount;
    }
  }
  return compared;
}

describe('columns of ORC files that are handed over all at once', () => {
  it.each([
    [GOLDEN, 1000],
    [CORPUS, 20_000],
  ])('are those made of each value (%s)', async (folder, atLeast) => {
    let compared = 0;
    for (const name of (await readdir(folder)).filter((name) => name.endsWith('.orc'))) {
      compared += await compare(await readFile(folder + name));
    }
    expect(compared).toBeGreaterThan(atLeast);
  });

  const decimal = (precision: number, scale = 2): DataType => ({ kind: 'DECIMAL', precision, scale });
  it.each([
    ['of the same digits', decimal(18), 100],
    ['in 32 bits', decimal(9), 100],
    ['of too few digits, which only values one by one show', decimal(1), 0],
    ['of another scale', decimal(12, 4), 0],
    ['of more than 64 bits', decimal(20), 0],
  ])('hold decimals %s', async (_, type, count) => {
    expect(await compare(await readSpecial('decimal64'), (field) => ({ ...field, type }))).toBe(count);
  });
});
