import { LakeliftError } from '../../errors/error.js';

/** Decompresses one raw Snappy block (github.com/google/snappy, format_description.txt) of at most `limit` bytes. Throws CORRUPT. */
export function decompressSnappy(input: Uint8Array, limit = Infinity): Uint8Array {
  let position = 0;
  const next = (): number => {
    const byte = input[position++];
    if (byte === undefined) throw corrupt();
    return byte;
  };
  const number = (bytes: number): number => {
    let value = 0;
    for (let index = 0; index < bytes; index++) value += next() * 2 ** (8 * index);
    return value;
  };
  let length = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = next();
    length += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  // A copy emits at most 64 bytes from two, so a longer claim is no Snappy.
  if (length > input.length * 64 || length > limit) throw corrupt();
  const output = new Uint8Array(length);
  let written = 0;
  const copy = (offset: number, size: number): void => {
    if (offset === 0 || offset > written || written + size > length) throw corrupt();
    if (offset >= size) {
      output.copyWithin(written, written - offset, written - offset + size);
      written += size;
      return;
    }
    // Byte by byte: source and target overlap.
    for (const end = written + size; written < end; written++) output[written] = output[written - offset]!;
  };
  while (position < input.length) {
    const tag = next();
    switch (tag & 3) {
      case 0: {
        const short = tag >> 2;
        const size = (short < 60 ? short : number(short - 59)) + 1;
        if (position + size > input.length || written + size > length) throw corrupt();
        output.set(input.subarray(position, position + size), written);
        position += size;
        written += size;
        break;
      }
      case 1:
        copy(((tag >> 5) << 8) + next(), ((tag >> 2) & 7) + 4);
        break;
      case 2:
        copy(number(2), (tag >> 2) + 1);
        break;
      default:
        copy(number(4), (tag >> 2) + 1);
    }
  }
  if (written !== length) throw corrupt();
  return output;
}

function corrupt(): LakeliftError {
  return new LakeliftError('CORRUPT', 'a Snappy block is damaged');
}
