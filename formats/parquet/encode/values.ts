import type { Data, DataType as ArrowType } from 'apache-arrow';
import { Type } from 'apache-arrow';
import type { LeafPart } from './leaves.js';
import { Scratch } from './scratch.js';

/** All values of a leaf, without nulls, close together. */
export type LeafValues =
  /** As PLAIN has them. */
  | { readonly kind: 'fixed'; readonly count: number; readonly width: number; readonly bytes: Uint8Array }
  /** Value i ends at `ends[i]`, where the next begins. */
  | { readonly kind: 'bytes'; readonly count: number; readonly ends: Int32Array; readonly bytes: Uint8Array }
  /** One in each byte. */
  | { readonly kind: 'booleans'; readonly count: number; readonly bytes: Uint8Array };

const scratch = new Scratch();

/** The values of a leaf's parts, which share one type; valid until the next are gathered. */
export function gathered(parts: readonly LeafPart[]): LeafValues {
  const count = parts.reduce((sum, part) => sum + filled(part), 0);
  const { typeId } = parts[0]!.data;
  if (typeId === Type.Binary) return byteValues(parts, count);
  if (typeId === Type.Bool) return { kind: 'booleans', count, bytes: booleans(parts, count) };
  const width = widthOf(parts[0]!.data);
  const bytes = new Uint8Array(scratch.take(count * width), 0, count * width);
  let used = 0;
  for (const { data, present } of parts) {
    const source = bytesOf(data);
    if (present === undefined) bytes.set(source.subarray(0, data.length * width), used);
    else copyChosen(source, present, width, bytes, used);
    used += (present?.length ?? data.length) * width;
  }
  return { kind: 'fixed', count, width, bytes };
}

const filled = ({ present, data }: LeafPart): number => present?.length ?? data.length;

function widthOf({ type, values }: Data<ArrowType>): number {
  const { byteWidth } = type as { readonly byteWidth?: number };
  return byteWidth ?? (values as Int32Array).BYTES_PER_ELEMENT;
}

function bytesOf({ values }: Data<ArrowType>): Uint8Array {
  const { buffer, byteOffset, byteLength } = values as Uint8Array;
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function copyChosen(source: Uint8Array, chosen: Int32Array, width: number, target: Uint8Array, at: number): void {
  // By words where they are whole; a call for each value would take longer than the copy.
  const size = width % 4 === 0 && source.byteOffset % 4 === 0 ? 4 : 1;
  const view = (bytes: Uint8Array): Int32Array | Uint8Array =>
    size === 4 ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2) : bytes;
  const [from, to, each] = [view(source), view(target), width / size];
  let next = at / size;
  for (let k = 0; k < chosen.length; k++) {
    for (let i = 0, start = chosen[k]! * each; i < each; i++) to[next++] = from[start + i]!;
  }
}

function booleans(parts: readonly LeafPart[], count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  let next = 0;
  for (const part of parts) {
    const bits = part.data.values as Uint8Array;
    for (let i = 0; i < filled(part); i++) {
      const at = part.present?.[i] ?? i;
      bytes[next++] = (bits[at >> 3]! >> (at & 7)) & 1;
    }
  }
  return bytes;
}

function byteValues(parts: readonly LeafPart[], count: number): LeafValues {
  const total = parts.reduce((sum, { data }) => sum + (data.values as Uint8Array).length, 0);
  // The ends come first, as they have to begin at a whole word.
  const memory = scratch.take(4 * count + total);
  const ends = new Int32Array(memory, 0, count);
  const bytes = new Uint8Array(memory, 4 * count, total);
  let [next, used] = [0, 0];
  for (const part of parts) {
    const { valueOffsets, values } = part.data;
    // Nothing lies between the values, as what is null takes no place.
    bytes.set(values as Uint8Array, used);
    const { present } = part;
    if (present === undefined) for (let i = 1; i <= part.data.length; i++) ends[next++] = used + valueOffsets[i]!;
    else for (let i = 0; i < present.length; i++) ends[next++] = used + valueOffsets[present[i]! + 1]!;
    used += (values as Uint8Array).length;
  }
  return { kind: 'bytes', count, ends, bytes };
}

/** Where a value begins among the bytes of all. */
export function positionOf(values: LeafValues, index: number): number {
  if (values.kind === 'bytes') return index === 0 ? 0 : values.ends[index - 1]!;
  return values.kind === 'fixed' ? index * values.width : index;
}

/** Texts as the values of a leaf, in memory of their own. */
export function joined(texts: readonly Uint8Array[]): LeafValues {
  let end = 0;
  const ends = Int32Array.from(texts, ({ length }) => (end += length));
  return { kind: 'bytes', count: texts.length, ends, bytes: Buffer.concat(texts) };
}
