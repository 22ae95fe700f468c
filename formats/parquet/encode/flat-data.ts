import { Binary, Bool, FixedSizeBinary, Float32, Float64, Int32, Int64, makeData } from 'apache-arrow';
import type { Data, DataType as ArrowType } from 'apache-arrow';
import { LakeliftError } from '../../../errors/error.js';
import type { DataType, Scalar, Value } from '../../types.js';
import { decimalBytes } from '../fit-leaf.js';
import { bigEndian, putTimestamp } from './physical.js';

/** Values in their order: a list, or a decoded column. Each is asked for once. */
export interface ValueList {
  readonly length: number;
  forEach(use: (value: Value) => void): void;
}

type Present = Exclude<Scalar, null>;
export type FlatType = Exclude<DataType, { kind: 'ARRAY' | 'MAP' | 'ROW' }>;

/** Scalar values as arrow data of the bare physical type Paimon stores `type` in. Throws REFUSED for a timestamp finer than its type. */
export function flatData(values: ValueList, type: FlatType): Data<ArrowType> {
  const { length } = values;
  switch (type.kind) {
    case 'BOOLEAN': {
      const bits = new Uint8Array((length + 7) >> 3);
      const nulls = fill(values, (value, i) => {
        if (value === true) bits[i >> 3]! |= 1 << (i & 7);
      });
      return makeData({ type: new Bool(), length, ...nulls, data: bits });
    }
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'DATE': {
      const data = new Int32Array(length);
      const nulls = fill(values, (value, i) => (data[i] = value as number));
      return makeData({ type: new Int32(), length, ...nulls, data });
    }
    case 'FLOAT': {
      const data = new Float32Array(length);
      const nulls = fill(values, (value, i) => (data[i] = value as number));
      return makeData({ type: new Float32(), length, ...nulls, data });
    }
    case 'DOUBLE': {
      const data = new Float64Array(length);
      const nulls = fill(values, (value, i) => (data[i] = value as number));
      return makeData({ type: new Float64(), length, ...nulls, data });
    }
    case 'BIGINT':
      return int64(values);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const data = new BigInt64Array(length);
      const words = new Int32Array(data.buffer);
      const nulls = fill(values, (value, i) => putTimestamp(words, i, value as bigint, type));
      return makeData({ type: new Int64(), length, ...nulls, data });
    }
    case 'DECIMAL':
      return decimals(values, type.precision);
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
    case 'BYTES':
      return binary(values);
  }
}

/** Puts all values that are not null, and says which are. Throws INTERNAL when they are not as many as they should be. */
export function fill(values: ValueList, put: (value: Present, index: number) => void): Nulls {
  let nullBitmap: Uint8Array | null = null;
  let nullCount = 0;
  let next = 0;
  values.forEach((value) => {
    const i = next++;
    if (value !== null) return put(value as Present, i);
    nullBitmap ??= new Uint8Array((values.length + 7) >> 3).fill(0xff);
    nullBitmap[i >> 3]! &= ~(1 << (i & 7));
    nullCount += 1;
  });
  if (next !== values.length) throw new LakeliftError('INTERNAL', `${next} values of ${values.length} rows`);
  return { nullBitmap, nullCount };
}

export interface Nulls {
  readonly nullCount: number;
  /** A bit set for each value that is not null; null where none is. */
  readonly nullBitmap: Uint8Array | null;
}

function int64(values: ValueList): Data<ArrowType> {
  const data = new BigInt64Array(values.length);
  const nulls = fill(values, (value, i) => (data[i] = value as bigint));
  return makeData({ type: new Int64(), length: values.length, ...nulls, data });
}

function decimals(values: ValueList, precision: number): Data<ArrowType> {
  const { length } = values;
  if (precision <= 9) {
    const data = new Int32Array(length);
    const nulls = fill(values, (value, i) => (data[i] = Number(value)));
    return makeData({ type: new Int32(), length, ...nulls, data });
  }
  if (precision <= 18) return int64(values);
  const width = decimalBytes(precision);
  const data = new Uint8Array(length * width);
  const nulls = fill(values, (value, i) => bigEndian(value as bigint, data.subarray(i * width, (i + 1) * width)));
  return makeData({ type: new FixedSizeBinary(width), length, ...nulls, data });
}

function binary(values: ValueList): Data<ArrowType> {
  const { length } = values;
  const ends = new Int32Array(length);
  let data = new Uint8Array(length * 16);
  let used = 0;
  const nulls = fill(values, (value, i) => {
    const bytes = value as Uint8Array;
    if (used + bytes.length > data.length) {
      const larger = new Uint8Array(Math.max(data.length * 2, used + bytes.length));
      larger.set(data.subarray(0, used));
      data = larger;
    }
    data.set(bytes, used);
    used += bytes.length;
    ends[i] = used;
  });
  const valueOffsets = new Int32Array(length + 1);
  // A null has no end of its own.
  for (let i = 0; i < length; i++) valueOffsets[i + 1] = Math.max(valueOffsets[i]!, ends[i]!);
  return makeData({ type: new Binary(), length, ...nulls, valueOffsets, data: data.slice(0, used) });
}
