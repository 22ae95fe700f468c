import { Field as ArrowField, List, makeData, Map_, Struct } from 'apache-arrow';
import type { Data, DataType as ArrowType } from 'apache-arrow';
import { LakeliftError } from '../../../errors/error.js';
import type { DataType, Field, Value } from '../../types.js';
import { fill, flatData } from './flat-data.js';
import type { FlatType, ValueList } from './flat-data.js';

/** Makes the data of scalar values, of which nested ones are made. */
export type LeafData = (values: ValueList, type: FlatType) => Data<ArrowType>;
type Values = readonly (readonly Value[] | null)[];

/**
 * Values as arrow data; without `leafData` of the bare physical type Paimon stores `type` in: text as binary, timestamps and decimals as
 * integers or fixed-length bytes, as the annotations are put into the footer afterwards. Throws REFUSED for a timestamp finer than its type and for a map
 * key that is null.
 */
export function arrowData(list: ValueList, type: DataType, leafData: LeafData = flatData): Data<ArrowType> {
  switch (type.kind) {
    case 'ARRAY': {
      const values = listed(list);
      const { offsets, items } = flattened(values);
      const child = arrowData(items, type.element, leafData);
      const arrow = new List(new ArrowField('element', child.type, true));
      return makeData({ type: arrow, length: values.length, ...nullsOf(values), valueOffsets: offsets, child });
    }
    case 'MAP': {
      const values = listed(list);
      const { offsets, items } = flattened(values);
      const pairs = items as readonly (readonly Value[])[];
      if (pairs.some(([key]) => key === null)) throw nullKey();
      const fields: Field[] = [
        { name: 'key', type: type.key },
        { name: 'value', type: type.value },
      ];
      const child = struct(pairs, fields, leafData, (name) => name !== 'key') as Data<
        Struct<{ key: ArrowType; value: ArrowType }>
      >;
      const arrow = new Map_(new ArrowField('key_value', child.type, false));
      return makeData({ type: arrow, length: values.length, ...nullsOf(values), valueOffsets: offsets, child });
    }
    case 'ROW':
      return struct(listed(list), type.fields, leafData);
    default:
      return leafData(list, type);
  }
}

function listed(list: ValueList): Values {
  const values: Value[] = [];
  list.forEach((value) => values.push(value));
  if (values.length !== list.length) {
    throw new LakeliftError('INTERNAL', `${values.length} values of ${list.length} rows`);
  }
  return values as Values;
}

const nullsOf = (values: Values) => fill(values, () => undefined);

function flattened(values: Values): { offsets: Int32Array; items: Value[] } {
  const offsets = new Int32Array(values.length + 1);
  const items: Value[] = [];
  values.forEach((value, i) => {
    for (const item of value ?? []) items.push(item);
    offsets[i + 1] = items.length;
  });
  return { offsets, items };
}

function struct(
  values: Values,
  fields: readonly Field[],
  leafData: LeafData,
  nullable: (name: string) => boolean = () => true,
): Data<ArrowType> {
  const children = fields.map(({ type }, i) =>
    arrowData(
      values.map((value) => (value === null ? null : value[i]!)),
      type,
      leafData,
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
