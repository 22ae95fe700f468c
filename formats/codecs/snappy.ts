import { LakeliftError } from '../../errors/error.js';
import { Expanded, newRoom } from './expanded.js';

/** Decompresses one raw Snappy block (github.com/google/snappy, format_description.txt) of at most `limit` bytes. Throws CORRUPT. */
export function decompressSnappy(input: Uint8Array, limit = Infinity, roomFor = newRoom): Uint8Array {
  const { length, start } = uncompressedLength(input);
  // A copy emits at most 64 bytes from two, so a longer claim is no Snappy.
  if (length > input.length * 64 || length > limit) throw corrupt();
  const output = new Expanded(input, roomFor(length));
  let from = start;
  while (from < input.length) {
    const tag = input[from++]!;
    const kind = tag & 3;
    // The lengths and offsets of up to four bytes that follow the tag.
    const extra = kind === 0 ? Math.max(0, (tag >> 2) - 59) : kind === 3 ? 4 : kind;
    if (extra > input.length - from) throw corrupt();
    let number = 0;
    for (let i = extra - 1; i >= 0; i--) number = number * 256 + input[from + i]!;
    from += extra;
    if (kind === 0) {
      const size = (extra === 0 ? tag >> 2 : number) + 1;
      if (!output.takes(from, size)) throw corrupt();
      output.literals(from, size);
      from += size;
    } else {
      const offset = kind === 1 ? ((tag >> 5) << 8) + number : number;
      const size = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
      if (!output.repeats(offset, size)) throw corrupt();
      output.repeat(offset, size);
    }
  }
  if (output.length !== length) throw corrupt();
  return output.bytes();
}

function uncompressedLength(input: Uint8Array): { length: number; start: number } {
  let length = 0;
  for (let start = 0, scale = 1; start < input.length; scale *= 128) {
    const byte = input[start++]!;
    length += (byte & 0x7f) * scale;
    if (byte < 0x80) return { length, start };
  }
  throw corrupt();
}

function corrupt(): LakeliftError {
  return new LakeliftError('CORRUPT', 'a Snappy block is damaged');
}
