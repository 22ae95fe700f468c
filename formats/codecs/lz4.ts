import { repeat } from './repeat.js';

/**
 * Decompresses one raw LZ4 block of at most `limit` bytes. Throws RangeError for a damaged one.
 * Source: lz4_Block_format.md of github.com/lz4/lz4.
 */
export function decompressLz4(input: Uint8Array, limit: number): Uint8Array {
  const output = new Uint8Array(limit);
  let from = 0;
  let to = 0;
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
    if (literals > input.length - from || literals > limit - to) throw damaged();
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence is literals only.
    if (from === input.length) return output.subarray(0, to);
    if (input.length - from < 2) throw damaged();
    const offset = input[from]! | (input[from + 1]! << 8);
    from += 2;
    const size = length(token & 15) + 4;
    if (offset === 0 || offset > to || size > limit - to) throw damaged();
    to = repeat(output, to, offset, size);
  }
  throw damaged();
}

const damaged = () => new RangeError('a compressed block is damaged');
