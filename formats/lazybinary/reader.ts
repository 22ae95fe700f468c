import { LakeliftError } from '../../errors/error.js';
import { GREGORIAN_START } from '../time/calendar.js';
import { padded } from '../parquet/decode/char.js';
import { decimalConverter } from '../parquet/decode/decimal.js';
import { twosComplement } from '../twos-complement.js';
import type { DataType, Value } from '../types.js';
import { WritableInput } from '../writable-input.js';

/** Reads a value; `sized`: its length stands before it, as everywhere but in a column of its own. */
type Read = (input: WritableInput, sized: boolean) => Value;

/* Source: org.apache.hadoop.hive.serde2.lazybinary.LazyBinarySerDe and the classes beside it. */

/**
 * Reads one value of a column as LazyBinaryColumnarSerDe wrote it: no bytes are null. The reader throws CORRUPT for bytes that are no value,
 * REFUSED for values the type cannot hold. Throws REFUSED for types the SerDe does not have.
 */
export function lazyBinaryColumn(type: DataType): (bytes: Uint8Array, offset: number) => Value {
  const read = reader(type);
  return (bytes, offset) => {
    if (bytes.length === 0) return null;
    // An empty text would be null: a byte that no UTF-8 starts with stands for it. LazyBinaryColumnarSerDe.INVALID_UTF__SINGLE_BYTE.
    if (type.kind === 'STRING' && bytes.length === 1 && bytes[0] === 0xbf) return new Uint8Array();
    const input = new WritableInput(bytes, offset);
    const value = read(input, false);
    if (!input.done) throw damaged('is longer than its value', offset);
    return value;
  };
}

function reader(type: DataType): Read {
  switch (type.kind) {
    case 'BOOLEAN':
      return (input) => input.raw(1)[0] !== 0;
    case 'TINYINT':
      return (input) => (input.raw(1)[0]! << 24) >> 24;
    case 'SMALLINT':
      return (input) => view(input.raw(2)).getInt16(0);
    case 'INT':
      return (input) => input.vint();
    case 'BIGINT':
      return (input) => input.vlong();
    case 'FLOAT':
      return (input) => view(input.raw(4)).getFloat32(0);
    case 'DOUBLE':
      return (input) => view(input.raw(8)).getFloat64(0);
    case 'STRING':
    case 'VARCHAR':
    case 'BYTES':
      return text;
    case 'CHAR':
      return (input, sized) => padded(text(input, sized), type.length);
    case 'DATE':
      return date;
    case 'DECIMAL':
      return decimal(type);
    case 'ARRAY':
      return list(reader(type.element));
    case 'MAP':
      return map(reader(type.key), reader(type.value));
    case 'ROW':
      return struct(type.fields.map((field) => reader(field.type)));
    default:
      throw new LakeliftError(
        'REFUSED',
        "timestamps in this format are instants of the writer's zone, which the file does not tell",
        {
          next: 'rewrite the table as Parquet or ORC, or leave it out with --tables',
        },
      );
  }
}

const text = (input: WritableInput, sized: boolean): Uint8Array => (sized ? input.sized() : input.rest());

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** Hive before 3.1 wrote days of the hybrid calendar, later versions those of the Gregorian; the file does not tell which. */
function date(input: WritableInput): number {
  const day = input.vint();
  if (day >= GREGORIAN_START) return day;
  throw new LakeliftError('REFUSED', "Hive's versions read dates before 1582-10-15 in this format differently", {
    next: 'rewrite the table as Parquet or ORC, or leave it out with --tables',
  });
}

/** Source: org.apache.hadoop.hive.serde2.io.HiveDecimalWritable: scale, length, two's complement. */
function decimal(type: DataType & { kind: 'DECIMAL' }): Read {
  return (input) => {
    const scale = input.vint();
    const unscaled = twosComplement(input.sized());
    if (unscaled === undefined || scale < 0 || scale > 38) throw damaged('holds no decimal', 0);
    return decimalConverter(scale, type)(unscaled);
  };
}

/** A nested value's own bytes are counted before it. */
function nested(read: (input: WritableInput) => Value): Read {
  return (input, sized) => {
    if (sized) input.int();
    return read(input);
  };
}

function list(element: Read): Read {
  return nested((input) => {
    const count = countOf(input);
    const present = input.raw(Math.ceil(count / 8));
    return Array.from({ length: count }, (_, i) => (bit(present, i) ? element(input, true) : null));
  });
}

/** Two bits for each entry; entries without a key are left out, of two with one key the first counts, as in LazyBinaryMap.getMap. */
function map(key: Read, value: Read): Read {
  return nested((input) => {
    const count = countOf(input);
    const present = input.raw(Math.ceil(count / 4));
    const entries = new Map<string, Value[]>();
    for (let i = 0; i < count; i++) {
      const k = bit(present, 2 * i) ? key(input, true) : null;
      const v = bit(present, 2 * i + 1) ? value(input, true) : null;
      const identity = k instanceof Uint8Array ? Buffer.from(k).toString('latin1') : String(k);
      if (k !== null && !entries.has(identity)) entries.set(identity, [k, v]);
    }
    return [...entries.values()];
  });
}

/** A byte of bits before every eight fields; a struct written with fewer fields ends early. */
function struct(fields: readonly Read[]): Read {
  return (input, sized) => {
    const own = sized ? new WritableInput(input.raw(input.int()), 0) : input;
    let present = 0;
    return fields.map((field, i) => {
      if (i % 8 === 0) present = own.done ? 0 : own.raw(1)[0]!;
      return (present & (1 << (i % 8))) === 0 ? null : field(own, true);
    });
  };
}

/** Every item takes at least a bit. */
function countOf(input: WritableInput): number {
  const count = input.vint();
  if (count >= 0) return count;
  throw damaged('has a list of negative length', 0);
}

const bit = (bytes: Uint8Array, index: number): boolean => (bytes[index >> 3]! & (1 << (index & 7))) !== 0;

function damaged(why: string, offset: number): LakeliftError {
  return new LakeliftError('CORRUPT', `a value of LazyBinary ${why}`, { offset });
}
