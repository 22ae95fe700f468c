import type { ByteSink } from './byte-sink.js';
import { positionOf } from './values.js';
import type { LeafValues } from './values.js';

/** Bytes that `copyWords` is still faster for than a call. */
const SHORT = 64;
/** Bytes of a word. */
const WORD = 4;

/** Writes `values[from..to)`. Source: parquet-format Encodings.md, "Plain". */
export function writePlain(sink: ByteSink, values: LeafValues, from: number, to: number): void {
  switch (values.kind) {
    case 'fixed':
      return sink.bytes(values.bytes, from * values.width, to * values.width);
    case 'bytes':
      return writeTexts(sink, values, from, to);
    case 'booleans':
      for (let i = from; i < to; i += 8) {
        let bits = 0;
        for (let bit = 0; bit < 8 && i + bit < to; bit++) bits |= values.bytes[i + bit]! << bit;
        sink.byte(bits);
      }
  }
}

const viewOf = ({ buffer, byteOffset, length }: Uint8Array): DataView => new DataView(buffer, byteOffset, length);

/** Each with its length before it, in four bytes, the lowest first. */
function writeTexts(sink: ByteSink, values: LeafValues & { kind: 'bytes' }, first: number, last: number): void {
  const { bytes, ends } = values;
  let from = positionOf(values, first);
  const target = sink.room(positionOf(values, last) - from + 4 * (last - first));
  const [source, room] = [viewOf(bytes), viewOf(target)];
  let next = 0;
  for (let i = first; i < last; i++) {
    const to = ends[i]!;
    const length = to - from;
    room.setInt32(next, length, true);
    next += 4;
    if (length > SHORT) target.set(bytes.subarray(from, to), next);
    else copyWords(source, from, room, next, length);
    next += length;
    from = to;
  }
}

/**
 * Copies `count` bytes, a few only, as a call that copies takes longer than they do. Up to three bytes behind them are copied, too, so that it goes
 * word by word: what lies there is to be written later.
 */
function copyWords(from: DataView, at: number, to: DataView, target: number, count: number): void {
  if (at + count + WORD > from.byteLength || target + count + WORD > to.byteLength) {
    for (let i = 0; i < count; i++) to.setInt8(target + i, from.getInt8(at + i));
  } else {
    for (let i = 0; i < count; i += WORD) to.setInt32(target + i, from.getInt32(at + i));
  }
}
