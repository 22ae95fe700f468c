import type { Data, DataType as ArrowType } from 'apache-arrow';
import type { SchemaNode } from '../metadata.js';

/** A stretch of a leaf's slots: what its rows, or the elements of their lists, hold there. */
export interface LeafPart {
  readonly slots: number;
  /** Of each slot; absent where all are filled. */
  readonly definition?: Uint8Array;
  /** Of each slot; absent where nothing above repeats. */
  readonly repetition?: Uint8Array;
  /** Which values of `data` the filled slots hold, in order; absent where all of them. */
  readonly present?: Int32Array;
  readonly data: Data<ArrowType>;
}

/** Slots of a node on the way down to its leaves. */
interface Slots {
  readonly definition: Uint8Array;
  readonly repetition: Uint8Array;
  /** Index in the node's data, or -1 where something above is absent. */
  readonly index: Int32Array;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/** The leaves of a column's data, in the order of the schema. Source: Dremel (VLDB 2010), as in parquet-format README, "Nested Encoding". */
export function leafParts(node: SchemaNode, data: Data<ArrowType>): LeafPart[] {
  if (node.type !== undefined) return [flatPart(data)];
  const parts: LeafPart[] = [];
  const index = Int32Array.from({ length: data.length }, (_, i) => i);
  const [definition, repetition] = [new Uint8Array(data.length), new Uint8Array(data.length)];
  shred(node, data, { definition, repetition, index, maxDefinition: 0, maxRepetition: 0 }, parts);
  return parts;
}

function flatPart(data: Data<ArrowType>): LeafPart {
  const { length, nullCount } = data;
  if (nullCount === 0) return { slots: length, data };
  const definition = new Uint8Array(length);
  const present = new Int32Array(length - nullCount);
  let found = 0;
  for (let i = 0; i < length; i++) {
    if (!isValid(data, i)) continue;
    definition[i] = 1;
    present[found++] = i;
  }
  return { slots: length, definition, present, data };
}

function shred(node: SchemaNode, data: Data<ArrowType>, above: Slots, parts: LeafPart[]): void {
  const slots = node.repetition === 'OPTIONAL' ? withoutNulls(data, above) : above;
  if (node.type !== undefined) parts.push(nestedPart(data, slots));
  else if (node.convertedType === 'LIST') {
    shred(node.children[0]!.children[0]!, data.children[0]!, elements(data, slots), parts);
  } else if (node.convertedType === 'MAP') {
    const pairs = elements(data, slots);
    node.children[0]!.children.forEach((child, i) => shred(child, data.children[0]!.children[i]!, pairs, parts));
  } else node.children.forEach((child, i) => shred(child, data.children[i]!, slots, parts));
}

function withoutNulls(data: Data<ArrowType>, above: Slots): Slots {
  const definition = above.definition.slice();
  const index = above.index.slice();
  for (let slot = 0; slot < index.length; slot++) {
    const at = index[slot]!;
    if (at < 0) continue;
    if (isValid(data, at)) definition[slot]! += 1;
    else index[slot] = -1;
  }
  return { ...above, definition, index, maxDefinition: above.maxDefinition + 1 };
}

/** A slot for each element; one for a list that is absent or empty. */
function elements(data: Data<ArrowType>, lists: Slots): Slots {
  const offsets = data.valueOffsets;
  const maxRepetition = lists.maxRepetition + 1;
  const sizeOf = (at: number): number => (at < 0 ? 0 : offsets[at + 1]! - offsets[at]!);
  let count = 0;
  for (const at of lists.index) count += Math.max(1, sizeOf(at));
  const [definition, repetition, index] = [new Uint8Array(count), new Uint8Array(count), new Int32Array(count)];
  let slot = 0;
  lists.index.forEach((at, list) => {
    const size = sizeOf(at);
    for (let i = 0; i < Math.max(1, size); i++, slot++) {
      repetition[slot] = i === 0 ? lists.repetition[list]! : maxRepetition;
      definition[slot] = lists.definition[list]! + (size === 0 ? 0 : 1);
      index[slot] = size === 0 ? -1 : offsets[at]! + i;
    }
  });
  return { definition, repetition, index, maxDefinition: lists.maxDefinition + 1, maxRepetition };
}

function nestedPart(data: Data<ArrowType>, slots: Slots): LeafPart {
  const { definition, repetition, index, maxRepetition } = slots;
  const filled = { slots: index.length, definition, present: index.filter((at) => at >= 0), data };
  return maxRepetition === 0 ? filled : { ...filled, repetition };
}

function isValid({ nullCount, nullBitmap }: Data<ArrowType>, at: number): boolean {
  return nullCount === 0 || ((nullBitmap[at >> 3]! >> (at & 7)) & 1) === 1;
}
