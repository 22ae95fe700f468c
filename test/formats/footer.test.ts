import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LakeliftError } from '../../errors/index.js';
import { decodeFooter, encodeFooter, memorySource, readFooter } from '../../formats/index.js';
import { useDuck } from '../duck.js';

const duck = useDuck();
const QUERY = `SELECT i::INTEGER AS id, 'name ' || i AS "Name", i::DECIMAL(12,2) AS amount, [i, NULL] AS l,
  MAP {'k': i} AS m, {'a': i, 'b': 'x'} AS s FROM range(3000) t(i)`;

describe('readFooter', () => {
  it('reads schema, row groups and counts', async () => {
    const { bytes } = await duck.parquet('a.parquet', QUERY, 'ROW_GROUP_SIZE 2048');
    const footer = await readFooter(memorySource(bytes));
    expect(footer.rowCount).toBe(3000);
    expect(footer.rowGroups.map((group) => group.rowCount)).toEqual([2048, 952]);
    expect(footer.schema.children.map((child) => child.name)).toEqual(['id', 'Name', 'amount', 'l', 'm', 's']);
  });

  it('reads a footer larger than its first read', async () => {
    const many = Array.from({ length: 1500 }, (_, i) => `${i} AS a_rather_long_column_name_number_${i}`).join(', ');
    const { bytes } = await duck.parquet('wide.parquet', `SELECT ${many}`);
    const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
    expect(size).toBeGreaterThan(64 * 1024);
    expect((await readFooter(memorySource(bytes))).schema.children).toHaveLength(1500);
  });

  it('comes back from its own encoding', async () => {
    const { bytes } = await duck.parquet('b.parquet', QUERY);
    const footer = await readFooter(memorySource(bytes));
    const encoded = encodeFooter(footer);
    expect(decodeFooter(encoded.subarray(0, -8))).toEqual(footer);
  });

  it.each([
    ['too short', new Uint8Array(5)],
    ['not Parquet', new TextEncoder().encode('some text that is no Parquet file')],
    ['a footer longer than the file', new Uint8Array([...new Uint8Array(20), 0xff, 0xff, 0, 0, 80, 65, 82, 49])],
  ])('refuses what is %s', async (_, bytes) => {
    await expect(readFooter(memorySource(bytes))).rejects.toMatchObject({ code: 'CORRUPT' });
  });

  it('refuses an encrypted file', async () => {
    const bytes = new TextEncoder().encode('PAR1............PARE');
    await expect(readFooter(memorySource(bytes))).rejects.toMatchObject({ code: 'REFUSED' });
  });

  it('names the place of any damage, never crashes', async () => {
    const { bytes } = await duck.parquet('c.parquet', QUERY);
    const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
    const change = fc.record({ at: fc.integer({ min: 1, max: size + 8 }), value: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const damaged = bytes.slice();
        for (const { at, value } of changes) damaged[damaged.length - at] = value;
        try {
          await readFooter(memorySource(damaged));
        } catch (error) {
          expect(error).toBeInstanceOf(LakeliftError);
          expect(['CORRUPT', 'REFUSED']).toContain((error as LakeliftError).code);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
