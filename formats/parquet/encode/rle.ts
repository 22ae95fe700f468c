import type { ByteSink } from './byte-sink.js';

/** Values a run must have at least; as many are packed together. */
const GROUP = 8;
/** Groups of packed values in a row, as many as one byte of header counts. */
const MOST_GROUPS = 63;

/**
 * Writes `values[from..to)`, none of more than `width` bits, as runs of equal values and groups of packed ones. Source: parquet-format
 * Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".
 */
export function writeHybrid(sink: ByteSink, values: ArrayLike<number>, from: number, to: number, width: number): void {
  let at = from;
  while (at < to) {
    const value = values[at]!;
    let end = at + 1;
    while (end < to && values[end] === value) end += 1;
    if (end - at >= GROUP) {
      writeRun(sink, value, end - at, width);
      at = end;
    } else {
      end = endOfPacked(values, at, to);
      sink.varint((Math.ceil((end - at) / GROUP) << 1) | 1);
      pack(sink, values, at, end, width);
      at = end;
    }
  }
}

/** Writes one value `count` times. */
export function writeRun(sink: ByteSink, value: number, count: number, width: number): void {
  sink.varint(count << 1);
  for (let shift = 0; shift < width; shift += 8) sink.byte((value >> shift) & 0xff);
}

/** Groups are packed up to one with which a run begins. */
function endOfPacked(values: ArrayLike<number>, from: number, to: number): number {
  let at = from;
  for (let groups = 0; groups < MOST_GROUPS && at < to; groups++) {
    at += GROUP;
    if (at + GROUP <= to && isRun(values, at)) break;
  }
  return Math.min(at, to);
}

function isRun(values: ArrayLike<number>, at: number): boolean {
  for (let i = 1; i < GROUP; i++) if (values[at + i] !== values[at]) return false;
  return true;
}

/** Lowest bits first, the last group filled up with zeros. */
function pack(sink: ByteSink, values: ArrayLike<number>, from: number, to: number, width: number): void {
  const groups = Math.ceil((to - from) / GROUP);
  const bytes = sink.room(groups * width);
  let bits = 0;
  let held = 0;
  let next = 0;
  for (let at = from; at < to; at++) {
    bits |= values[at]! << held;
    held += width;
    for (; held >= 8; held -= 8, bits >>>= 8) bytes[next++] = bits;
  }
  if (held > 0) bytes[next++] = bits;
  bytes.fill(0, next);
}
