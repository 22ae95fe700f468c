import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textLines } from '../../../formats/text/lines.js';
import { LAZY, textRows } from './text.js';

const COLUMNS = [{ name: 'a', type: { kind: 'STRING' } }] as const;
const STORAGE = { serde: LAZY, properties: {} };

async function* inPieces(pieces: readonly string[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece);
}

async function linesOf(pieces: readonly string[], longest?: number): Promise<[string, number][]> {
  const lines: [string, number][] = [];
  for await (const { bytes, bounds, offset } of textLines(inPieces(pieces), longest)) {
    for (let i = 0; i < bounds.length; i += 2)
      lines.push([bytes.toString('utf8', bounds[i]!, bounds[i + 1]!), offset + bounds[i]!]);
  }
  return lines;
}

/** By the rule in one expression, over the whole text. */
function expected(text: string): [string, number][] {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const matches = [...text.slice(start).matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)].filter(([all]) => all !== '');
  return matches.map((match) => [match[1]!, (start === 1 ? 3 : 0) + match.index]);
}

describe('lines', () => {
  it('end with LF, CR or both, wherever the pieces are cut', async () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'bc', '\r', '\n', '\r\n', ',') });
    const pieces = fc.tuple(fc.constantFrom('', '\ufeff'), fc.array(piece)).map(([mark, rest]) => [mark, ...rest]);
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        expect(await linesOf(parts)).toEqual(expected(parts.join('')));
      }),
      { numRuns: 500 },
    );
  });

  it('longer than the limit are refused with their offset', async () => {
    await expect(linesOf(['ab\nxxxx', 'xxxx', 'xxxx'], 10)).rejects.toMatchObject({
      code: 'REFUSED',
      place: { offset: 3 },
    });
  });
});

describe('compressed files', () => {
  const text = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `line ${i * 7919}${' '.repeat(90)}\n`).join(''));
  const count = async (bytes: Uint8Array, path: string) => (await textRows(STORAGE, COLUMNS, bytes, path)).length;

  it('gzip members follow each other', async () => {
    const bytes = Buffer.concat([gzipSync(text.subarray(0, 1_000_003)), gzipSync(text.subarray(1_000_003))]);
    expect(await count(bytes, '/t/000000_0.gz')).toBe(20_000);
    expect(await count(text, '/t/part.gz.txt')).toBe(20_000);
    expect(await count(deflateSync(text), '/t/000000_0.deflate')).toBe(20_000);
  });

  it.each(['.gz', '.deflate'])('%s files cut off or with something behind are CORRUPT', async (extension) => {
    const bytes = extension === '.gz' ? gzipSync(text) : deflateSync(text);
    for (const length of [bytes.length - 1, bytes.length - 9, 1000, 1]) {
      const cut = count(bytes.subarray(0, length), `/t/x${extension}`);
      await expect(cut).rejects.toMatchObject({ code: 'CORRUPT', place: { offset: length } });
    }
    const longer = count(Buffer.concat([bytes, Buffer.from('more')]), `/t/x${extension}`);
    await expect(longer).rejects.toMatchObject({ code: 'CORRUPT' });
    const flipped = Buffer.from(bytes);
    flipped[flipped.length >> 1]! ^= 0x10;
    await expect(count(flipped, `/t/x${extension}`)).rejects.toMatchObject({ code: 'CORRUPT' });
  });

  it.each(['x.lzo', 'x.GZ', 'x.zip', 'x.xz'])('%s is refused by name', async (name) => {
    await expect(count(text, `/t/${name}`)).rejects.toThrow(name.slice(1));
  });
});
