import type { Data, DataType as ArrowType } from 'apache-arrow';
import { LakeliftError } from '../../../errors/error.js';
import { typeName } from '../../type-name.js';
import { twosComplement } from '../../twos-complement.js';
import type { DataType, Scalar } from '../../types.js';
import { meaningOf } from '../annotation.js';
import type { SchemaNode } from '../metadata.js';
import type { WriterTimes } from '../writer-times.js';
import { padded } from './char.js';
import { decimalConverter } from './decimal.js';

type ScalarAt = (row: number) => Scalar;

/** Non-null values of a leaf as the table's type; nulls are the caller's. Throws REFUSED for a value the type cannot hold. */
export function leafValues(data: Data<ArrowType>, node: SchemaNode, type: DataType, times: WriterTimes): ScalarAt {
  switch (type.kind) {
    case 'BOOLEAN': {
      const bits = data.values as Uint8Array;
      return (row) => ((bits[(data.offset + row) >> 3]! >> ((data.offset + row) & 7)) & 1) === 1;
    }
    case 'TINYINT':
      return inRange(numbers(data), -0x80, 0x7f, type);
    case 'SMALLINT':
      return inRange(numbers(data), -0x8000, 0x7fff, type);
    case 'BIGINT':
      return node.type === 'INT32'
        ? widened(numbers(data))
        : ((data.values as BigInt64Array).at.bind(data.values) as ScalarAt);
    case 'STRING':
      return isInteger(node) ? integerTexts(data) : bytesOf(data);
    case 'DOUBLE':
      return node.type === 'INT64' ? int64AsDouble(data) : plainNumbers(data);
    case 'VARCHAR':
    case 'BYTES':
      return bytesOf(data);
    case 'CHAR': {
      const bytes = bytesOf(data);
      return (row) => padded(bytes(row), type.length);
    }
    case 'DECIMAL': {
      const meaning = meaningOf(node);
      const convert = decimalConverter(meaning.kind === 'DECIMAL' ? meaning.scale : 0, type);
      const unscaled = unscaledValues(data, node);
      return (row) => convert(unscaled(row));
    }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const conversion = node.type === 'INT96' ? times.int96 : times.int64;
      return converted(timestamps(data, node), conversion?.convert);
    }
    case 'DATE':
      return converted(plainNumbers(data), times.days?.convert);
    default:
      return plainNumbers(data);
  }
}

function converted<T extends Scalar>(
  at: (row: number) => T,
  convert: ((value: T) => T) | undefined,
): (row: number) => T {
  return convert === undefined ? at : (row) => convert(at(row));
}

const numbers = (data: Data<ArrowType>) => data.values as Int32Array | Float32Array | Float64Array;

function plainNumbers(data: Data<ArrowType>): (row: number) => number {
  const values = numbers(data);
  return (row) => values[row]!;
}

const isInteger = (node: SchemaNode) => node.type === 'INT32' || node.type === 'INT64';

/** As Hive prints integers, and as Java turns a long into a double: to the nearest. */
function integerTexts(data: Data<ArrowType>): ScalarAt {
  const values = data.values as Int32Array | BigInt64Array;
  const encoder = new TextEncoder();
  return (row) => encoder.encode(String(values[row]));
}

function int64AsDouble(data: Data<ArrowType>): ScalarAt {
  const values = data.values as BigInt64Array;
  return (row) => Number(values[row]);
}

const widened =
  (values: ArrayLike<number>): ScalarAt =>
  (row) =>
    BigInt(values[row]!);

function inRange(values: ArrayLike<number>, min: number, max: number, type: DataType): ScalarAt {
  return (row) => {
    const value = values[row]!;
    if (value < min || value > max) throw doesNotFit(String(value), type);
    return value;
  };
}

/** Views into the column's buffer, of variable or fixed length. */
function bytesOf(data: Data<ArrowType>): (row: number) => Uint8Array {
  const bytes = data.values as Uint8Array;
  const offsets = data.valueOffsets as Int32Array | undefined;
  if (offsets !== undefined) return (row) => bytes.subarray(offsets[row]!, offsets[row + 1]!);
  const width = (data.type as ArrowType & { byteWidth: number }).byteWidth;
  return (row) => bytes.subarray(row * width, (row + 1) * width);
}

function unscaledValues(data: Data<ArrowType>, node: SchemaNode): (row: number) => bigint {
  if (node.type === 'INT32') {
    const values = numbers(data);
    return (row) => BigInt(values[row]!);
  }
  if (node.type === 'INT64') return (row) => (data.values as BigInt64Array)[row]!;
  const bytes = bytesOf(data);
  const { buffer, byteOffset, length } = data.values as Uint8Array;
  const { byteWidth } = data.type as ArrowType & { byteWidth?: number };
  // Up to six bytes are exact as a number, which takes a small part of the time.
  if (byteWidth !== undefined && byteWidth >= 1 && byteWidth <= 6) {
    const all = Buffer.from(buffer, byteOffset, length);
    return (row) => BigInt(all.readIntBE(row * byteWidth, byteWidth));
  }
  return (row) => twosComplement(bytes(row)) ?? 0n;
}

const NANOS = { MILLIS: 1_000_000n, MICROS: 1_000n, NANOS: 1n } as const;
const NANOS_PER_DAY = 86_400_000_000_000n;
/** Julian day of 1970-01-01. Source: org.apache.parquet.example.data.simple.NanoTime as Hive and Spark use it. */
const EPOCH_JULIAN_DAY = 2_440_588;
/** Days within which microseconds surely fit in 64 bits. */
const FAR = 100_000_000;

/** Beyond, Spark's microseconds overflow when it writes, and back when it reads. Source: DateTimeUtils.toJulianDay, fromJulianDay. */
function wrapped(nanos: bigint): bigint {
  const micros = nanos / 1000n - (nanos % 1000n < 0n ? 1n : 0n);
  return nanos + (BigInt.asIntN(64, micros) - micros) * 1000n;
}

/** Nanoseconds since the epoch. */
function timestamps(data: Data<ArrowType>, node: SchemaNode): (row: number) => bigint {
  if (node.type === 'INT96') {
    const bytes = data.values as Uint8Array;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return (row) => {
      const nanosOfDay = view.getBigInt64(row * 12, true);
      const day = view.getInt32(row * 12 + 8, true) - EPOCH_JULIAN_DAY;
      const nanos = BigInt(day) * NANOS_PER_DAY + nanosOfDay;
      return day > -FAR && day < FAR ? nanos : wrapped(nanos);
    };
  }
  const meaning = meaningOf(node);
  const factor = NANOS[meaning.kind === 'TIMESTAMP' ? meaning.unit : 'NANOS'];
  const values = data.values as BigInt64Array;
  return (row) => values[row]! * factor;
}

/** REFUSED: a value of the file is none of the table's type. */
export function doesNotFit(value: string, type: DataType): LakeliftError {
  return new LakeliftError('REFUSED', `the value ${value} is not a ${typeName(type)}`, {
    next: "widen the column's type in Hive, or leave the table out with --tables",
  });
}
