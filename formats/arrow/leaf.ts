import {
  DateDay,
  Decimal,
  Int16,
  Int8,
  makeData,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  Utf8,
} from 'apache-arrow';
import type { Data, DataType as ArrowType } from 'apache-arrow';
import { LakeliftError } from '../../errors/error.js';
import { fill, flatData } from '../parquet/encode/flat-data.js';
import type { FlatType, ValueList } from '../parquet/encode/flat-data.js';

/**
 * Scalar values as Arrow data of the type Arrow has for them: text as Utf8, decimals of 128 bits, timestamps in milliseconds, micro- or
 * nanoseconds as their precision asks for, moments with the zone UTC. Throws REFUSED for a time that 64 bits do not hold.
 */
export function logicalLeaf(values: ValueList, type: FlatType): Data<ArrowType> {
  const { length } = values;
  switch (type.kind) {
    case 'TINYINT': {
      const data = new Int8Array(length);
      return makeData({ type: new Int8(), length, ...fill(values, (value, i) => (data[i] = value as number)), data });
    }
    case 'SMALLINT': {
      const data = new Int16Array(length);
      return makeData({ type: new Int16(), length, ...fill(values, (value, i) => (data[i] = value as number)), data });
    }
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return flatData(values, type).clone(new Utf8());
    case 'DATE':
      return flatData(values, type).clone(new DateDay());
    case 'DECIMAL':
      return decimals(values, type);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return timestamps(values, type);
    default:
      return flatData(values, type);
  }
}

function decimals(values: ValueList, { scale, precision }: FlatType & { kind: 'DECIMAL' }): Data<ArrowType> {
  const data = new BigInt64Array(2 * values.length);
  const nulls = fill(values, (value, i) => {
    data[2 * i] = BigInt.asIntN(64, value as bigint);
    data[2 * i + 1] = (value as bigint) >> 64n;
  });
  const words = new Uint32Array(data.buffer);
  return makeData({ type: new Decimal(scale, precision, 128), length: values.length, ...nulls, data: words });
}

function timestamps(values: ValueList, type: FlatType & { kind: 'TIMESTAMP' | 'TIMESTAMP_LTZ' }): Data<ArrowType> {
  const zone = type.kind === 'TIMESTAMP' ? null : 'UTC';
  if (type.precision <= 3) return flatData(values, type).clone(new TimestampMillisecond(zone));
  if (type.precision <= 6) return flatData(values, type).clone(new TimestampMicrosecond(zone));
  const data = new BigInt64Array(values.length);
  const nulls = fill(values, (value, i) => {
    data[i] = value as bigint;
    if (data[i] !== value) throw new LakeliftError('REFUSED', 'Arrow has no nanoseconds before 1677 or after 2262');
  });
  return makeData({ type: new TimestampNanosecond(zone), length: values.length, ...nulls, data });
}
