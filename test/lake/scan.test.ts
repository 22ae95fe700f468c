import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { valueAt } from '../../formats/index.js';
import { readTable, scanTable, type LakeTable, type ScanOptions, type TimeTravel } from '../../lake/index.js';
import type { TargetStore } from '../../stores/index.js';
import { sumsOf, type Sums } from './canon.js';
import { goldenStore } from './golden.js';

const EXPECTED = JSON.parse(readFileSync(new URL('./golden/expected.json', import.meta.url), 'utf8')) as Record<
  string,
  Sums
>;

let store: TargetStore;
beforeAll(async () => {
  store = await goldenStore();
});

const open = async (name: string, at?: TimeTravel): Promise<LakeTable> => (await readTable(store, name, at))!;
async function sums(name: string, at?: TimeTravel): Promise<Sums> {
  return sumsOf(scanTable(store, await open(name, at)));
}
async function rows(name: string, at?: TimeTravel, options?: ScanOptions): Promise<unknown[][]> {
  const found: unknown[][] = [];
  for await (const { rowCount, columns } of scanTable(store, await open(name, at), options)) {
    const values = columns.map(valueAt);
    for (let row = 0; row < rowCount; row++) found.push(values.map((value) => plain(value(row))));
  }
  return found;
}
const plain = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value).toString() : value);

describe('a table of Paimon 1.4.2', () => {
  test.each(Object.keys(EXPECTED))('%s has the rows that Paimon’s Java library reads', async (name) => {
    expect(await sums(name)).toEqual(EXPECTED[name]);
  });

  test('is read as of each of its snapshots', async () => {
    const counts: unknown[] = [];
    for (let id = 1; id <= 6; id++) counts.push((await sums('d_dv', { snapshot: id })).rows);
    // 200 keys; 50 written again, then 40 of these again and 10 deleted. Level 0 is not seen before its compaction.
    expect(counts).toEqual([0, 200, 200, 200, 200, 190]);
  });

  test('is read under the schema of that time', async () => {
    const first = await open('g_evo', { tag: 't1' });
    expect(first.schema.fields.map(({ name }) => name)).toEqual(['id', 'name']);
    expect(await rows('g_evo', { tag: 't1' })).toEqual([[1, 'a']]);
    expect(await rows('g_evo', { snapshot: 2 })).toEqual([
      [1, 'a', null],
      [2, 'b', 2.5],
    ]);
    expect(await rows('g_evo')).toEqual([
      [1n, 'a'],
      [2n, 'b'],
      [3_000_000_000n, 'c'],
    ]);
  });

  test('is read as of a time', async () => {
    const [second, third] = [await open('g_evo', { snapshot: 2 }), await open('g_evo', { snapshot: 3 })];
    const time = third.snapshot!.timeMillis;
    expect((await open('g_evo', { asOf: time })).snapshot?.id).toBe(3);
    expect((await open('g_evo', { asOf: time - 1 })).snapshot?.id).toBe(2);
    expect((await open('g_evo', { asOf: second.snapshot!.timeMillis })).snapshot?.id).toBe(2);
    await expect(open('g_evo', { asOf: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      next: 'it has snapshots 1 to 3',
    });
    await expect(open('g_evo', { snapshot: 9 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(open('g_evo', { tag: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('gives the columns and partitions that are asked for, in the order asked', async () => {
    const partition = ([pd]: readonly unknown[]): boolean => pd === null;
    expect(await rows('b_parttypes', undefined, { columns: ['ps', 'id'], partition })).toEqual([[null, 3]]);
    await expect(rows('b_parttypes', undefined, { columns: ['ID'] })).rejects.toMatchObject({
      code: 'USAGE',
      place: { column: 'ID' },
    });
    // Neither key nor sequence number need be among them.
    expect(new Set((await rows('c_pk', undefined, { columns: ['dt'] })).flat())).toEqual(
      new Set(['2024-01-01', '2024-01-02']),
    );
  });
});
