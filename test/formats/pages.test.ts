import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource, readFooter } from '../../formats/index.js';
import { chunkRange } from '../../formats/parquet/metadata.js';
import { FileWalker } from '../../formats/parquet/file-walker.js';
import { checkChunk } from '../../formats/parquet/pages.js';
import { useDuck } from '../duck.js';

const duck = useDuck();
const sample = async () => {
  const query = "SELECT i AS id, 'v' || i AS name FROM range(5000) t(i)";
  const { bytes } = await duck.parquet('p.parquet', query, 'ROW_GROUP_SIZE 2048');
  return { bytes, footer: await readFooter(memorySource(bytes)) };
};

describe('checkChunk', () => {
  it('accepts sound chunks and refuses cut or overlong ones', async () => {
    const { bytes, footer } = await sample();
    const chunk = footer.rowGroups[1]!.columns[1]!;
    const { offset, length } = chunkRange(chunk);
    const sound = bytes.subarray(offset, offset + length);
    expect(() => checkChunk(chunk, sound)).not.toThrow();
    expect(() => checkChunk(chunk, sound.subarray(0, -1))).toThrow(/cut off/);
    expect(() => checkChunk(chunk, sound.subarray(0, 3))).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
    expect(() => checkChunk({ ...chunk, numValues: chunk.numValues + 1 }, sound)).toThrow(/values/);
  });

  it('names column and offset', async () => {
    const { bytes, footer } = await sample();
    const chunk = footer.rowGroups[0]!.columns[0]!;
    const { offset, length } = chunkRange(chunk);
    const zeros = bytes.slice(offset, offset + length).fill(0xff, 0, 8);
    expect(() => checkChunk(chunk, zeros)).toThrow(
      expect.objectContaining({ place: expect.objectContaining({ column: 'id', offset }) }),
    );
  });
});

/** The start of a header: `15 00` type, `15 xx` uncompressed size, each an i32 (wire type 5) in zigzag. */
describe('a page header', () => {
  it.each(['snappy', 'uncompressed'])(
    'of %s with another uncompressed size than the page has is found',
    async (codec) => {
      const query = "SELECT i AS id, 'v' || i AS name FROM range(20) t(i)";
      const { bytes } = await duck.parquet('s.parquet', query, `COMPRESSION ${codec}`);
      const chunk = (await readFooter(memorySource(bytes))).rowGroups[0]!.columns[0]!;
      const { offset, length } = chunkRange(chunk);
      const page = bytes.slice(offset, offset + length);
      expect(() => checkChunk(chunk, page)).not.toThrow();
      expect([page[0], page[1], page[2]]).toEqual([0x15, 0x00, 0x15]);
      page[3]! ^= 8;
      expect(() => checkChunk(chunk, page)).toThrow(/column id is damaged: a page has not the size it states/);
    },
  );

  it('whose type is a 16-bit integer, which other readers do not see, is none', async () => {
    const { bytes, footer } = await sample();
    const chunk = footer.rowGroups[0]!.columns[0]!;
    const { offset, length } = chunkRange(chunk);
    const page = bytes.slice(offset, offset + length);
    expect(page[0]).toBe(0x15);
    page[0] = 0x14;
    expect(() => checkChunk(chunk, page)).toThrow(/column id is damaged: not a page header/);
  });
});

describe('FileWalker', () => {
  it('follows a file however it is cut into pieces', async () => {
    const { bytes, footer } = await sample();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }), (sizes) => {
        const walker = new FileWalker(footer);
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length]!;
          walker.update(bytes.subarray(at, at + size));
          at += size;
        }
        walker.finish();
      }),
      { numRuns: 100 },
    );
  });

  it('notices a file cut within a column', async () => {
    const { bytes, footer } = await sample();
    const walker = new FileWalker(footer);
    walker.update(bytes.subarray(0, chunkRange(footer.rowGroups[1]!.columns[0]!).offset + 10));
    expect(() => walker.finish()).toThrow(/damaged/);
  });

  it('notices a page header that was overwritten', async () => {
    const { bytes, footer } = await sample();
    const damaged = bytes.slice();
    damaged.fill(
      0xff,
      chunkRange(footer.rowGroups[0]!.columns[1]!).offset,
      chunkRange(footer.rowGroups[0]!.columns[1]!).offset + 16,
    );
    const walker = new FileWalker(footer);
    expect(() => {
      walker.update(damaged);
      walker.finish();
    }).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
  });
});
