/** What expands data that comes in pieces. */
interface Expander {
  expand(piece: Buffer, last: boolean): Iterable<Buffer>;
}

/** All that an expander makes of the data, at most `limit` bytes. Throws RangeError for more, and what the expander throws. */
export function expandWhole(input: Uint8Array, expander: Expander, limit: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (const part of expander.expand(Buffer.from(input.buffer, input.byteOffset, input.length), true)) {
    total += part.length;
    if (total > limit) throw new RangeError('it expands to too much');
    parts.push(part);
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts, total);
}
