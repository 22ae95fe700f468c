import { stat } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Field } from '../../formats/index.js';
import { openSource } from '../../stores/index.js';
import type { RowFile } from '../../verify/file-rows.js';
import { findSamples } from '../../verify/samples/find.js';
import type { RowSample } from '../../verify/samples/model.js';
import { useDuck } from '../duck.js';

const duck = useDuck();
const ROWS = 20_000;
const FIELDS: Field[] = [
  { name: 'id', type: { kind: 'BIGINT' } },
  { name: 'name', type: { kind: 'STRING' } },
  { name: 'price', type: { kind: 'DECIMAL', precision: 9, scale: 2 } },
];
const COLUMNS = "i AS id, 'name ' || i AS name, (i / 100)::DECIMAL(9,2) AS price";
const rows = (where = 'true', columns = COLUMNS): string => `SELECT ${columns} FROM range(${ROWS}) t(i) WHERE ${where}`;

let count = 0;
async function file(query: string, options = 'ROW_GROUP_SIZE 4096'): Promise<RowFile> {
  const { path } = await duck.parquet(`f${count++}.parquet`, query, options);
  const store = await openSource('file:///');
  const storage = { format: 'parquet', properties: {} } as const;
  return { store, path: path.slice(1), length: (await stat(path)).size, storage };
}

let source: RowFile;
beforeAll(async () => {
  source = await file(rows());
});

async function samples(target: RowFile, most = 10, fields = FIELDS, sources = [source]): Promise<RowSample[]> {
  const inputs = [sources.map((_, i) => i)];
  return findSamples({ partition: 'dt=1', sources, targets: [target], inputs }, fields, most);
}

const row = (id: number) => ['id', String(id), 'name', `"name ${id}"`, 'price', (id / 100).toFixed(2)];
const flat = (sample: RowSample, side: 'source' | 'target') =>
  sample.columns.flatMap((column) => [column.name, column[side] ?? '']);

describe('rows that differ', () => {
  it('are none between equal sides, whatever the order', async () => {
    expect(await samples(await file(`${rows()} ORDER BY hash(i)`))).toEqual([]);
  });

  it('names a changed value with both values, first among the columns', async () => {
    const changed = rows(
      'true',
      COLUMNS.replace("'name ' || i", "CASE i WHEN 777 THEN 'nobody' ELSE 'name ' || i END"),
    );
    const target = await file(changed);
    expect(await samples(target)).toEqual([
      {
        kind: 'changed',
        partition: 'dt=1',
        source: `${source.path}, row 777`,
        target: `${target.path}, row 777`,
        columns: [
          { name: 'name', source: '"name 777"', target: '"nobody"' },
          { name: 'id', source: '777', target: '777' },
          { name: 'price', source: '7.77', target: '7.77' },
        ],
      },
    ]);
  });

  it('names a changed value in files of another order, by what the rows share', async () => {
    const changed = rows('true', COLUMNS.replace('(i / 100)', '(CASE i WHEN 777 THEN 0 ELSE i END / 100)'));
    const found = await samples(await file(`${changed} ORDER BY hash(i)`));
    expect(found).toMatchObject([{ kind: 'changed', source: `${source.path}, row 777` }]);
    expect(found[0]!.columns[0]).toEqual({ name: 'price', source: '7.77', target: '0.00' });
  });

  it('names a lost row', async () => {
    const found = await samples(await file(rows('i <> 9999')));
    expect(found).toMatchObject([{ kind: 'missing', source: `${source.path}, row 9999` }]);
    expect(flat(found[0]!, 'source')).toEqual(row(9999));
    expect(found[0]!.target).toBeUndefined();
  });

  it('names a doubled row, and how often it is there', async () => {
    const found = await samples(await file(`${rows()} UNION ALL ${rows('i = 5')}`));
    expect(found).toMatchObject([{ kind: 'extra', times: { source: 1, target: 2 } }]);
    expect(flat(found[0]!, 'target')).toEqual(row(5));
  });

  it('names a row that was never in the source', async () => {
    const found = await samples(await file(`${rows()} UNION ALL SELECT -1, NULL, 0`));
    expect(found).toMatchObject([{ kind: 'extra' }]);
    expect(flat(found[0]!, 'target')).toEqual(['id', '-1', 'name', 'null', 'price', '0.00']);
    expect(found[0]!.times).toBeUndefined();
  });

  it('names some of each kind, however many there are of one', async () => {
    const changed = COLUMNS.replace("'name ' || i", "CASE WHEN i > 10000 THEN 'x' ELSE 'name ' || i END");
    const found = await samples(await file(`${rows('true', changed)} UNION ALL ${rows('i < 10000')}`), 6);
    expect(found).toHaveLength(6);
    for (const { kind, columns, times } of found) {
      if (kind === 'changed') expect(columns[0]).toMatchObject({ name: 'name', target: '"x"' });
      else expect([kind, times]).toEqual(['extra', { source: 1, target: 2 }]);
    }
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['changed', 'extra']));
  });

  it('names rows whose columns were swapped, each beside its own counterpart', async () => {
    const fields: Field[] = [
      { name: 'a', type: { kind: 'BIGINT' } },
      { name: 'b', type: { kind: 'BIGINT' } },
    ];
    const from = await file(`SELECT i AS a, i + 1000000 AS b FROM range(${ROWS}) t(i)`);
    const target = await file(`SELECT i + 1000000 AS a, i AS b FROM range(${ROWS}) t(i)`);
    const found = await samples(target, 4, fields, [from]);
    expect(found).toHaveLength(4);
    for (const { kind, columns } of found) {
      const [a, b] = columns;
      expect(kind).toBe('changed');
      expect([a!.source, b!.source]).toEqual([b!.target, a!.target]);
    }
  });

  it('finds the counterpart in the right one of several source files', async () => {
    const parts = await Promise.all([
      file(rows('i < 5000')),
      file(rows('i >= 5000 AND i < 5010')),
      file(rows('i >= 5010')),
    ]);
    const wrong = COLUMNS.replace('i AS id', 'CASE i WHEN 5004 THEN 1 ELSE i END AS id').replace(
      "'name ' || i",
      "CASE i WHEN 5004 THEN NULL ELSE 'name ' || i END",
    );
    const found = await samples(await file(rows('true', wrong)), 10, FIELDS, parts);
    expect(found).toMatchObject([{ kind: 'changed', source: `${parts[1]!.path}, row 4` }]);
  });

  it('shows no more than asked for', async () => {
    const target = await file(rows('i % 2 = 0'));
    expect(await samples(target, 3)).toHaveLength(3);
    for (const { kind } of await samples(target, 50)) expect(kind).toBe('missing');
  });

  it('shows nested values, times, bytes and long texts readably', async () => {
    const fields: Field[] = [
      { name: 'tags', type: { kind: 'ARRAY', element: { kind: 'STRING' } } },
      { name: 'at', type: { kind: 'TIMESTAMP', precision: 6 } },
      { name: 'day', type: { kind: 'DATE' } },
      { name: 'raw', type: { kind: 'BYTES' } },
      { name: 'long', type: { kind: 'STRING' } },
      {
        name: 'home',
        type: {
          kind: 'ROW',
          fields: [
            { name: 'street', type: { kind: 'STRING' } },
            { name: 'counts', type: { kind: 'MAP', key: { kind: 'STRING' }, value: { kind: 'INT' } } },
          ],
        },
      },
    ];
    const query = (end: string) => `SELECT ['a', NULL, 'b"'] AS tags, TIMESTAMP '1969-12-31 23:59:59.5' AS at,
      DATE '2024-02-29' AS day, '\\xFF\\x00'::BLOB AS raw, repeat('x', 500) || '${end}' AS long,
      {street: 'Main', counts: MAP {'k': 1::INTEGER}} AS home`;
    const found = await samples(await file(query('B')), 10, fields, [await file(query('A'))]);
    const cells = Object.fromEntries(found[0]!.columns.map(({ name, source: a, target: b }) => [name, [a, b]]));
    expect(found[0]!.columns[0]!.name).toBe('long');
    expect(cells['long']![0]).toMatch(/^…x{20}A"? \(503 characters\)$/);
    expect(cells['long']![1]).toMatch(/^…x{20}B"? \(503 characters\)$/);
    expect(cells['tags']![0]).toBe('["a", null, "b\\""]');
    expect(cells['at']![0]).toBe('1969-12-31 23:59:59.5');
    expect(cells['day']![0]).toBe('2024-02-29');
    expect(cells['raw']![0]).toBe('0xff00');
    expect(cells['home']![0]).toBe('{street: "Main", counts: {"k": 1}}');
  });
});
