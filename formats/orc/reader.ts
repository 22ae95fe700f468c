import type { ValueAt } from '../parquet/decode/values.js';
import { laidPart } from '../parquet/encode/laid-data.js';
import type { LeafPart } from '../parquet/encode/leaves.js';
import type { DataType, Value } from '../types.js';
import { LakeliftError } from '../../errors/error.js';
import { BitRle } from './byte-rle.js';
import type { OrcNode } from './fit.js';
import { booleans, dates, decimals, doubles, floats, integers, ints, tinyInts } from './scalars.js';
import type { Dense, DenseReader } from './scalars.js';
import type { StripeStreams } from './stripe.js';
import type { OrcTail } from './tail.js';
import { texts } from './texts.js';
import type { Timestamp } from '../parquet/encode/physical.js';
import { timestamps } from './timestamps.js';

/** Gives the values of the next `count` rows, or of elements where the column is nested. */
export type ColumnReader = (count: number) => {
  readonly at: ValueAt;
  /** See `DecodedColumn`. */
  readonly data?: () => LeafPart | undefined;
};

/** More elements than this in one batch of rows are not held in memory at once. */
const MAX_ELEMENTS = 2 ** 25;

/** Reads one column of one stripe, or what is nested in it. Throws CORRUPT, and REFUSED for values that are not the table's. */
export function columnReader(streams: StripeStreams, node: OrcNode, tail: OrcTail): ColumnReader {
  const dense = converted(denseReader(streams, node, tail), node);
  const { id } = node.file;
  if (!streams.has(id, 'PRESENT')) {
    return (count) => {
      const { at, laid } = dense(count);
      return { at, data: () => asPart(laid) };
    };
  }
  const bits = new BitRle(streams.open(id, 'PRESENT'));
  return (count) => {
    const present = new Uint8Array(count);
    const found = bits.read(present);
    const { at, laid } = dense(found);
    if (found === count) return { at, data: () => asPart(laid) };
    let positions: Int32Array | undefined;
    return {
      at: (row) => {
        const position = (positions ??= positionsOf(present))[row]!;
        return position < 0 ? null : at(position);
      },
      data: () => asPart(laid, present),
    };
  };
}

/** For each row the number of its value among those that are not null, or -1. */
function positionsOf(present: Uint8Array): Int32Array {
  const positions = new Int32Array(present.length);
  for (let row = 0, next = 0; row < present.length; row++) positions[row] = present[row] === 1 ? next++ : -1;
  return positions;
}

function asPart(laid: Dense['laid'], present?: Uint8Array): LeafPart | undefined {
  const values = laid?.();
  return values && laidPart(values, present);
}

function converted(dense: DenseReader, { convert, file, to }: OrcNode): DenseReader {
  const isWidened = to.kind === 'DOUBLE' && file.kind !== 'DOUBLE';
  if (convert === undefined || (convert === 'same' && !isWidened)) return dense;
  return (count) => {
    const { at } = dense(count);
    return { at: convert === 'same' ? at : (i) => convert(at(i) as Parameters<typeof convert>[0]) };
  };
}

function denseReader(streams: StripeStreams, node: OrcNode, tail: OrcTail): DenseReader {
  const { file, to } = node;
  switch (file.kind) {
    case 'BOOLEAN':
      return booleans(streams, file);
    case 'BYTE':
      return tinyInts(streams, file);
    case 'SHORT':
    case 'INT':
    case 'LONG':
      return ints(streams, file);
    case 'FLOAT':
      return floats(streams, file);
    case 'DOUBLE':
      return doubles(streams, file);
    case 'STRING':
    case 'VARCHAR':
    case 'CHAR':
    case 'BINARY':
      return texts(streams, file);
    case 'DATE':
      return dates(streams, file, tail.proleptic);
    case 'TIMESTAMP':
    case 'TIMESTAMP_INSTANT':
      return timestamps(streams, file, to as Timestamp, tail);
    case 'DECIMAL':
      return decimals(streams, file, to as DataType & { kind: 'DECIMAL' }, tail.decimalsAsLongs);
    case 'LIST':
    case 'MAP':
      return lists(streams, node, tail);
    case 'STRUCT':
      return structs(streams, node, tail);
    case 'UNION':
      throw new LakeliftError('REFUSED', 'the lake has no type for uniontype');
  }
}

/** Lists of elements, or of [key, value] pairs. */
function lists(streams: StripeStreams, node: OrcNode, tail: OrcTail): DenseReader {
  const { id } = node.file;
  const lengths = integers(streams, id, 'LENGTH', false);
  const readers = node.children.map((child) => columnReader(streams, child!, tail));
  return (count) => {
    const sizes = lengths.readSizes(count);
    const offsets = new Float64Array(count + 1);
    for (let i = 0; i < count; i++) offsets[i + 1] = offsets[i]! + sizes[i]!;
    const total = offsets[count]!;
    if (total > MAX_ELEMENTS) throw tooMany(total, count);
    const [first, second] = readers.map((read) => read(total).at);
    const element: ValueAt = second === undefined ? first! : (at) => [first!(at), second(at)];
    const at: ValueAt = (i) => {
      const values: Value[] = [];
      for (let from = offsets[i]!; from < offsets[i + 1]!; from++) values.push(element(from));
      return values;
    };
    return { at };
  };
}

function tooMany(elements: number, rows: number): LakeliftError {
  return new LakeliftError('REFUSED', `${rows} rows hold ${elements} elements, more than are held in memory at once`, {
    next: 'split the lists in Hive, or leave the table out with --tables; a damaged file may claim this, too',
  });
}

function structs(streams: StripeStreams, node: OrcNode, tail: OrcTail): DenseReader {
  const readers = node.children.map((child) => child && columnReader(streams, child, tail));
  return (count) => {
    const fields = readers.map((read) => read?.(count).at);
    return { at: (i) => fields.map((field) => field?.(i) ?? null) };
  };
}
