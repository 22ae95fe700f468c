import {
  Binary,
  Bool,
  Field as ArrowField,
  FixedSizeBinary,
  Float32,
  Float64,
  Int32,
  Int64,
  List,
  makeData,
  Map_,
  Struct,
} from 'apache-arrow';
import type { Data, DataType as ArrowType } from 'apache-arrow';
import { LakeliftError } from '../../../errors/error.js';
import type { DataType, Field } from '../../types.js';
import type { Value } from '../decode/values.js';
import { decimalBytes } from '../fit-leaf.js';
import { bigEndian, storedTimestamp } from './physical.js';

/**
 * Values as arrow data of the bare physical type Paimon stores `type` in: text as binary, timestamps and decimals as integers or
 * fixed-length bytes. The annotations are put into the footer afterwards. Throws REFUSED for a timestamp finer than its type and for a map
 * key that is null.
 */
export function arrowData(values: readonly Value[], type: DataType): Data<ArrowType> {
  const { nullBitmap, nullCount } = nullsOf(values);
  const common = { length: values.length, nullCount, nullBitmap };
  switch (type.kind) {
    case 'BOOLEAN':
      return makeData({ type: new Bool(), ...common, data: bits(values, (value) => value === true) });
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'DATE':
      return makeData({ type: new Int32(), ...common, data: Int32Array.from(values, (value) => Number(value ?? 0)) });
    case 'FLOAT':
      return makeData({
        type: new Float32(),
        ...common,
        data: Float32Array.from(values, (value) => Number(value ?? 0)),
      });
    case 'DOUBLE':
      return makeData({
        type: new Float64(),
        ...common,
        data: Float64Array.from(values, (value) => Number(value ?? 0)),
      });
    case 'BIGINT':
      return int64(values as readonly (bigint | null)[], common);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return int64(
        (values as readonly (bigint | null)[]).map((value) => (value === null ? null : storedTimestamp(value, type))),
        common,
      );
    case 'DECIMAL':
      return decimals(values as readonly (bigint | null)[], type.precision, common);
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
    case 'BYTES':
      return binary(values as readonly (Uint8Array | null)[], common);
    case 'ARRAY': {
      const { offsets, items } = flattened(values);
      const child = arrowData(items, type.element);
      const list = new List(new ArrowField('element', child.type, true));
      return makeData({ type: list, ...common, valueOffsets: offsets, child });
    }
    case 'MAP': {
      const { offsets, items } = flattened(values);
      if (items.some((pair) => (pair as readonly Value[])[0] === null)) throw nullKey();
      const fields: Field[] = [
        { name: 'key', type: type.key },
        { name: 'value', type: type.value },
      ];
      const child = struct(items, fields, (name) => name !== 'key') as Data<
        Struct<{ key: ArrowType; value: ArrowType }>
      >;
      return makeData({
        type: new Map_(new ArrowField('key_value', child.type, false)),
        ...common,
        valueOffsets: offsets,
        child,
      });
    }
    case 'ROW':
      return struct(values, type.fields, () => true);
  }
}

interface Common {
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array | null;
}

function nullsOf(values: readonly Value[]): Omit<Common, 'length'> {
  const nullCount = values.reduce<number>((count, value) => (value === null ? count + 1 : count), 0);
  return { nullCount, nullBitmap: nullCount === 0 ? null : bits(values, (value) => value !== null) };
}

function bits(values: readonly Value[], isSet: (value: Value) => boolean): Uint8Array {
  const bytes = new Uint8Array((values.length + 7) >> 3);
  values.forEach((value, i) => {
    if (isSet(value)) bytes[i >> 3]! |= 1 << (i & 7);
  });
  return bytes;
}

const int64 = (values: readonly (bigint | null)[], common: Common) =>
  makeData({ type: new Int64(), ...common, data: BigInt64Array.from(values, (value) => value ?? 0n) });

function decimals(values: readonly (bigint | null)[], precision: number, common: Common): Data<ArrowType> {
  if (precision <= 9) {
    return makeData({ type: new Int32(), ...common, data: Int32Array.from(values, (value) => Number(value ?? 0n)) });
  }
  if (precision <= 18) return int64(values, common);
  const width = decimalBytes(precision);
  const data = new Uint8Array(values.length * width);
  values.forEach((value, i) => bigEndian(value ?? 0n, data.subarray(i * width, (i + 1) * width)));
  return makeData({ type: new FixedSizeBinary(width), ...common, data });
}

function binary(values: readonly (Uint8Array | null)[], common: Common): Data<ArrowType> {
  const valueOffsets = new Int32Array(values.length + 1);
  values.forEach((value, i) => (valueOffsets[i + 1] = valueOffsets[i]! + (value?.length ?? 0)));
  const data = new Uint8Array(valueOffsets.at(-1)!);
  values.forEach((value, i) => value !== null && data.set(value, valueOffsets[i]));
  return makeData({ type: new Binary(), ...common, valueOffsets, data });
}

function flattened(values: readonly Value[]): { offsets: Int32Array; items: Value[] } {
  const offsets = new Int32Array(values.length + 1);
  const items: Value[] = [];
  values.forEach((value, i) => {
    for (const item of (value ?? []) as readonly Value[]) items.push(item);
    offsets[i + 1] = items.length;
  });
  return { offsets, items };
}

function struct(
  values: readonly Value[],
  fields: readonly Field[],
  nullable: (name: string) => boolean,
): Data<ArrowType> {
  const children = fields.map(({ type }, i) =>
    arrowData(
      values.map((value) => (value === null ? null : (value as readonly Value[])[i]!)),
      type,
    ),
  );
  const arrowFields = fields.map(({ name }, i) => new ArrowField(name, children[i]!.type, nullable(name)));
  return makeData({ type: new Struct(arrowFields), length: values.length, ...nullsOf(values), children });
}

function nullKey(): LakeliftError {
  return new LakeliftError('REFUSED', 'a map has a null as its key, which Parquet maps cannot hold', {
    next: 'remove the entry in Hive, or leave the table out with --tables',
  });
}
