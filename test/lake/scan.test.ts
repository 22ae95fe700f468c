import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { valueAt } from '../../formats/index.js';
import type { DecodedBatch } from '../../formats/index.js';
import {
  readChanges,
  readTable,
  scanChanges,
  scanTable,
  type LakeTable,
  type ScanOptions,
  type TimeTravel,
} from '../../lake/index.js';
import { openTarget, type TargetStore } from '../../stores/index.js';
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
  return rowsOf(scanTable(store, await open(name, at), options));
}
async function rowsOf(batches: AsyncIterable<DecodedBatch>): Promise<unknown[][]> {
  const found: unknown[][] = [];
  for await (const { rowCount, columns } of batches) {
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

describe('what came in between two snapshots', () => {
  async function changes(name: string, after: number, upTo: number, rowKind = false): Promise<unknown[][]> {
    const found = (await readChanges(store, name, { after, upTo }))!;
    return rowsOf(scanChanges(store, found, { rowKind }));
  }

  test('are the rows of an append table that were appended, under the schema of today', async () => {
    expect(await changes('g_evo', 1, 3)).toEqual([
      [2n, 'b'],
      [3_000_000_000n, 'c'],
    ]);
    expect(await changes('g_evo', 2, 2)).toEqual([]);
    expect(await changes('g_evo', 0, 1, true)).toEqual([['+I', 1n, 'a']]);
  });

  test('are all changes by key of a primary-key table, deletions only if they are asked for', async () => {
    const [all, kept] = [await changes('d_dv', 0, 6, true), await changes('d_dv', 0, 6)];
    const counts = new Map<unknown, number>();
    for (const [kind] of all) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    // What compactions wrote anew is no change.
    expect([...counts].sort()).toEqual(
      [
        ['+I', 290],
        ['-D', 10],
      ].sort(),
    );
    expect(kept).toEqual(all.filter(([kind]) => kind === '+I').map(([, ...row]) => row));
  });

  test('are refused where files do not tell, and for snapshots that are not there', async () => {
    await expect(changes('g_evo', 0, 4)).rejects.toMatchObject({ code: 'NOT_FOUND', next: 'it has snapshots 1 to 3' });
    await expect(changes('g_evo', 3, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const folder = await mkdtemp(join(tmpdir(), 'lakelift-changes-'));
    await cp(new URL('./golden/g_evo', import.meta.url), join(folder, 'g_evo'), { recursive: true });
    const file = join(folder, 'g_evo/snapshot/snapshot-2');
    await writeFile(file, (await readFile(file, 'utf8')).replace('APPEND', 'OVERWRITE'));
    const copy = await openTarget(pathToFileURL(folder).href);
    await expect(readChanges(copy, 'g_evo', { after: 1, upTo: 3 })).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(/snapshot 2 overwrites rows/) as string,
    });
    await rm(folder, { recursive: true });
  });
});
