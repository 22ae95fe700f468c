/** Writes `size` bytes again that start `offset` bytes before `to`, and may overlap with what is written. Returns the new end. */
export function repeat(output: Uint8Array, to: number, offset: number, size: number): number {
  const end = to + size;
  if (offset >= size && size > 16) output.copyWithin(to, to - offset, end - offset);
  // Short ones are faster byte by byte; overlapping ones have to be.
  else for (let at = to; at < end; at++) output[at] = output[at - offset]!;
  return end;
}
