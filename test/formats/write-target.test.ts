import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileStatistics, memorySource, planFile, readFooter, writeTarget } from '../../formats/index.js';
import type { Field, StitchInput, WrittenTarget } from '../../formats/index.js';
import { chunkRange } from '../../formats/parquet/metadata.js';
import { useDuck } from '../duck.js';

const duck = useDuck();

async function inputOf(path: string, bytes: Uint8Array, columns: readonly Field[]): Promise<StitchInput> {
  const source = memorySource(bytes);
  const footer = await readFooter(source);
  return { footer, actions: planFile(footer, columns).actions, source, path };
}

async function written(
  inputs: readonly StitchInput[],
  columns: readonly Field[],
  path: string,
): Promise<WrittenTarget> {
  const generator = writeTarget(inputs, columns);
  const parts: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await generator.next();
    if (done) {
      await writeFile(path, Buffer.concat(parts));
      return value;
    }
    parts.push(value);
  }
}

const COLUMNS: Field[] = [
  { name: 'id', type: { kind: 'INT' } },
  { name: 'name', type: { kind: 'STRING' } },
  { name: 'tags', type: { kind: 'ARRAY', element: { kind: 'STRING' } } },
  { name: 'amount', type: { kind: 'DECIMAL', precision: 12, scale: 2 } },
];
const query = (first: number, rows: number) => `SELECT (i)::INTEGER AS "ID", CASE WHEN i % 3 = 0 THEN NULL
  ELSE 'name ' || i END AS "Name", [i::VARCHAR, NULL] AS tags, i::DECIMAL(12,2) / 4 AS raw,
  (i / 4)::DECIMAL(12,2) AS amount, i AS dropped FROM range(${first}, ${first + rows}) t(i)`;

describe('writeTarget', () => {
  it('joins files into one that other readers find equal', async () => {
    const inputs: StitchInput[] = [];
    const paths: string[] = [];
    for (const [index, codec] of ['snappy', 'zstd', 'gzip', 'uncompressed'].entries()) {
      const file = await duck.parquet(
        `in${index}.parquet`,
        query(index * 3000, 3000),
        `COMPRESSION ${codec}, ROW_GROUP_SIZE 2048`,
      );
      paths.push(file.path);
      inputs.push(await inputOf(file.path, file.bytes, COLUMNS));
    }
    const out = join(duck.folder(), 'out.parquet');
    const { rowCount, footer } = await written(inputs, COLUMNS, out);
    expect(rowCount).toBe(12_000);
    expect(footer.rowGroups).toHaveLength(8);
    expect(fileStatistics(footer, COLUMNS).get('id')).toEqual({ nullCount: 0, min: 0, max: 11_999 });
    const files = paths.map((path) => `'${path}'`).join(',');
    const source = `SELECT "ID" AS id, "Name" AS name, tags, amount FROM read_parquet([${files}])`;
    const target = `SELECT * FROM read_parquet('${out}')`;
    expect(await duck.rows(`${target} EXCEPT ALL ${source}`)).toEqual([]);
    expect(await duck.rows(`${source} EXCEPT ALL ${target}`)).toEqual([]);
    expect(await duck.rows(`SELECT count(*) FROM '${out}' WHERE id = 7000`)).toEqual([['1']]);
  });

  it('re-encodes the columns that need it between the kept ones', async () => {
    const columns: Field[] = [COLUMNS[0]!, { name: 'big', type: { kind: 'BIGINT' } }, COLUMNS[1]!];
    const file = await duck.parquet(
      'mixed.parquet',
      "SELECT i::INTEGER AS id, i::INTEGER * 2 AS big, 'n' || i AS name FROM range(5000) t(i)",
    );
    const narrow = await duck.parquet(
      'narrow.parquet',
      `SELECT id::INTEGER AS id, big::INTEGER AS big, name FROM '${file.path}'`,
    );
    const input = await inputOf(narrow.path, narrow.bytes, columns);
    expect(input.actions.map(({ action }) => action)).toEqual(['keep', 'reencode', 'keep']);
    const out = join(duck.folder(), 'mixed-out.parquet');
    await written([input], columns, out);
    expect(await duck.rows(`SELECT typeof(big), count(*), sum(big) FROM '${out}' GROUP BY ALL`)).toEqual([
      ['BIGINT', '5000', String(5000 * 4999)],
    ]);
    expect(await duck.rows(`SELECT * FROM '${out}' EXCEPT ALL SELECT * FROM '${narrow.path}'`)).toEqual([]);
  });

  it('writes nulls for columns the files lack', async () => {
    const file = await duck.parquet('old.parquet', 'SELECT 1::INTEGER AS id');
    const out = join(duck.folder(), 'old-out.parquet');
    await written([await inputOf(file.path, file.bytes, COLUMNS)], COLUMNS, out);
    expect(await duck.rows(`SELECT id, name, tags, amount, typeof(tags), typeof(amount) FROM '${out}'`)).toEqual([
      ['1', 'null', 'null', 'null', 'VARCHAR[]', 'DECIMAL(12,2)'],
    ]);
  });

  it('names the file and the offset of a damaged page', async () => {
    const { path, bytes } = await duck.parquet('damaged.parquet', query(0, 2000));
    const damaged = bytes.slice();
    const input = await inputOf(path, damaged, COLUMNS);
    const { offset } = chunkRange(input.footer.rowGroups[0]!.columns[0]!);
    damaged.fill(0xff, offset, offset + 12);
    const out = join(duck.folder(), 'never.parquet');
    await expect(written([input], COLUMNS, out)).rejects.toMatchObject({
      code: 'CORRUPT',
      place: { file: path, offset, column: 'ID' },
    });
  });
});
