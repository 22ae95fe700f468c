import { LakeliftError } from '../../errors/error.js';

/** A value of the Thrift compact protocol, kept with its wire type so that it can be written back. */
export type ThriftValue =
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'i8' | 'i16' | 'i32'; readonly value: number }
  | { readonly type: 'i64'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'binary'; readonly value: Uint8Array }
  | { readonly type: 'list'; readonly element: ThriftType; readonly values: readonly ThriftValue[] }
  | { readonly type: 'map'; readonly entries: readonly (readonly [ThriftValue, ThriftValue])[] }
  | { readonly type: 'struct'; readonly fields: ThriftStruct };
export type ThriftType = ThriftValue['type'];
/** Fields by id. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

const MAX_DEPTH = 64;
const TYPE_CODES: Record<ThriftType, number> = {
  bool: 1,
  i8: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  map: 11,
  struct: 12,
};
const TYPES = new Map<number, ThriftType>([
  ...Object.entries(TYPE_CODES).map(([type, code]) => [code, type as ThriftType] as const),
  [2, 'bool'],
  // A set is written as a list is.
  [10, 'list'],
]);

/**
 * Reads one struct from the start of `bytes`. Untrusted input is safe: sizes are checked against what is left before anything
 * is allocated, nesting is bounded. Throws CORRUPT with the offset within `bytes`.
 */
export function readStruct(bytes: Uint8Array): ThriftStruct {
  return new CompactReader(bytes).struct(0);
}

/** As `readStruct`, from `offset` on; `end` is the offset behind the struct. */
export function readStructAt(bytes: Uint8Array, offset: number): { fields: ThriftStruct; end: number } {
  const reader = new CompactReader(bytes, offset);
  return { fields: reader.struct(0), end: reader.at };
}

class CompactReader {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  struct(depth: number): ThriftStruct {
    if (depth > MAX_DEPTH) throw this.corrupt(`structures nested deeper than ${MAX_DEPTH}`);
    const fields = new Map<number, ThriftValue>();
    let id = 0;
    for (;;) {
      const header = this.byte();
      if (header === 0) return fields;
      const delta = header >> 4;
      id = delta === 0 ? Number(unzigzag(this.varint())) : id + delta;
      const code = header & 0x0f;
      const value: ThriftValue =
        code === 1 || code === 2 ? { type: 'bool', value: code === 1 } : this.value(this.typeOf(code), depth);
      fields.set(id, value);
    }
  }

  private value(type: ThriftType, depth: number): ThriftValue {
    switch (type) {
      case 'bool':
        return { type, value: this.byte() === 1 };
      case 'i8':
        return { type, value: (this.byte() << 24) >> 24 };
      case 'i16':
        return { type, value: Number(BigInt.asIntN(16, unzigzag(this.varint()))) };
      case 'i32':
        return { type, value: Number(BigInt.asIntN(32, unzigzag(this.varint()))) };
      case 'i64':
        return { type, value: unzigzag(this.varint()) };
      case 'double':
        this.need(8);
        this.at += 8;
        return { type, value: this.view.getFloat64(this.at - 8, true) };
      case 'binary': {
        const length = this.size(1);
        this.at += length;
        // A copy: statistics must not hold the whole file in memory, as a slice of a Buffer would.
        return { type, value: new Uint8Array(this.bytes.subarray(this.at - length, this.at)) };
      }
      case 'list':
        return this.list(depth);
      case 'map':
        return this.map(depth);
      case 'struct':
        return { type, fields: this.struct(depth + 1) };
    }
  }

  private list(depth: number): ThriftValue {
    if (depth > MAX_DEPTH) throw this.corrupt(`lists nested deeper than ${MAX_DEPTH}`);
    const header = this.byte();
    const element = this.typeOf(header & 0x0f);
    const short = header >> 4;
    const size = short === 15 ? this.size(1) : short;
    this.need(size);
    const values: ThriftValue[] = [];
    for (let i = 0; i < size; i++) values.push(this.value(element, depth + 1));
    return { type: 'list', element, values };
  }

  private map(depth: number): ThriftValue {
    if (depth > MAX_DEPTH) throw this.corrupt(`maps nested deeper than ${MAX_DEPTH}`);
    const entries: [ThriftValue, ThriftValue][] = [];
    const size = this.size(2);
    if (size === 0) return { type: 'map', entries };
    const types = this.byte();
    const key = this.typeOf(types >> 4);
    const value = this.typeOf(types & 0x0f);
    for (let i = 0; i < size; i++) entries.push([this.value(key, depth + 1), this.value(value, depth + 1)]);
    return { type: 'map', entries };
  }

  private typeOf(code: number): ThriftType {
    const type = TYPES.get(code);
    if (type === undefined) throw this.corrupt(`unknown Thrift type ${code}`);
    return type;
  }

  /** A count of things of at least `each` bytes that must still follow. */
  private size(each: number): number {
    const size = Number(this.varint());
    this.need(size * each);
    return size;
  }

  private byte(): number {
    this.need(1);
    return this.bytes[this.at++]!;
  }

  private varint(): bigint {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt(low);
    }
    let result = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, result);
    }
    throw this.corrupt('a number longer than 64 bits');
  }

  private need(count: number): void {
    if (count > this.bytes.length - this.at) throw this.corrupt('the footer ends within a value');
  }

  private corrupt(what: string): LakeliftError {
    return new LakeliftError('CORRUPT', `not a valid Parquet footer: ${what}`, { offset: this.at });
  }
}

/** The bytes of a struct; fields are written in ascending order of their ids. */
export function writeStruct(fields: ThriftStruct): Uint8Array {
  const writer = new CompactWriter();
  writer.struct(fields);
  return writer.finish();
}

class CompactWriter {
  private buffer = new Uint8Array(1024);
  private at = 0;

  finish(): Uint8Array {
    return this.buffer.slice(0, this.at);
  }

  struct(fields: ThriftStruct): void {
    let last = 0;
    for (const [id, value] of [...fields].sort(([a], [b]) => a - b)) {
      const code = value.type === 'bool' && !value.value ? 2 : TYPE_CODES[value.type];
      const delta = id - last;
      if (delta > 0 && delta <= 15) this.byte((delta << 4) | code);
      else {
        this.byte(code);
        this.varint(zigzag(BigInt(id)));
      }
      if (value.type !== 'bool') this.value(value);
      last = id;
    }
    this.byte(0);
  }

  private value(value: ThriftValue): void {
    switch (value.type) {
      case 'bool':
        return this.byte(value.value ? 1 : 2);
      case 'i8':
        return this.byte(value.value & 0xff);
      case 'i16':
      case 'i32':
        return this.varint(zigzag(BigInt(value.value)));
      case 'i64':
        return this.varint(zigzag(value.value));
      case 'double':
        this.room(8);
        new DataView(this.buffer.buffer).setFloat64(this.at, value.value, true);
        this.at += 8;
        return;
      case 'binary':
        this.varint(BigInt(value.value.length));
        this.room(value.value.length);
        this.buffer.set(value.value, this.at);
        this.at += value.value.length;
        return;
      case 'list': {
        const size = value.values.length;
        this.byte((Math.min(size, 15) << 4) | TYPE_CODES[value.element]);
        if (size >= 15) this.varint(BigInt(size));
        for (const item of value.values) this.value(item);
        return;
      }
      case 'map': {
        this.varint(BigInt(value.entries.length));
        const first = value.entries[0];
        if (first === undefined) return;
        this.byte((TYPE_CODES[first[0].type] << 4) | TYPE_CODES[first[1].type]);
        for (const entry of value.entries) entry.forEach((part) => this.value(part));
        return;
      }
      case 'struct':
        return this.struct(value.fields);
    }
  }

  private byte(value: number): void {
    this.room(1);
    this.buffer[this.at++] = value;
  }

  private varint(value: bigint): void {
    let rest = value;
    while (rest > 0x7fn) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  private room(count: number): void {
    if (this.at + count <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.at + count));
    larger.set(this.buffer);
    this.buffer = larger;
  }
}

const unzigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);
const zigzag = (value: bigint): bigint => BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
