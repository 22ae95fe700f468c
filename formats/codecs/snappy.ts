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
    if (kind === 0) {
      let size = (tag >> 2) + 1;
      if (size > 60) {
        const bytes = size - 60;
        size = littleEndian(input, from, bytes) + 1;
        from += bytes;
      }
      if (!output.takes(from, size)) throw corrupt();
      output.literals(from, size);
      from += size;
      continue;
    }
    // Where the input ends within a tag, this is read as far as it goes, and the end is then found to be passed.
    let offset = input[from++]!;
    let size = (tag >> 2) + 1;
    if (kind === 1) {
      offset |= (tag >> 5) << 8;
      size = ((tag >> 2) & 7) + 4;
    } else {
      offset |= input[from++]! << 8;
      if (kind === 3) {
        offset += littleEndian(input, from, 2) * 65_536;
        from += 2;
      }
    }
    if (!output.repeats(offset, size)) throw corrupt();
    output.repeat(offset, size);
  }
  if (from !== input.length || output.length !== length) throw corrupt();
  return output.bytes();
}

function littleEndian(input: Uint8Array, from: number, bytes: number): number {
  let number = 0;
  for (let i = bytes - 1; i >= 0; i--) number = number * 256 + input[from + i]!;
  return number;
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
