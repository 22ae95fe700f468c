import { Expanded, newRoom } from './expanded.js';

/**
 * Decompresses one raw LZ4 block of at most `limit` bytes. Throws RangeError for a damaged one.
 * Source: lz4_Block_format.md of github.com/lz4/lz4.
 */
export function decompressLz4(input: Uint8Array, limit: number, roomFor = newRoom): Uint8Array {
  const output = new Expanded(input, roomFor(limit));
  let from = 0;
  const length = (nibble: number): number => {
    let size = nibble;
    if (nibble < 15) return size;
    for (let byte = 255; byte === 255; size += byte) {
      if (from >= input.length) throw damaged();
      byte = input[from++]!;
    }
    return size;
  };
  while (from < input.length) {
    const token = input[from++]!;
    const literals = length(token >> 4);
    if (!output.takes(from, literals)) throw damaged();
    output.literals(from, literals);
    from += literals;
    // The last sequence is literals only.
    if (from === input.length) return output.bytes();
    if (input.length - from < 2) throw damaged();
    const offset = input[from]! | (input[from + 1]! << 8);
    from += 2;
    const size = length(token & 15) + 4;
    if (!output.repeats(offset, size)) throw damaged();
    output.repeat(offset, size);
  }
  throw damaged();
}

const damaged = () => new RangeError('a compressed block is damaged');
