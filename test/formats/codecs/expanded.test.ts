import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newRoom, Expanded } from '../../../formats/codecs/expanded.js';

const INPUT = Uint8Array.from({ length: 100 }, (_, i) => (i * 37 + 11) % 251);

/** A piece that is added: literals from a place of the input, or a repetition. */
const piece = fc.record({ literal: fc.boolean(), from: fc.nat(120), count: fc.integer({ min: 1, max: 80 }) });

test('literals and repetitions add what copying byte by byte does, and nothing is added that is not there or has no room', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(600), (pieces, size) => {
      const output = new Expanded(INPUT, newRoom(size));
      const expected: number[] = [];
      for (const { literal, from, count } of pieces) {
        const fits = expected.length + count <= size;
        if (literal) {
          expect(output.takes(from, count)).toBe(fits && from + count <= INPUT.length);
          if (!output.takes(from, count)) continue;
          output.literals(from, count);
          expected.push(...INPUT.subarray(from, from + count));
        } else {
          expect(output.repeats(from, count)).toBe(fits && from > 0 && from <= expected.length);
          if (!output.repeats(from, count)) continue;
          output.repeat(from, count);
          for (let i = 0; i < count; i++) expected.push(expected[expected.length - from]!);
        }
      }
      expect([...output.bytes()]).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
