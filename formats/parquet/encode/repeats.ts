import type { LeafValues } from './values.js';

/** Values looked at. */
const SAMPLE = 4096;
/** As many of the sample are different when the column has some 40,000 different values, or more. */
const MOSTLY_DIFFERENT = 0.95;

/**
 * Whether values repeat, so that a dictionary is worth its while: where nearly all differ, one costs more time than all the rest of the
 * encoding, for nothing.
 */
export function repeats(values: LeafValues): boolean {
  const { count } = values;
  const looked = Math.min(count, SAMPLE);
  const seen = new Set<unknown>();
  const keyAt = keys(values);
  for (let i = 0; i < looked; i++) seen.add(keyAt(Math.floor((i * count) / looked)));
  return seen.size <= looked * MOSTLY_DIFFERENT;
}

/** Something that is equal for equal values. */
function keys(values: LeafValues): (index: number) => unknown {
  const buffer = Buffer.from(values.bytes.buffer, values.bytes.byteOffset, values.bytes.length);
  switch (values.kind) {
    case 'fixed':
      return (index) => buffer.toString('latin1', index * values.width, (index + 1) * values.width);
    case 'bytes':
      return (index) => buffer.toString('latin1', index === 0 ? 0 : values.ends[index - 1]!, values.ends[index]!);
    case 'booleans':
      return (index) => buffer[index];
  }
}
