import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textLines } from '../../../formats/text/lines.js';
import { LAZY, textRows } from './text.js';

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

it.each(['x.lzo', 'x.GZ', 'x.zip', 'x.xz'])('%s is refused by name', async (name) => {
  const rows = textRows(
    { serde: LAZY, properties: {} },
    [{ name: 'a', type: { kind: 'STRING' } }],
    'text',
    `/t/${name}`,
  );
  await expect(rows).rejects.toThrow(name.slice(1));
});
