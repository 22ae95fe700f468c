import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fileStatistics, memorySource, physicalSignature, planFile, readFooter } from '../../formats/index.js';
import type { Field, ParquetFooter } from '../../formats/index.js';
import { useDuck } from '../duck.js';
import { SPECIALS } from './parquet/specials.js';

const duck = useDuck();
const field = (name: string, kind: 'INT' | 'BIGINT' | 'STRING' | 'DOUBLE' | 'DATE' | 'BOOLEAN'): Field => ({
  name,
  type: { kind },
});
const footerOf = async (name: string, query: string, options?: string): Promise<ParquetFooter> =>
  readFooter(memorySource((await duck.parquet(`${name}.parquet`, query, options)).bytes));
/** As parquet-mr would have signed it: DuckDB's own double bounds are not trusted. */
const byParquetMr = (footer: ParquetFooter): ParquetFooter => ({
  ...footer,
  createdBy: 'parquet-mr version 1.13.1 (build db4183)',
});

describe('planFile', () => {
  it('copies a file that stands as it is, more columns and another order included', async () => {
    const footer = await footerOf('copy', "SELECT 1::INTEGER AS id, 'a' AS name, 2::BIGINT AS more");
    const plan = planFile(footer, [field('name', 'STRING'), field('id', 'INT')]);
    expect(plan.lane).toBe('copy');
    expect(plan.actions.map(({ sourceIndex }) => sourceIndex)).toEqual([1, 0]);
  });

  it('writes nulls for a column the file lacks', async () => {
    const footer = await footerOf('lacks', 'SELECT 1::INTEGER AS id');
    const plan = planFile(footer, [field('id', 'INT'), field('later', 'INT')]);
    expect(plan.lane).toBe('transcode');
    expect(plan.actions[1]).toMatchObject({ action: 'reencode', sourceIndex: undefined });
  });

  it('stitches for another case of a name', async () => {
    const footer = await footerOf('case', 'SELECT 1::INTEGER AS "UserId"');
    expect(planFile(footer, [field('userid', 'INT')]).lane).toBe('stitch');
  });

  it('stitches to drop bounds of doubles that may hide a NaN', async () => {
    const footer = await footerOf('nan', 'SELECT 1.5::DOUBLE AS x');
    expect(planFile(footer, [field('x', 'DOUBLE')]).lane).toBe('stitch');
    expect(planFile(byParquetMr(footer), [field('x', 'DOUBLE')]).lane).toBe('copy');
  });

  it('transcodes one column or converts all of them, with the reason', async () => {
    const footer = await footerOf('wide', 'SELECT 1::INTEGER AS a, 2::INTEGER AS b');
    const some = planFile(footer, [field('a', 'INT'), field('b', 'BIGINT')]);
    expect(some.lane).toBe('transcode');
    expect(some.actions[1]).toMatchObject({ column: 'b', action: 'reencode', reason: 'INT32 in the file' });
    expect(planFile(footer, [field('b', 'BIGINT')]).lane).toBe('convert');
  });

  it('refuses by column what it cannot carry', async () => {
    const footer = await footerOf('refuse', "SELECT 'x' AS name");
    expect(() => planFile(footer, [field('name', 'INT')])).toThrow(
      expect.objectContaining({ code: 'REFUSED', place: { column: 'name' } }),
    );
  });

  it('refuses columns that differ only in case', async () => {
    const footer = await footerOf('clash', 'SELECT 1::INTEGER AS a');
    const child = footer.schema.children[0]!;
    const clash = {
      ...footer,
      schema: { ...footer.schema, children: [child, { ...child, name: 'A' }] },
      rowGroups: [],
    };
    expect(() => planFile(clash, [field('a', 'INT')])).toThrow(/a and A/);
  });

  it('re-encodes codecs and encodings Java Paimon lacks', async () => {
    const brotli = await footerOf('brotli', 'SELECT 1::INTEGER AS id', 'COMPRESSION brotli');
    expect(planFile(brotli, [field('id', 'INT')]).actions[0]).toMatchObject({ reason: 'BROTLI compression' });
    const split = await footerOf(
      'bss',
      'SELECT i * 1.01 + 0.5::DOUBLE AS x FROM range(9000) t(i)',
      'PARQUET_VERSION v2',
    );
    expect(split.rowGroups[0]!.columns[0]!.encodings).toContain('BYTE_STREAM_SPLIT');
    expect(planFile(split, [field('x', 'DOUBLE')]).actions[0]).toMatchObject({ reason: 'BYTE_STREAM_SPLIT encoding' });
  });

  it('re-encodes what Paimon 0.9 for Spark lacks: delta encodings, and runs of booleans', async () => {
    const query = "SELECT i::INTEGER AS id, 'v' || i AS name, i % 3 = 0 AS flag, 'same' AS kept FROM range(9000) t(i)";
    const columns = [field('id', 'INT'), field('name', 'STRING'), field('flag', 'BOOLEAN'), field('kept', 'STRING')];
    expect(planFile(await footerOf('delta', query, 'PARQUET_VERSION v2'), columns)).toMatchObject({
      lane: 'transcode',
      actions: [
        { action: 'reencode', reason: 'DELTA_BINARY_PACKED encoding' },
        { action: 'reencode', reason: 'DELTA_LENGTH_BYTE_ARRAY encoding' },
        { action: 'keep' },
        { action: 'keep' },
      ],
    });
    expect(planFile(await footerOf('plain', query), columns).lane).toBe('copy');
    const hive = await readFooter(memorySource(await readFile(`${SPECIALS}special.db/pages_v2_hive/000000_0`)));
    expect(planFile(hive, [field('b', 'BOOLEAN')]).actions).toMatchObject([{ reason: 'RLE encoding of booleans' }]);
  });
});

describe('physicalSignature', () => {
  it('is equal for files that can share an output', async () => {
    const columns = [field('id', 'INT'), field('name', 'STRING')];
    const a = await footerOf('s1', "SELECT 1::INTEGER AS id, 'a' AS name");
    const b = await footerOf('s2', 'SELECT \'b\' AS "NAME", 5::INTEGER AS "Id", 6 AS more', 'COMPRESSION zstd');
    const c = await footerOf('s3', 'SELECT 1::INTEGER AS id');
    expect(physicalSignature(b, columns)).toBe(physicalSignature(a, columns));
    expect(physicalSignature(c, columns)).not.toBe(physicalSignature(a, columns));
  });
});

describe('fileStatistics', () => {
  it('aggregates over row groups what is certain', async () => {
    const query = `SELECT (i - 10)::INTEGER AS id, CASE WHEN i % 5 = 0 THEN NULL ELSE 'v' || (1000 + i) END AS name,
      NULL::BIGINT AS empty, i::DOUBLE AS x, DATE '2024-01-01' + i::INTEGER AS d, i % 2 = 0 AS flag, [i] AS l
      FROM range(3000) t(i)`;
    const footer = await footerOf('stats', query, 'ROW_GROUP_SIZE 2048');
    const kinds = { id: 'INT', name: 'STRING', empty: 'BIGINT', x: 'DOUBLE', d: 'DATE', flag: 'BOOLEAN' } as const;
    const columns: Field[] = [
      ...Object.entries(kinds).map(([name, kind]) => field(name, kind)),
      { name: 'l', type: { kind: 'ARRAY', element: { kind: 'BIGINT' } } },
      field('absent', 'INT'),
    ];
    const statistics = fileStatistics(footer, columns);
    const text = (value: string) => new Uint8Array(Buffer.from(value));
    expect(statistics.get('id')).toEqual({ nullCount: 0, min: -10, max: 2989 });
    expect(statistics.get('name')).toMatchObject({ nullCount: 600 });
    expect(new Uint8Array(statistics.get('name')!.min as Uint8Array)).toEqual(text('v1001'));
    expect(new Uint8Array(statistics.get('name')!.max as Uint8Array)).toEqual(text('v3999'));
    expect(statistics.get('empty')).toEqual({ nullCount: 3000 });
    expect(statistics.get('x')).toEqual({ nullCount: 0 });
    expect(statistics.get('d')).toEqual({ nullCount: 0, min: 19723, max: 19723 + 2999 });
    expect(statistics.get('l')).toBeUndefined();
    expect(statistics.get('absent')).toEqual({ nullCount: 3000 });
    expect(fileStatistics(byParquetMr(footer), columns).get('x')).toEqual({ nullCount: 0, min: 0, max: 2999 });
  });

  it('knows decimals and timestamps', async () => {
    const query = `SELECT (i - 1)::DECIMAL(9,2) AS a, (i - 1)::DECIMAL(18,2) AS b,
      TIMESTAMP '1970-01-01 00:00:01.000001' AS ts FROM range(3) t(i)`;
    const footer = await footerOf('dec', query);
    const columns: Field[] = [
      { name: 'a', type: { kind: 'DECIMAL', precision: 9, scale: 2 } },
      { name: 'b', type: { kind: 'DECIMAL', precision: 18, scale: 2 } },
      { name: 'ts', type: { kind: 'TIMESTAMP', precision: 6 } },
    ];
    expect(Object.fromEntries(fileStatistics(footer, columns))).toEqual({
      a: { nullCount: 0, min: -100n, max: 100n },
      b: { nullCount: 0, min: -100n, max: 100n },
      ts: { nullCount: 0, min: 1_000_001_000n, max: 1_000_001_000n },
    });
  });

  it('claims nothing the footer does not say', async () => {
    const footer = await footerOf('none', 'SELECT 1::INTEGER AS id');
    const silent = {
      ...footer,
      rowGroups: footer.rowGroups.map((group) => ({
        ...group,
        columns: group.columns.map((chunk) => ({ ...chunk, statistics: {} })),
      })),
    };
    expect(fileStatistics(silent, [field('id', 'INT')])).toEqual(new Map());
  });
});
