import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatReader } from '../../../formats/text/floats.js';

const FRACTION = 200;

/** Read as a field of a line. */
function float(text: string): unknown {
  const line = Buffer.from(`x|${text}|`);
  return floatReader('FLOAT')(line, 2, line.length - 1);
}

/** All digits of a multiple of 2^-200, and of what lies `tenths` of their last digit above it. */
function exactText(double: number, tenths = 0n): string {
  const digits = BigInt(double * 2 ** FRACTION) * 5n ** BigInt(FRACTION) * 10n + tenths;
  const text = String(digits).padStart(FRACTION + 2, '0');
  return `${text.slice(0, -FRACTION - 1)}.${text.slice(-FRACTION - 1)}`;
}

/** The float of these bits. */
const floatOf = (bits: number): number => new Float32Array(new Int32Array([bits]).buffer)[0]!;

/** Bits of floats from 0 to the last but one. */
const bits = fc.integer({ min: 0, max: 0x7f7f_fffe });

describe('a FLOAT in text', () => {
  it('is the nearest float, where a text lies in the middle of two or next to it', () => {
    fc.assert(
      fc.property(bits, (low) => {
        const [below, above] = [floatOf(low), floatOf(low + 1)];
        const middle = below / 2 + above / 2;
        expect(float(exactText(middle, -1n))).toBe(below);
        expect(float(exactText(middle))).toBe(low % 2 === 0 ? below : above);
        expect(float(`-${exactText(middle, 1n)}`)).toBe(-above);
      }),
    );
  });

  it('of few digits is the double rounded', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 9 }), (digits, scale) => {
        const text = (digits / 10 ** scale).toFixed(scale);
        expect(float(text)).toBe(Math.fround(Number(text)));
      }),
    );
    // The middle between two floats goes to the even one.
    expect([float('16777217'), float('16777219'), float('0'), float('-0')]).toEqual([16_777_216, 16_777_220, 0, -0]);
  });

  it('of any digits as a DOUBLE is the nearest one', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 24n), 10n ** 24n), fc.nat(26), (digits, scale) => {
        const [, sign, bare] = /^(-?)(.*)$/.exec(String(digits))!;
        const padded = bare!.padStart(scale + 1, '0');
        const text = `${sign}${padded.slice(0, padded.length - scale)}.${padded.slice(padded.length - scale)}`;
        expect(floatReader('DOUBLE')(Buffer.from(text), 0, text.length)).toBe(Number(text));
      }),
      { numRuns: 2000 },
    );
  });
});
