import { Expanded, newRoom } from './expanded.js';

/** The state after a long literal run, which changes what a short instruction means. */
const AFTER_LITERALS = 4;

/**
 * Decompresses one LZO1X block of at most `limit` bytes. Throws RangeError for a damaged one.
 * Source: "LZO stream format as understood by Linux's LZO decompressor" (Documentation/staging/lzo.rst).
 */
export function decompressLzo(input: Uint8Array, limit: number, roomFor = newRoom): Uint8Array {
  const output = new Expanded(input, roomFor(limit));
  let from = 0;
  // How many literals followed the last match: 0 to 3, or AFTER_LITERALS.
  let state = 0;
  const next = (): number => {
    if (from >= input.length) throw damaged();
    return input[from++]!;
  };
  const long = (base: number): number => {
    let size = base;
    for (;;) {
      const byte = next();
      if (byte !== 0) return size + byte;
      size += 255;
    }
  };
  const literals = (size: number): void => {
    if (!output.takes(from, size)) throw damaged();
    output.literals(from, size);
    from += size;
  };
  if (input.length > 0 && input[0]! > 17) {
    const size = next() - 17;
    literals(size);
    state = Math.min(size, AFTER_LITERALS);
  }
  while (from < input.length) {
    const instruction = next();
    if (instruction < 16 && state === 0) {
      literals(3 + (instruction === 0 ? long(15) : instruction));
      state = AFTER_LITERALS;
      continue;
    }
    let size: number;
    let offset: number;
    let trailer = instruction;
    if (instruction < 16) {
      size = state === AFTER_LITERALS ? 3 : 2;
      offset = (next() << 2) + (instruction >> 2) + (state === AFTER_LITERALS ? 2049 : 1);
    } else if (instruction < 64) {
      const far = instruction < 32;
      const mask = far ? 7 : 31;
      size = ((instruction & mask) === 0 ? long(mask) : instruction & mask) + 2;
      trailer = next();
      const distance = (trailer >> 2) | (next() << 6);
      offset = far ? 16384 + ((instruction & 8) << 11) + distance : distance + 1;
      if (far && offset === 16384) return output.bytes();
    } else {
      size = instruction < 128 ? 3 + ((instruction >> 5) & 1) : 5 + ((instruction >> 5) & 3);
      offset = (next() << 3) + ((instruction >> 2) & 7) + 1;
    }
    if (!output.repeats(offset, size)) throw damaged();
    output.repeat(offset, size);
    state = trailer & 3;
    literals(state);
  }
  return output.bytes();
}

const damaged = () => new RangeError('a compressed block is damaged');
