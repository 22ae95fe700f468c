import { Int64, Thrift } from 'thrift';
import type { TBinaryProtocol } from 'thrift';
import { Input } from './input.js';

/** How one Thrift type is written and read. Methods, not properties, so that a codec of T is one of unknown too. */
export interface Codec<T> {
  readonly wire: Thrift.Type;
  write(protocol: TBinaryProtocol, value: T): void;
  read(protocol: TBinaryProtocol): T;
}

/** One field of a struct: its id on the wire and its type. */
export interface FieldSpec<T> {
  readonly id: number;
  readonly codec: Codec<T>;
}

/** The value of a struct; Thrift leaves out what is unset, whatever the IDL calls required. */
export type StructValue<F> = { [K in keyof F]?: (F[K] extends FieldSpec<infer T> ? T : never) | undefined };

/** The value a codec carries. */
export type ValueOf<C> = C extends Codec<infer T> ? T : never;

export const bool: Codec<boolean> = {
  wire: Thrift.Type.BOOL,
  write: (protocol, value) => protocol.writeBool(value),
  read: (protocol) => protocol.readBool(),
};

export const i8: Codec<number> = {
  wire: Thrift.Type.BYTE,
  write: (protocol, value) => protocol.writeByte(value),
  read: (protocol) => protocol.readByte(),
};

export const i16: Codec<number> = {
  wire: Thrift.Type.I16,
  write: (protocol, value) => protocol.writeI16(value),
  read: (protocol) => protocol.readI16(),
};

export const i32: Codec<number> = {
  wire: Thrift.Type.I32,
  write: (protocol, value) => protocol.writeI32(value),
  read: (protocol) => protocol.readI32(),
};

/** An i64 as a number; exact up to 2^53, far beyond the ids and times it carries. */
export const i64: Codec<number> = {
  wire: Thrift.Type.I64,
  write: (protocol, value) => protocol.writeI64(value),
  read: (protocol) => Number(protocol.readI64()),
};

/** An i64 as its decimal digits: values of columns may be any. */
export const i64Text: Codec<string> = {
  wire: Thrift.Type.I64,
  write(protocol, value) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(value));
    protocol.writeI64(new Int64(bytes));
  },
  read(protocol) {
    const { buffer, offset } = protocol.readI64();
    return buffer.readBigInt64BE(offset).toString();
  },
};

export const double: Codec<number> = {
  wire: Thrift.Type.DOUBLE,
  write: (protocol, value) => protocol.writeDouble(value),
  read: (protocol) => protocol.readDouble(),
};

/** Bytes; on the wire they are a string. */
export const binary: Codec<Buffer> = {
  wire: Thrift.Type.STRING,
  write: (protocol, value) => protocol.writeBinary(value),
  read: (protocol) => protocol.readBinary(),
};

export const text: Codec<string> = {
  wire: Thrift.Type.STRING,
  write: (protocol, value) => protocol.writeString(value),
  read: (protocol) => protocol.readString(),
};

/** The result of a call that only succeeds or fails. */
export const nothing: Codec<undefined> = {
  wire: Thrift.Type.VOID,
  write: () => undefined,
  read: () => undefined,
};

/** A list; elements of an unexpected type are skipped and the list is then empty. */
export function list<T>(element: Codec<T>): Codec<T[]> {
  return {
    wire: Thrift.Type.LIST,
    write(protocol, values) {
      protocol.writeListBegin(element.wire, values.length);
      for (const value of values) element.write(protocol, value);
      protocol.writeListEnd();
    },
    read(protocol) {
      const { etype, size } = protocol.readListBegin();
      requireSize(size);
      const values: T[] = [];
      for (let index = 0; index < size; index++) {
        if (etype === element.wire) values.push(element.read(protocol));
        else protocol.skip(etype);
      }
      protocol.readListEnd();
      // An array that grew keeps room for more: much, where there are many short lists.
      return values.slice();
    },
  };
}

/** A map by texts. */
export function mapOf<T>(element: Codec<T>): Codec<Record<string, T>> {
  return {
    wire: Thrift.Type.MAP,
    write(protocol, record) {
      const entries = Object.entries(record);
      protocol.writeMapBegin(text.wire, element.wire, entries.length);
      for (const [key, value] of entries) {
        protocol.writeString(key);
        element.write(protocol, value);
      }
      protocol.writeMapEnd();
    },
    read(protocol) {
      const { ktype, vtype, size } = protocol.readMapBegin();
      requireSize(size);
      const entries: [string, T][] = [];
      for (let index = 0; index < size; index++) {
        if (ktype === text.wire && vtype === element.wire)
          entries.push([protocol.readString(), element.read(protocol)]);
        else {
          protocol.skip(ktype);
          protocol.skip(vtype);
        }
      }
      protocol.readMapEnd();
      return Object.fromEntries(entries);
    },
  };
}

export const textMap: Codec<Record<string, string>> = mapOf(text);

/** A struct by its fields; fields that are unknown or of another type than described are skipped. */
export function struct<F extends Record<string, FieldSpec<unknown>>>(fields: F): Codec<StructValue<F>> {
  const specs = Object.entries(fields);
  const byId = new Map(specs.map(([name, spec]) => [spec.id, { name, codec: spec.codec }]));
  return {
    wire: Thrift.Type.STRUCT,
    write(protocol, value) {
      const values = new Map<string, unknown>(Object.entries(value));
      for (const [name, spec] of specs) {
        const fieldValue = values.get(name);
        if (fieldValue === undefined) continue;
        protocol.writeFieldBegin(name, spec.codec.wire, spec.id);
        spec.codec.write(protocol, fieldValue);
        protocol.writeFieldEnd();
      }
      protocol.writeFieldStop();
    },
    read(protocol) {
      const value: Record<string, unknown> = {};
      for (;;) {
        const { ftype, fid } = protocol.readFieldBegin();
        if (ftype === Thrift.Type.STOP) break;
        const field = byId.get(fid);
        if (field !== undefined && field.codec.wire === ftype) value[field.name] = field.codec.read(protocol);
        else protocol.skip(ftype);
        protocol.readFieldEnd();
      }
      return value as StructValue<F>;
    },
  };
}

/** A value that mostly is the same within a message, such as the columns of partitions: it is read once and shared; do not change it. */
export function shared<T>(codec: Codec<T>): Codec<T> {
  const whole: Codec<T> = {
    wire: codec.wire,
    write: (protocol, value) => codec.write(protocol, value),
    read: (protocol) =>
      protocol instanceof Input ? protocol.repeated(whole, () => codec.read(protocol)) : codec.read(protocol),
  };
  return whole;
}

function requireSize(size: number): void {
  if (size < 0)
    throw new Thrift.TProtocolException(Thrift.TProtocolExceptionType.NEGATIVE_SIZE, `size ${String(size)}`);
}
