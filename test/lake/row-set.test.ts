import { crc32 } from '@node-rs/crc32';
import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDeletionVector } from '../../lake/scan/deletion-vector.js';
import { addRoaring, RowSet } from '../../lake/scan/row-set.js';
import { openTarget } from '../../stores/index.js';

/** A roaring bitmap by the specification: each stretch of 65,536 numbers as an array, as bits or as runs. */
function roaring(rows: readonly number[], withRuns: boolean): Buffer {
  const stretches = new Map<number, number[]>();
  for (const row of rows) {
    const key = row >>> 16;
    const lows = stretches.get(key);
    if (lows === undefined) stretches.set(key, [row & 0xffff]);
    else lows.push(row & 0xffff);
  }
  const sorted = [...stretches].sort(([a], [b]) => a - b);
  const containers = sorted.map(([key, lows], i) => {
    const asRuns = withRuns && i % 2 === 0;
    return {
      key,
      size: lows.length,
      asRuns,
      bytes: asRuns ? runs(lows) : lows.length > 4096 ? bits(lows) : array(lows),
    };
  });
  const flags = Buffer.alloc((containers.length + 7) >> 3);
  containers.forEach(({ asRuns }, i) => (flags[i >> 3]! |= Number(asRuns) << (i & 7)));
  const head = withRuns
    ? Buffer.concat([uint32(12347 + (containers.length - 1) * 0x10000), flags])
    : Buffer.concat([uint32(12346), uint32(containers.length)]);
  const described = containers.flatMap(({ key, size }) => [uint16(key), uint16(size - 1)]);
  const hasOffsets = !withRuns || containers.length >= 4;
  // Nobody who reads from first to last needs them.
  const offsets = hasOffsets ? [Buffer.alloc(4 * containers.length)] : [];
  return Buffer.concat([head, ...described, ...offsets, ...containers.map(({ bytes }) => bytes)]);
}

const uint16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
const array = (lows: readonly number[]): Buffer => Buffer.concat(lows.map(uint16));
function bits(lows: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8192);
  for (const low of lows) bytes[low >> 3]! |= 1 << (low & 7);
  return bytes;
}
function runs(lows: readonly number[]): Buffer {
  const found: [first: number, last: number][] = [];
  for (const low of lows) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === low - 1) last[1] = low;
    else found.push([low, low]);
  }
  return Buffer.concat([
    uint16(found.length),
    ...found.flatMap(([first, last]) => [uint16(first), uint16(last - first)]),
  ]);
}

/** Rows in several stretches, dense ones among them. */
const rowLists = fc
  .array(fc.tuple(fc.nat(400_000), fc.nat(9000)), { minLength: 1, maxLength: 6 })
  .map((pieces) => new Set(pieces.flatMap(([first, count]) => Array.from({ length: count + 1 }, (_, i) => first + i))))
  .map((rows) => [...rows].sort((a, b) => a - b));

describe('a roaring bitmap', () => {
  test.each([false, true])('gives back its rows (with runs: %s)', (withRuns) => {
    const property = fc.property(rowLists, (list) => {
      const rows = new RowSet();
      const bytes = roaring(list, withRuns);
      expect(addRoaring(rows, bytes)).toBe(bytes.length);
      expect(rows.size).toBe(list.length);
      expect(list.every((row) => rows.has(row))).toBe(true);
      const member = new Set(list);
      expect(list.filter((row) => rows.has(row + 1) !== member.has(row + 1))).toEqual([]);
    });
    fc.assert(property, { numRuns: 10 });
  });

  test('that is cut anywhere is damaged', () => {
    const bytes = roaring([1, 2, 3, 70_000], true);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => addRoaring(new RowSet(), bytes.subarray(0, length))).toThrow(/bitmap of rows is damaged/);
    }
  });
});

describe('a deletion vector', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-vector-'));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  const magic64 = uint32(1681511377);
  const magic32 = Buffer.from(uint32(1581511376)).reverse();
  function vector(body: Buffer, checksum = crc32(body)): Buffer {
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeInt32BE(body.length);
    sum.writeUInt32BE(checksum);
    return Buffer.concat([Buffer.of(1), length, body, sum]);
  }
  async function read(bytes: Buffer, cardinality?: number): Promise<RowSet> {
    await writeFile(join(folder, 'index'), bytes);
    const store = await openTarget(pathToFileURL(folder).href);
    const place = { path: 'index', offset: 1, length: bytes.length - 1 };
    return readDeletionVector(store, cardinality === undefined ? place : { ...place, cardinality });
  }

  test('of the first form has 32-bit rows', async () => {
    const rows = await read(vector(Buffer.concat([magic32, roaring([0, 9, 65_536], false)])), 3);
    expect([rows.size, rows.has(0), rows.has(1), rows.has(65_536)]).toEqual([3, true, false, true]);
  });

  test('of the second form has 64-bit rows', async () => {
    const count = Buffer.concat([uint32(2), uint32(0)]);
    const bitmaps = [uint32(0), roaring([5], false), uint32(1), roaring([7, 8], true)];
    const rows = await read(vector(Buffer.concat([magic64, count, ...bitmaps])));
    expect([rows.size, rows.has(5), rows.has(7), rows.has(2 ** 32 + 7)]).toEqual([3, true, false, true]);
  });

  test('that is changed, cut or of another number of rows is found out', async () => {
    const body = Buffer.concat([magic32, roaring([1], false)]);
    await expect(read(vector(body, 0))).rejects.toMatchObject({ code: 'CORRUPT', place: { file: 'index', offset: 1 } });
    await expect(read(vector(body).subarray(0, -1))).rejects.toMatchObject({ code: 'CORRUPT' });
    await expect(read(vector(body), 2)).rejects.toThrow(/has 1 rows, its manifest states 2/);
    await expect(read(vector(Buffer.alloc(20)))).rejects.toMatchObject({ code: 'REFUSED' });
  });
});
